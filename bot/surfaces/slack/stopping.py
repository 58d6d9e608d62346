"""Stop answering when the asker presses Stop: the work that waits or runs in that thread ends in words."""

from collections.abc import Iterable, Mapping
from http.client import HTTPException
from threading import Lock
from typing import Any

import structlog
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.surfaces.slack.ports import House

log = structlog.get_logger(__name__)

Body = dict[str, Any]


class Stops:
    """Jobs that shall stop, in this process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._jobs: set[str] = set()

    def request(self, jobs: Iterable[str]) -> None:
        """Ask jobs to stop."""
        with self._lock:
            self._jobs.update(jobs)

    def is_requested(self, job: str) -> bool:
        """Tell whether a job shall stop."""
        with self._lock:
            return job in self._jobs

    def forget(self, job: str) -> None:
        """A job has ended."""
        with self._lock:
            self._jobs.discard(job)


def register_stopping(app: App, house: House, stops: Stops, client: WebClient) -> None:
    """Register the Stop button of agent sessions on a Bolt app.

    Args:
        app: Of Bolt.
        house: What is behind the surface.
        stops: Where those who answer look.
        client: Sets the session's status back, which Slack leaves to us.
    """

    @app.event("agent_session_stopped")
    def on_stop(body: Body) -> None:
        event = body["event"]
        try:
            stops.request(_jobs_in_thread(house, str(body.get("team_id") or ""), event))
        finally:
            set_session(client, str(event["channel"]), str(event.get("thread_ts") or ""), "active")


def set_session(client: WebClient, channel: str, thread_ts: str, status: str) -> None:
    """Set the status of an agent session; that Slack refuses costs no answer."""
    try:
        client.agents_sessions_setStatus(channel_id=channel, thread_ts=thread_ts, status=status)
    except (SlackApiError, OSError, HTTPException) as error:
        log.debug("session_not_set", error=type(error).__name__)


def _jobs_in_thread(house: House, team: str, event: Mapping[str, Any]) -> list[str]:
    place = (team, event.get("channel"), event.get("thread_ts"))
    return [
        kept.job_id
        for kept in house.inbox.waiting()
        if (kept.message.team, kept.message.channel, kept.message.thread_ts) == place
    ]
