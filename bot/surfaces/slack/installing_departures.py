"""Workspaces that leave: whatever is kept of one is erased, whichever of Slack's two events comes first.

That a workspace is leaving is noted before anything is erased, so that a process that was ended in between
goes on at its next start. An event of before the latest installation comes too late and changes nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Timer
from typing import Any

import structlog
from slack_bolt import App

from bot.surfaces.slack.audiences import is_of_team
from bot.surfaces.slack.installing_ports import Installations
from bot.surfaces.slack.ports import House

log = structlog.get_logger(__name__)

_LEAVING = "slack-leaving:"
_AGAIN_AFTER_S = 30.0  # twice what an answer may take
Body = dict[str, Any]


@dataclass(frozen=True)
class Departures:
    """Erases workspaces.

    Attributes:
        house: Keeps everything.
        installations: Tells when a workspace was installed; None where there is but one, by its token.
        forget: Is told of a workspace that has gone.
    """

    house: House
    installations: Installations | None
    forget: Callable[[str], None]

    def depart(self, team: str, *, at: float) -> bool:
        """Erase a workspace that left; False when it was installed again since.

        Args:
            team: Slack's id of it.
            at: When it left, as Slack counts.
        """
        if self._is_back(team, at):
            log.info("departure_too_late")
            return False
        self.house.notes.keep_note(f"{_LEAVING}{team}:", "")
        self._erase(team)
        again = Timer(_AGAIN_AFTER_S, self._erase_what_came_late, (team, at))
        again.daemon = True
        again.start()
        return True

    def finish(self) -> None:
        """Go on with what was begun before the process ended."""
        for name in self.house.notes.notes(_LEAVING):
            self._erase(name.removeprefix(_LEAVING).rstrip(":"))

    def _erase_what_came_late(self, team: str, at: float) -> None:
        """Erase what an answer that was on its way when the workspace left has kept of its thread."""
        try:
            if not self._is_back(team, at):
                self.house.eraser.erase_team(team)
        except Exception:  # in a thread of its own, where nobody else would hear of it
            log.exception("team_not_erased_again")

    def _is_back(self, team: str, at: float) -> bool:
        installed_at = self.installations.installed_at(team) if self.installations else None
        return installed_at is not None and at < int(installed_at.timestamp())

    def _erase(self, team: str) -> None:
        self.forget(team)
        shelving = self.house.shelving
        audiences = frozenset(one for one in shelving.audiences() if is_of_team(one, team))
        documents = shelving.documents(audiences)
        for one in documents:
            shelving.remove(f"{one.id}@{one.version}")
        rows = self.house.eraser.erase_team(team)  # the note of leaving goes with it, so it is last
        self.forget(team)
        log.info("team_erased", documents=len(documents), rows=rows)


def register_departures(app: App, departures: Departures) -> None:
    """Register the listeners on a Bolt app."""

    @app.event("app_uninstalled")
    def on_uninstalled(body: Body) -> None:
        _depart(departures, body)

    @app.event("tokens_revoked")
    def on_revoked(event: Body, body: Body) -> None:
        if (event.get("tokens") or {}).get("bot"):  # of people we hold none
            _depart(departures, body)


def _depart(departures: Departures, body: Body) -> None:
    try:
        departures.depart(str(body.get("team_id") or ""), at=float(body.get("event_time") or 0))
    except Exception:  # it is noted, and done at the next start
        log.exception("team_not_erased")
