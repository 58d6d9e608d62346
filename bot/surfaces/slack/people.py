"""What we need to know of people: the language they read Slack in, and whether they administer it."""

from collections import OrderedDict
from threading import Lock
from typing import Any

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.surfaces.slack.words import language_of_locale
from knowledge.documents.document import Language

log = structlog.get_logger(__name__)

_MOST_KEPT = 10_000


class People:
    """Asks Slack about users, and keeps their languages until the next start."""

    def __init__(self, client: WebClient) -> None:
        self._client = client
        self._lock = Lock()
        self._languages: OrderedDict[str, Language] = OrderedDict()

    def language(self, user: str) -> Language:
        """Give the language of a user's locale; Japanese when Slack does not say."""
        with self._lock:
            if user in self._languages:
                return self._languages[user]
        told = self._ask(user)
        language = language_of_locale(str(told.get("locale") or ""))
        if told:
            with self._lock:
                self._languages[user] = language
                while len(self._languages) > _MOST_KEPT:
                    self._languages.popitem(last=False)
        return language

    def is_administrator(self, user: str) -> bool:
        """Tell whether a user administers the workspace; False when Slack does not say."""
        told = self._ask(user)
        return bool(told.get("is_admin") or told.get("is_owner"))

    def _ask(self, user: str) -> dict[str, Any]:
        try:
            answer = self._client.users_info(user=user, include_locale=True)
        except (SlackApiError, OSError) as error:
            log.warning("user_not_known", error=type(error).__name__)
            return {}
        return dict(answer.get("user") or {})
