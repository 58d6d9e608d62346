"""Tell the right person that a digest cannot be posted: once for each day and reason, in a direct message."""

from dataclasses import dataclass

import structlog
from slack_sdk import WebClient

from bot.digest.digest import Digest
from bot.digest.newsroom import Newsroom
from bot.surfaces.slack.acting import acting_for
from bot.surfaces.slack.blocks import render_words
from bot.surfaces.slack.digest_publisher import place_of
from bot.surfaces.slack.digest_template import person_of
from bot.surfaces.slack.digest_words import tell
from bot.surfaces.slack.ports import Notes
from bot.surfaces.slack.posting import tell_person

log = structlog.get_logger(__name__)

_REMEDIES = {
    "not_in_channel": "remedy_join",
    "channel_not_found": "remedy_join",
    "is_archived": "remedy_archived",
}
_PASSING = frozenset({"ratelimited", "unreachable"})
_OF_OPERATORS = frozenset(
    {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"}
)


@dataclass(frozen=True)
class TroubleTeller:
    """Tells of refusals that a person must mend; what passes by itself is not told.

    Attributes:
        client: Tries each call once.
        room: Knows whom a channel's digest concerns.
        notes: Remembers what was told.
    """

    client: WebClient
    room: Newsroom
    notes: Notes

    def tell(self, digest: Digest, reason: str) -> None:
        """Tell who began the subscription, else its owners; operators read the log."""
        if reason in _PASSING:
            return
        log.error("digest_refused", channel=digest.channel, reason=reason)
        team, channel = place_of(digest.channel)
        name, told = f"slack-digest-told:{team}:{channel}", f"{digest.day} {reason}"
        if reason in _OF_OPERATORS or self.notes.note(name) == told:
            return
        held = self.room.subscription(digest.channel)
        people = [] if held is None else [held.contact, *sorted(held.owners)]
        for person in [one for one in map(person_of, people) if one][:1]:
            remedy = tell(_REMEDIES.get(reason, "remedy_other"), digest.language)
            words = tell(
                "trouble", digest.language, day=digest.day, channel=channel, reason=reason, remedy=remedy
            )
            if self._send(team, person, words, digest):
                self.notes.keep_note(name, told)

    def _send(self, team: str, person: str, words: str, digest: Digest) -> bool:
        [post] = render_words(words, language=digest.language)
        with acting_for(team):
            return tell_person(self.client, person, post, job_id="digest")
