"""Read what a file says of itself in keys: of front matter, or of a row.

What its text says is `written`'s business.
"""

from collections.abc import Mapping
from datetime import date

from knowledge.documents.dates import UnreadableDateError, read_date
from knowledge.documents.document import SourceClass
from knowledge.documents.intake import IntakeError
from knowledge.documents.loaders.draft import Particulars

PARTICULAR_KEYS = frozenset(
    {
        "document", "title", "version", "class", "kind", "effective_from", "effective_to",
        "supersedes", "amends", "audience", "excerpt",
    }
)  # fmt: skip
_DATE_KEYS = ("effective_from", "effective_to")
_TRUE, _FALSE = {"true", "yes", "1", "はい"}, {"false", "no", "0", "いいえ", ""}
_MAX_VALUE_CHARS = 500


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
