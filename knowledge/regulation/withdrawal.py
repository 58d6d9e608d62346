"""Tell when a publisher has taken an item back: its address is gone twice, a day apart. Pure.

That an item leaves a feed says nothing: feeds show the newest few.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

_APART = timedelta(hours=24)
GONE = frozenset({404, 410})


class Absence(NamedTuple):
    """What is known of an address after a look at it."""

    gone_since: datetime | None
    is_withdrawn: bool


def after_look(gone_since: datetime | None, status: int | None, now: datetime) -> Absence:
    """Judge one more look at an item's address.

    Args:
        gone_since: The first look at which it was gone; None while it was there.
        status: What the address answered; None where nothing was learnt, such as after a timeout.
        now: When it was looked at.
    """
    if status is None:
        return Absence(gone_since, is_withdrawn=False)
    if status not in GONE:
        return Absence(None, is_withdrawn=False)
    if gone_since is None:
        return Absence(now, is_withdrawn=False)
    return Absence(gone_since, is_withdrawn=now - gone_since >= _APART)
