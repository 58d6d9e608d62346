"""Read what a text says of itself: its version, its days in force, what it replaces.

Only the title, the cover, the supplementary provisions and a history of changes are read; a clause in the
middle may well name another rule's.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from pydantic import BaseModel, ConfigDict

from knowledge.documents.dates import DATE_PATTERN, UnreadableDateError, read_date, read_small_number
from knowledge.documents.folding import fold_string
from knowledge.documents.loaders.draft import DraftSection, Particulars

# All against folded text.
_NUMBER = r"(?P<number>[0-9]+(?:\.[0-9]+)*|[一二三四五六七八九十]+)"
_VERSIONS = (
    re.compile(rf"第\s*{_NUMBER}\s*版"),
    re.compile(rf"(?:版数?|バージョン|改[定訂]番号)\s*[:は|]?\s*(?:第|v|ver\.?)?\s*{_NUMBER}(?!\s*[年月日])"),
    re.compile(
        rf"\b(?:version|ver\.?|rev(?:ision)?\.?|edition|issue\s+(?:no|number)\b)\s*(?:no\b|number\b)?\s*[.:#|]*\s*{_NUMBER}"
    ),
    re.compile(rf"\bv{_NUMBER}\b"),
)
_IN_FORCE = r"(?:施行|実施|適用|発効)"
_STARTS = (
    re.compile(
        rf"(?P<date>{DATE_PATTERN})\s*(?:\([^()]*\)\s*)?(?:から|より|に|付(?:け)?で?)?\s*(?:改[正定訂]\s*)?"
        rf"(?:、\s*)?(?:これを\s*)?{_IN_FORCE}"
    ),
    re.compile(
        rf"(?P<date>{DATE_PATTERN})(?:(?!{DATE_PATTERN})[^。\n]){{0,40}}?同日\s*(?:から|より|付(?:け)?で?)?"
        rf"\s*、?\s*(?:これを\s*)?{_IN_FORCE}"
    ),
    re.compile(
        rf"(?:施行|適用開始|発効|実施)(?:年月)?日?\s*[:は|]?\s*(?P<date>{DATE_PATTERN})(?!\s*(?:まで|限り))"
    ),
    re.compile(
        r"(?:effective(?:\s+(?:date|from|as of|on|since))?"
        r"|(?:in|into)\s+(?:force|effect)(?:\s+(?:from|on|as of|since))?"
        rf"|(?:takes?|with)\s+effect(?:\s+(?:from|on))?|(?:valid|applies|apply)\s+from)\s*[:|]?\s*(?P<date>{DATE_PATTERN})"
    ),
)
_REVISIONS = (  # weaker: when it was decided or changed, where nothing says from when it applies
    re.compile(rf"(?:最終)?(?:改[正定訂]|制定|発行|策定)(?:年月)?日?\s*[:は|]?\s*(?P<date>{DATE_PATTERN})"),
    re.compile(
        rf"(?P<date>{DATE_PATTERN})[\s|]*(?:付(?:け)?で?\s*)?(?:第\s*\d+\s*条|一部|全部|全面)?(?:改[正定訂]|制定)"
    ),
    re.compile(
        r"(?:last\s+(?:revised|updated|amended)|revis(?:ed|ion\s+date)|issued?|issue\s+date|date\s+of\s+issue"
        rf"|approved|adopted)\s*(?:on|by\s+[^\n|]{{0,40}}?on)?\s*[:|]?\s*(?P<date>{DATE_PATTERN})"
    ),
)
_ENDS = (
    re.compile(rf"(?:有効期限|失効日|廃止日|適用終了日?)\s*[:は|]?\s*(?P<date>{DATE_PATTERN})"),
    re.compile(rf"(?P<date>{DATE_PATTERN})\s*(?:まで(?:の間)?\s*(?:有効|効力)|限り(?:で)?(?:廃止|失効))"),
    re.compile(rf"(?:valid|effective|in force)\s+(?:until|through|to)\s*[:|]?\s*(?P<date>{DATE_PATTERN})"),
    re.compile(rf"(?:expires|expiry date|expiration date)\s*(?:on)?\s*[:|]?\s*(?P<date>{DATE_PATTERN})"),
)
_REPEALS = (
    re.compile(rf"第\s*{_NUMBER}\s*版\s*(?:は|を)\s*(?:、\s*)?(?:[^。\n]{{0,20}})?廃止"),
    re.compile(
        rf"(?:supersedes|replaces|repeals)\s+(?:the\s+)?(?:version|edition|rev(?:ision)?\.?|v)\s*{_NUMBER}"
    ),
    re.compile(
        rf"(?:version|edition|revision)\s*{_NUMBER}\s+(?:is|was)\s+(?:hereby\s+)?(?:repealed|withdrawn|superseded|replaced)"
    ),
)
_REPEALED_TITLES = (
    re.compile(r"「(?P<title>[^「」\n]{2,60})」\s*(?:\([^()\n]*\)\s*)?[はを]\s*、?[^。\n]{0,30}?廃止"),
    re.compile(r"\b(?:supersedes|replaces|repeals)\s+(?:the\s+)?[\"'](?P<title>[^\"'\n]{2,80})[\"']"),
)
_EXCERPT = re.compile(r"抜粋|抄録|\(抄\)|\b(?:excerpts?|extract)\b")
_HISTORY = re.compile(  # a heading, or a line of its own
    r"^[\s\d.(【\[]*(?:(?:制定[・\s]*)?改[定訂正版][\s・]*(?:履歴|記録|経緯|の記録)|版数?履歴|沿革"
    r"|(?:revision|version|change|document|amendment)\s+(?:history|log|control|record)"
    r"|history\s+of\s+changes)[\s)】\]:]*$",
    re.MULTILINE,
)


class Written(BaseModel):
    """What a text says of itself, and in which words it was found.

    Attributes:
        notes: One for each thing, to be checked by a person; each begins with the name of what was found.
        repealed_titles: Titles of other documents that this one says it ends.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    particulars: Particulars
    notes: tuple[str, ...] = ()
    repealed_titles: tuple[str, ...] = ()


def read_written(title: str | None, sections: tuple[DraftSection, ...]) -> Written:
    """Read version, dates and what is repealed from title, cover, supplement and history.

    Returns:
        What was found. Where several starting dates are written, the latest is this version's: the others
        are the history of its amendments. Where none is, the latest day of a revision is taken.
    """
    cover = fold_string("\n".join([title or "", *(s.text for s in sections if s.is_cover)]))
    supplement = fold_string("\n".join(s.text for s in sections if s.is_supplement))
    history = fold_string("\n".join(_histories(sections)))
    both = f"{cover}\n{supplement}"
    repealed = _highest(_REPEALS, both)
    version = _highest(_VERSIONS, fold_string(title or "")) or _version(cover, repealed)
    version = version or _version(history, None)
    if version is None and repealed is not None and repealed.isdigit():
        version = str(int(repealed) + 1)
    starts, ends = _all_dates(_STARTS, both), _all_dates(_ENDS, both)
    revised = () if starts else _all_dates(_REVISIONS, f"{both}\n{history}") or _dates(history)
    found = Particulars(
        version=version,
        effective_from=max(starts or revised, default=None),
        effective_to=max(ends, default=None),
        supersedes=repealed,
        is_excerpt=True if _EXCERPT.search(fold_string(title or "")) else None,
    )
    return Written(
        particulars=found,
        notes=tuple(_notes(found, is_weak=bool(revised))),
        repealed_titles=tuple(_repealed_titles(both)),
    )


def _histories(sections: tuple[DraftSection, ...]) -> Iterator[str]:
    for section in sections:
        folded = fold_string(section.text)
        if _HISTORY.search(fold_string(section.heading or section.locator)):
            yield folded
        elif at := _HISTORY.search(folded):
            yield folded[at.start() :]


def _version(text: str, repealed: str | None) -> str | None:
    """The highest number is this version's: the others are those before it."""
    found = _highest(_VERSIONS, text)
    return None if found == repealed else found


def _notes(found: Particulars, *, is_weak: bool) -> Iterator[str]:
    for name, value in found:
        if value is not None:
            whence = "the day of the last revision" if is_weak and name == "effective_from" else "the text"
            yield f"{name} {value} was read from {whence}"


def _repealed_titles(folded: str) -> Iterator[str]:
    for pattern in _REPEALED_TITLES:
        yield from (match["title"] for match in pattern.finditer(folded))


def _highest(patterns: Iterable[re.Pattern[str]], folded: str) -> str | None:
    for pattern in patterns:
        numbers = [_in_digits(match["number"]) for match in pattern.finditer(folded)]
        if numbers:
            return max(numbers, key=lambda number: tuple(map(int, number.split("."))))
    return None


def _in_digits(number: str) -> str:
    return number if number[0].isdigit() else str(read_small_number(number))


def _all_dates(patterns: Iterable[re.Pattern[str]], folded: str) -> list[date]:
    return [day for pattern in patterns for day in _readable(m["date"] for m in pattern.finditer(folded))]


def _dates(folded: str) -> list[date]:
    return list(_readable(re.findall(DATE_PATTERN, folded)))


def _readable(written: Iterable[str]) -> Iterator[date]:
    for one in written:
        try:
            yield read_date(one)
        except UnreadableDateError:
            continue  # 2025年2月30日: not a day; a person sees that no date was read
