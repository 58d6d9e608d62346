"""Who waits and who is told, on a clock of its own."""

from datetime import UTC, datetime
from typing import Any, cast

from bot.inbox import IncomingMessage
from bot.surfaces.slack.ports import House
from bot.surfaces.slack.queueing import WaitingTime
from bot.surfaces.slack.sending import Sender
from bot.surfaces.slack.waiting import WaitingRoom


class Outbox:
    """Keeps what would be sent."""

    def __init__(self) -> None:
        self.sent: list[str] = []

    def send(self, message: IncomingMessage, _payload: dict[str, Any]) -> None:
        self.sent.append(message.ts)


class Room:
    """A room whose time is set by hand."""

    def __init__(self) -> None:
        self.now = 0.0
        self.outbox = Outbox()
        self.room = WaitingRoom(
            cast("House", None),
            cast("Sender", self.outbox),
            WaitingTime(4),
            clock=lambda: self.now,
            note_after_s=13.0,
        )

    def told(self) -> list[str]:
        self.room.look()
        self.room._notes.shutdown(wait=True)
        return self.outbox.sent


def a_message(ts: str) -> IncomingMessage:
    return IncomingMessage(
        event_id=ts,
        team="T1",
        channel="C1",
        ts=ts,
        thread_ts=ts,
        user="U1",
        text="PoCはいくらまで？",
        received_at=datetime(2026, 9, 15, tzinfo=UTC),
    )


def test_only_who_has_waited_long_enough_is_told() -> None:
    room = Room()
    for ts, at in (("1.1", 0.0), ("1.2", 10.0)):
        room.now = at
        room.room.settle(room.room.arrive(a_message(ts)), f"job-{ts}", a_message(ts))
    room.now = 14.0

    assert sorted(set(room.told())) == ["1.1"]


def test_who_was_answered_before_the_store_had_said_so_is_not_told() -> None:
    room = Room()
    ticket = room.room.arrive(a_message("1.1"))
    room.room.leave("job")
    room.room.settle(ticket, "job", a_message("1.1"))
    room.now = 60.0

    assert room.told() == []


def test_time_spent_before_the_store_took_a_question_counts() -> None:
    room = Room()
    ticket = room.room.arrive(a_message("1.1"))
    room.now = 12.0
    room.room.settle(ticket, "job", a_message("1.1"))
    room.now = 14.0

    assert set(room.told()) == {"1.1"}
