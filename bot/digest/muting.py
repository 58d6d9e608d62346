"""Mute and unmute items, clusters, sources and topics for one channel; pure."""

from typing import Literal

from bot.digest.subscription import Subscription

MuteKind = Literal["item", "cluster", "source", "topic"]
MUTE_KINDS: tuple[MuteKind, ...] = ("item", "cluster", "source", "topic")


class NotAllowedError(Exception):
    """A person may not change a channel's settings; `owners` may."""

    def __init__(self, user: str, owners: frozenset[str]) -> None:
        super().__init__(f"{user} may not change these settings")
        self.user = user
        self.owners = owners


def mute(subscription: Subscription, kind: MuteKind, name: str) -> Subscription:
    """Keep an item, a cluster, a source or a topic out of the channel; nothing else changes.

    Raises:
        pydantic.ValidationError: If there is no such topic.
    """
    return _with(subscription, kind, _held(subscription, kind) | {name})


def unmute(subscription: Subscription, kind: MuteKind, name: str) -> Subscription:
    """Let in again what was muted."""
    return _with(subscription, kind, _held(subscription, kind) - {name})


def check_may_change(subscription: Subscription, user: str) -> None:
    """Refuse a change by somebody who may not make it.

    Raises:
        NotAllowedError: If the channel names owners and the user is none of them.
    """
    if not subscription.may_change(user):
        raise NotAllowedError(user, subscription.owners)


def _held(subscription: Subscription, kind: MuteKind) -> frozenset[str]:
    held: frozenset[str] = getattr(subscription, f"muted_{kind}s")
    return held


def _with(subscription: Subscription, kind: MuteKind, names: frozenset[str]) -> Subscription:
    return Subscription.model_validate({**subscription.model_dump(), f"muted_{kind}s": names})
