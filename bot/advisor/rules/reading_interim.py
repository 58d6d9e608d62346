"""Read which clause is to be read otherwise for a time: 「…まで、「68点」とあるのは「60点」とする」.

The clause is read a second time with the words put in. Which reading counts on a day is `amending`'s to say.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from bot.advisor.numerals import NUMERAL, read_numeral
from bot.advisor.rules.amending import move_band
from bot.advisor.rules.clause import Clause
from bot.advisor.rules.conduct import Amendment, Rule
from bot.advisor.rules.phrasing import placed
from bot.advisor.rules.place import Place
from bot.advisor.rules.rulebook import InterimRules
from knowledge.documents.dates import DATE_PATTERN, UnreadableDateError, read_date
from knowledge.documents.document import Document, Section
from knowledge.documents.folding import fold_string, fold_text

_INSTEAD = re.compile(
    r"「(?P<old>[^「」]{1,40})」(?:とある(?:の)?(?:は|を)|(?:を|は|については))、?(?:これを)?"
    r"「(?P<new>[^「」]{1,40})」と(?:する|し|読み替え|読む)"
    r"|\"(?P<was>[^\"]{1,40})\" (?:shall|is to|must) be (?:read as|replaced (?:by|with)) "
    r"\"(?P<becomes>[^\"]{1,40})\""
)
_UNTIL = re.compile(
    rf"(?P<date>{DATE_PATTERN})まで|(?:until|up to|through|before the end of) (?P<english>{DATE_PATTERN})"
)
_SINCE = re.compile(
    rf"(?P<date>{DATE_PATTERN})(?:から|より|以後|以降)|(?:from|as of) (?P<english>{DATE_PATTERN})"
)
_REFERENCE = re.compile(
    r"第\s*[0-9一二三四五六七八九十百]+\s*条(?:の[0-9一二三四五六七八九十]+)?"
    r"|別表\s*(?:第\s*)?[0-9一二三四五六七八九十]*"
    r"|問\s*[0-9一二三四五六七八九十]+|(?<![0-9.])[0-9]+(?:\.[0-9]+)+(?![0-9])"
    r"|(?:article|section|clause|paragraph|annex|schedule) [0-9a-z]+(?:\.[0-9]+)*"
)

ReadSection = Callable[[Section], Sequence[Rule]]


def read_readings(clause: Clause) -> Iterator[Amendment]:
    """Read which words of which clause stand for which others, and for how long."""
    reference = _REFERENCE.search(clause.text, clause.body_start)
    for match in _INSTEAD.finditer(clause.text, clause.body_start):
        old, new = ("old", "new") if match["old"] else ("was", "becomes")
        if reference is None or reference.start() > match.start():
            return
        yield Amendment(
            **placed(clause),
            change="reading",
            subject=clause.quote(*reference.span()),
            old=clause.quote(*match.span(old)),
            new=clause.quote(*match.span(new)),
            first_day=_day(_SINCE.search(clause.text)),
            last_day=_day(_UNTIL.search(clause.text)),
        )


def read_interim(document: Document, rules: Sequence[Rule], read: ReadSection) -> Iterator[InterimRules]:
    """Read the clauses that are to be read otherwise for a time.

    Args:
        document: The text.
        rules: All that was read of it.
        read: Reads the rules of one section.
    """
    yield from _dated_bands(document, rules)
    for change in rules:
        if not isinstance(change, Amendment) or change.change != "reading":
            continue
        section = _section(document, change.subject)
        if section is None or change.old not in section.text:
            continue
        before = [one for one in rules if one.section == section.id]
        after = read(section.model_copy(update={"text": section.text.replace(change.old, change.new)}))
        if [one.type for one in before] != [one.type for one in after]:
            continue
        place = Place(document=change.document, section=change.section, start=change.start, end=change.end)
        changed = tuple(_at_place(new, old, place) for old, new in zip(before, after, strict=True))
        yield InterimRules(
            section=section.id, first_day=change.first_day, last_day=change.last_day, rules=changed
        )


def _dated_bands(document: Document, rules: Sequence[Rule]) -> Iterator[InterimRules]:
    """Give the bands as they are from the day on which the text itself moves them."""
    if document.amends is not None:
        return
    bands = [one for one in rules if isinstance(one, Amendment) and one.change == "band"]
    changes = [(one.first_day, one) for one in bands if one.first_day is not None]
    for day in sorted({first_day for first_day, _ in changes}):
        moved = list(rules)
        for first_day, change in changes:
            if first_day <= day:
                moved = move_band(moved, change) or moved
        for section in dict.fromkeys(one.section for one in rules):
            before = [one for one in rules if one.section == section]
            after = [one for one in moved if one.section == section]
            if before != after:
                yield InterimRules(section=section, first_day=day, rules=tuple(after))


def _at_place(new: Rule, old: Rule, by: Place) -> Rule:
    """Put a rule read anew where the text has it; one that says the same is left as it was."""
    moved = new.model_copy(update={"start": old.start, "end": old.end, "bound_by": old.bound_by})
    return old if moved == old else moved.model_copy(update={"changed_by": (*old.changed_by, by)})


def _section(document: Document, reference: str) -> Section | None:
    name = _plain(reference)
    for one in document.sections:
        if any(re.match(rf"{re.escape(name)}(?!\d)", _plain(text)) for text in (one.locator, one.heading)):
            return one
    return None


def _plain(name: str) -> str:
    """Write a clause's name with digits and without blanks: 第二十八条 and 第 28 条 are one."""
    folded = fold_text(name).text
    return re.sub(r"\s", "", re.sub(NUMERAL.replace("(?<!第)", ""), _digits, folded))


def _digits(match: re.Match[str]) -> str:
    return str(int(read_numeral(match[0])))


def _day(match: re.Match[str] | None) -> date | None:
    if match is None:
        return None
    try:
        return read_date(fold_string(match["date"] or match["english"]))
    except UnreadableDateError:
        return None
