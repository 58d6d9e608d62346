"""Small readings that several readers share: lists of things, terms without their grammar, and places.

All work on folded text of one clause; what they return is quoted from the section's own characters.
"""

import re
from collections.abc import Iterator
from typing import TypedDict

from bot.advisor.rules.clause import Clause

_SEPARATORS = re.compile(
    r"\s*(?:、|;|,\s+and\s+|,\s+or\s+|,(?!\d)|及び|並びに|ならびに|および|又は|または|若しくは|もしくは"
    r"|\s+and\s+|\s+or\s+)\s*"
)
_SMALL_SEPARATORS = re.compile(
    r"(?<=[\u3041-\u9fff」a-z0-9])(?:と|や)(?!指定|認|判断|表示|定め|共有|同[じ様]|合わせ|称|考え|協議|合意)(?=[\u30a1-\u9fff「a-z])|・"
)
_EDGES = re.compile(
    r"^(?:前[0-9一二三四五六七八九十各]?号(?:に掲げるもの|まで)?のほか、?"
    r"|(?:ただし|また|なお|なら|the following|each|all|any|a|an|the|of|state|include|contain)[、,:\s]+)+"
    r"|[\s、。.;,:]+$|(?:等|など)$"
)
_VERB_HEAD = re.compile(r"[をへがは、 ]|(?<=[\u30a1-\u9fff」a-z)])[にでも](?=[\u3041-\u9fff])")
COUNT_WORDS = {c: n for n, c in enumerate("一二三四五六七八九十", start=1)} | {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
}  # fmt: skip
# Words that only announce a list: 「次に掲げる情報」.
ANNOUNCES = re.compile(
    r"(?:次|以下|下記|左記)(?:の[(●]?.{1,3}から.{1,3}までの?|の(?:各号)?に?|に)?(?:掲げる|定める|示す|該当する)?(?:の|各号の)?(?:情報"
    r"|データ|もの|内容|事項|行為|こと|各号|用途|目的|業務|場合|判断|資料|記録)?(?:のいずれか|のすべて)?"
    r"|(?:any of )?(?:the )?following.*|these.*|.*listed below|.*as follows"
)
_BRACKETS = {"(": ")", "「": "」", "『": "』", "（": "）"}


class Placed(TypedDict):
    """Where a rule stands, as keyword arguments of a rule."""

    document: str
    section: str
    start: int
    end: int


def placed(clause: Clause, start: int | None = None, end: int | None = None) -> Placed:
    """Give the place of a stretch of the folded clause, or of the whole sentence."""
    first, last = clause.original(
        clause.body_start if start is None else start, len(clause.text) if end is None else end
    )
    return Placed(document=clause.document, section=clause.section.id, start=first, end=last)


def split_list(clause: Clause, start: int, end: int, *, small: bool = True) -> list[tuple[int, int]]:
    """Split a stretch at commas and "and", outside brackets; `small` also at と, や and ・.

    Returns:
        Spans in the folded text, trimmed, none empty.
    """
    spans: list[tuple[int, int]] = []
    for first, last in _outer_pieces(clause.text, start, end):
        pieces = [(first, last)]
        if small:
            pieces = list(_pieces(clause.text, first, last, _SMALL_SEPARATORS))
        spans.extend(trim(clause.text, *one) for one in pieces)
    return [(first, last) for first, last in spans if last > first]


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Take off blanks, marks and little words at both ends."""
    while match := _EDGES.search(text[start:end]):
        if match.start() == 0:
            start += match.end()
        else:
            end = start + match.start()
        if match.end() == match.start():
            break
    while start < end and text[start] in " \u3000":
        start += 1
    while end > start and text[end - 1] in " \u3000":
        end -= 1
    return start, end


def quotes(clause: Clause, spans: list[tuple[int, int]]) -> tuple[str, ...]:
    """Cut the section's own characters for several stretches, without repeats."""
    return tuple(dict.fromkeys(text for one in spans if (text := clause.quote(*one))))


def masked(clause: Clause) -> str:
    """The text with the names of actors blanked: 「AI利用審査会」 is no AI, 「情報システム課」 no system."""
    text = clause.text
    for actor in clause.actors:
        if actor.kind != "unit" or len(actor.text) > 2:
            text = text[: actor.start] + "〓" * (actor.end - actor.start) + text[actor.end :]
    return text


def _outer_pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    yield from _pieces(text, start, end, _SEPARATORS)


def _pieces(text: str, start: int, end: int, separators: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    first = position = start
    closing: list[str] = []  # brackets still open, kept from one separator to the next
    for match in separators.finditer(text, start, end):
        _follow_brackets(text[position : match.start()], closing)
        position = match.start()
        if not closing:
            yield first, match.start()
            first = match.end()
    yield first, end


def _follow_brackets(text: str, closing: list[str]) -> None:
    for character in text:
        if character in _BRACKETS:
            closing.append(_BRACKETS[character])
        elif closing and character == closing[-1]:
            closing.pop()


def act_at(clause: Clause, start: int, end: int) -> str:
    """Give the verb phrase that a modal belongs to: 「入力してはならない」, "must not enter".

    Args:
        clause: The sentence.
        start: Where the modal begins in the folded text.
        end: Where it ends.
    """
    text = clause.text
    if re.search(r"[\u3041-\u30ff]", text):
        heads = [match.end() for match in _VERB_HEAD.finditer(text, clause.body_start, start)]
        return clause.quote(heads[-1] if heads else clause.body_start, end)
    verb = re.compile(r"\s+(?:be )?[a-z]+").match(text, end)
    return clause.quote(start, verb.end() if verb else end)


def read_figure(written: str) -> float:
    """Read digits, or a kanji numeral below a thousand."""
    return float(written) if written.isdigit() else float(_kanji(written))


def _kanji(written: str) -> int:
    total = current = 0
    for character in written:
        if character in "十百":
            total, current = total + (current or 1) * (10 if character == "十" else 100), 0
        else:
            current = COUNT_WORDS[character]
    return total + current
