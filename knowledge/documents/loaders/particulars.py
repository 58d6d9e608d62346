"""Read what a file says of itself: keys of front matter or of a row, and, failing those, its text.

Only the title, the cover and the supplementary provisions are read for dates and versions; a clause in the
middle may well name another rule's.
"""

import re
from collections.abc import Mapping
from datetime import date

from knowledge.documents.dates import DATE_PATTERN, UnreadableDateError, read_date
from knowledge.documents.document import SourceClass
from knowledge.documents.folding import fold_string
from knowledge.documents.intake import IntakeError
from knowledge.documents.loaders.draft import DraftSection, Particulars

PARTICULAR_KEYS = frozenset(
    {
        "document", "title", "version", "class", "kind", "effective_from", "effective_to",
        "supersedes", "amends", "audience", "excerpt",
    }
)  # fmt: skip
_DATE_KEYS = ("effective_from", "effective_to")
_TRUE, _FALSE = {"true", "yes", "1", "はい"}, {"false", "no", "0", "いいえ", ""}
_MAX_VALUE_CHARS = 500

# All against folded text.
_NUMBER = r"(?P<number>[0-9]+(?:\.[0-9]+)*|[一二三四五六七八九十]+)"
_VERSIONS = (
    re.compile(rf"第\s*{_NUMBER}\s*版"),
    re.compile(rf"(?:版数?|バージョン)\s*[:は]?\s*(?:第|v|ver\.?)?\s*{_NUMBER}"),
    re.compile(rf"\b(?:version|ver\.?|rev(?:ision)?\.?|edition)\s*[:#]?\s*{_NUMBER}"),
    re.compile(rf"\bv{_NUMBER}\b"),
)
_STARTS = (
    re.compile(rf"(?P<date>{DATE_PATTERN})\s*(?:\([^()]*\)\s*)?(?:から|より|に|付(?:け)?で?)?\s*(?:改[正定]\s*)?(?:、\s*)?(?:これを\s*)?(?:施行|実施|適用|発効)"),
    re.compile(rf"(?:施行|適用開始|発効|実施)(?:年月)?日?\s*[:は|]?\s*(?P<date>{DATE_PATTERN})"),
    re.compile(
        r"(?:effective(?:\s+(?:date|from|as of|on|since))?"
        r"|(?:in|into)\s+(?:force|effect)(?:\s+(?:from|on|as of|since))?"
        rf"|takes?\s+effect(?:\s+(?:from|on))?|valid\s+from|applies\s+from)\s*[:|]?\s*(?P<date>{DATE_PATTERN})"
    ),
)  # fmt: skip
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
_EXCERPT = re.compile(r"抜粋|抄録|\(抄\)|\b(?:excerpts?|extract)\b")
_KANJI_DIGITS = "〇一二三四五六七八九十"


class BadValueError(IntakeError):
    """A key has a value that cannot be used."""

    code = "bad_value"


def read_particulars(keys: Mapping[str, object], *, where: str) -> tuple[Particulars, tuple[str, ...]]:
    """Read the known keys of front matter or of a row; the others are the caller's or are named once.

    Args:
        keys: As parsed from YAML or JSON; null and missing are the same.
        where: For warnings: "front matter".

    Raises:
        BadValueError: If a value has the wrong type, is no date or no class, or the dates are reversed.
    """
    values = {key: _as_text(key, keys[key]) for key in PARTICULAR_KEYS & keys.keys() if keys[key] is not None}
    warnings: tuple[str, ...] = ()
    if unknown := sorted(keys.keys() - PARTICULAR_KEYS):
        warnings = (f"{where}: unknown keys were left out: {', '.join(unknown)[:200]}",)
    dates = {key: _as_date(key, values[key]) for key in _DATE_KEYS if values.get(key)}
    if len(dates) == 2 and dates["effective_to"] < dates["effective_from"]:
        raise BadValueError("effective_to lies before effective_from", remedy="swap or correct the two dates")
    texts = {
        k: values[k]
        for k in ("document", "title", "version", "supersedes", "amends", "audience")
        if values.get(k)
    }
    found = Particulars(
        **texts, **dates, source_class=_read_class(values), is_excerpt=_read_flag(values.get("excerpt"))
    )  # fmt: skip
    return found, warnings


def read_particulars_from_text(
    title: str | None, sections: tuple[DraftSection, ...]
) -> tuple[Particulars, tuple[str, ...]]:
    """Read version, dates and repealed version from title, cover and supplementary provisions.

    Returns:
        What was found, and one note for each thing, to be checked by a person. Where several starting
        dates are written, the latest is this version's: the others are the history of its amendments.
    """
    cover = fold_string("\n".join([title or "", *(s.text for s in sections if s.is_cover)]))
    supplement = fold_string("\n".join(s.text for s in sections if s.is_supplement))
    both = f"{cover}\n{supplement}"
    version = _first_number(_VERSIONS, fold_string(title or "")) or _first_number(_VERSIONS, cover)
    repealed = _first_number(_REPEALS, both)
    if version is None and repealed is not None and repealed.isdigit():
        version = str(int(repealed) + 1)
    starts, ends = _all_dates(_STARTS, both), _all_dates(_ENDS, both)
    found = Particulars(
        version=version,
        effective_from=max(starts, default=None),
        effective_to=max(ends, default=None),
        supersedes=repealed,
        is_excerpt=True if _EXCERPT.search(fold_string(title or "")) else None,
    )
    notes = tuple(f"{name} {value} was read from the text" for name, value in found if value is not None)
    return found, notes


def _as_text(key: str, value: object) -> str:
    if isinstance(value, bool | int | float | str):
        text = str(value).strip()
        if len(text) <= _MAX_VALUE_CHARS:
            return text
    raise BadValueError(
        f"{key} is not a short text", remedy=f"write {key} as one value of at most 500 characters"
    )


def _as_date(key: str, value: str) -> date:
    try:
        return read_date(value)
    except UnreadableDateError as error:
        raise BadValueError(
            f"{key} is not a date: {value[:40]!r}", remedy="write it as YYYY-MM-DD"
        ) from error


def _read_class(values: Mapping[str, str]) -> SourceClass | None:
    known = {member.value: member for member in SourceClass}
    if written := values.get("class"):
        if written.lower() not in known:
            raise BadValueError(
                f"class {written[:40]!r} is unknown", remedy=f"write one of {', '.join(known)}"
            )
        return known[written.lower()]
    return known.get(values.get("kind", "").lower())


def _read_flag(written: str | None) -> bool | None:
    if written is None:
        return None
    if written.lower() in _TRUE | _FALSE:
        return written.lower() in _TRUE
    raise BadValueError(f"excerpt is neither true nor false: {written[:40]!r}", remedy="write true or false")


def _first_number(patterns: tuple[re.Pattern[str], ...], folded: str) -> str | None:
    for pattern in patterns:
        if match := pattern.search(folded):
            number = match["number"]
            return number if number[0].isdigit() else str(_small_kanji(number))
    return None


def _small_kanji(number: str) -> int:
    tens, _, ones = number.rpartition("十")
    if "十" not in number:
        return int("".join(str(_KANJI_DIGITS.index(character)) for character in number))
    return (_KANJI_DIGITS.index(tens) if tens else 1) * 10 + (_KANJI_DIGITS.index(ones) if ones else 0)


def _all_dates(patterns: tuple[re.Pattern[str], ...], folded: str) -> list[date]:
    found = []
    for match in (match for pattern in patterns for match in pattern.finditer(folded)):
        try:
            found.append(read_date(match["date"]))
        except UnreadableDateError:
            continue  # 2025年2月30日: not a day; a person sees that no date was read
    return found
