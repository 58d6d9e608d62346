"""Mend a statement: put right what was found and leave every other word as it was said."""

from collections.abc import Sequence

from bot.advisor.saying_back_reply import Flaw, Sentence

_STOPS = "。．.！!？?"


def mend(statement: str, flaws: Sequence[tuple[Flaw, Sentence]]) -> str:
    """Put every mend of the flaws into the statement.

    Args:
        statement: As it was said.
        flaws: With their sentences; replacements of one sentence do not overlap. A flaw that rewrites its
            whole sentence goes before the others of that sentence.
    """
    edits: list[tuple[int, int, str]] = []
    for sentence in {one.start: one for _, one in flaws}.values():
        own = [flaw for flaw, whose in flaws if whose.start == sentence.start]
        edits += _edits(sentence, own)
    mended = statement
    for start, end, put in sorted(edits, reverse=True):
        mended = mended[:start] + put + mended[end:]
    return mended


def _edits(sentence: Sentence, flaws: Sequence[Flaw]) -> list[tuple[int, int, str]]:
    end = sentence.start + len(sentence.text)
    whole = next((one.whole for one in flaws if one.whole is not None), None)
    if whole is not None:
        return [(sentence.start, end, whole)]
    edits = [(one.start, one.end, one.mend) for one in flaws if one.mend is not None]
    closes = "".join(dict.fromkeys(one.close for one in flaws if one.close))
    if closes:
        stop = len(sentence.text.rstrip(_STOPS))
        edits.append((sentence.start + stop, sentence.start + stop, closes))
    return edits
