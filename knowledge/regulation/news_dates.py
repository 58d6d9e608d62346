"""Read the moment a publisher gives, and never guess: year and day are written or there is no date.

和暦 (令和, 平成, R8.11.24, 元年), full-width digits, RFC 822 with Asian and American zone names, ISO with or
without a zone. A time without a zone is in the source's.
"""

import re
from datetime import date, datetime, timedelta, timezone, tzinfo
from typing import NamedTuple

from knowledge.documents.folding import fold_string
from knowledge.regulation.news_item import Precision


class Moment(NamedTuple):
    """A moment with a zone, and how precisely it was written."""

    at: datetime
    precision: Precision


_ERAS = {"令和": 2018, "r": 2018, "平成": 1988, "h": 1988, "昭和": 1925, "s": 1925}
_HOURS = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "bst": 1, "cet": 1, "cest": 2, "eet": 2, "eest": 3,
    "jst": 9, "kst": 9, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8,
    "pdt": -7,
}  # fmt: skip
_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10,
    "nov": 11, "dec": 12,
}  # fmt: skip
_TIME = (
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?:?"
    r"\s*(?P<zone>z(?![a-z])|[+-]\d{2}:?\d{2}|[a-z]{2,4}(?![a-z]))?"
)
_ISO = re.compile(
    rf"(?<!\d)(?P<year>\d{{4}})\s?[-/.]\s?(?P<month>\d{{1,2}})\s?[-/.]\s?(?P<day>\d{{1,2}})(?!\d)"
    rf"(?:(?:t|\s)\s?{_TIME})?"
)
_JAPANESE = re.compile(
    r"(?:(?P<era>令和|平成|昭和)\s?(?P<era_year>\d{1,2}|元)|(?<!\d)(?P<year>\d{4}))\s?年\s?(?P<month>\d{1,2})\s?月"
    r"\s?(?P<day>\d{1,2})\s?日(?:\s?\([月火水木金土日]\))?"
    r"(?:\s?(?P<hour>\d{1,2})(?::|時)(?P<minute>\d{2})?(?:分)?)?"
)
_SHORT_ERA = re.compile(
    r"(?<![a-z\d])(?P<era>[rhs])(?P<era_year>\d{1,2}|元)[./-](?P<month>\d{1,2})[./-](?P<day>\d{1,2})(?!\d)"
)
_ENGLISH = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s-](?P<month>[a-z]{{3}})[a-z]*\.?,?[\s-](?P<year>\d{{4}})(?!\d)"
    rf"(?:,?\s+{_TIME})?"
)
_AMERICAN = re.compile(
    r"(?<![a-z])(?P<month>[a-z]{3})[a-z]*\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})(?!\d)"
)


def read_moment(written: str, zone: tzinfo) -> Moment | None:
    """Read the first date in a text.

    Args:
        written: Any text; more than the date may stand in it.
        zone: Of the source, for a time that names none and for days.

    Returns:
        None when there is no date that can be read in one way only.
    """
    folded = fold_string(written)
    found = [
        (match.start(), order, match)
        for order, pattern in enumerate((_ISO, _JAPANESE, _SHORT_ERA, _ENGLISH, _AMERICAN))
        if (match := pattern.search(folded))
    ]
    for _, _, match in sorted(found, key=lambda one: one[:2]):
        if moment := _moment(match, zone):
            return moment
    return None


def read_day(written: str) -> date | None:
    """Read the first date in a text, without its time."""
    moment = read_moment(written, timezone.utc)  # noqa: UP017 - one name for all zones here
    return moment.at.date() if moment else None


def _moment(match: re.Match[str], zone: tzinfo) -> Moment | None:
    groups = match.groupdict()
    try:
        day = date(_year(groups), _month(groups["month"] or ""), int(groups["day"] or ""))
        if groups.get("hour") is None:
            return Moment(datetime(day.year, day.month, day.day, tzinfo=zone), "day")
        hour, minute, second = (int(groups.get(name) or 0) for name in ("hour", "minute", "second"))
        stated = _zone(groups.get("zone"), zone)
        return Moment(datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=stated), "time")
    except (ValueError, KeyError, OverflowError):
        return None


def _year(groups: dict[str, str | None]) -> int:
    if era := groups.get("era"):
        written = groups["era_year"] or ""
        return _ERAS[era] + (1 if written == "元" else int(written))
    return int(groups["year"] or "")


def _month(written: str) -> int:
    return int(written) if written.isdigit() else _MONTHS[written[:3]]


def _zone(written: str | None, zone: tzinfo) -> tzinfo:
    if not written:
        return zone
    if written[0] in "+-":
        sign = -1 if written[0] == "-" else 1
        return timezone(sign * timedelta(hours=int(written[1:3]), minutes=int(written[-2:])))
    return timezone(timedelta(hours=_HOURS[written]))
