"""What the Slack surface itself says to people, by language; answers are the advisor's."""

from bot.surfaces.slack.wording import Words
from bot.surfaces.slack.words_en import ENGLISH
from bot.surfaces.slack.words_ja import JAPANESE
from knowledge.documents.document import Language

_WORDS: dict[Language, Words] = {"ja": JAPANESE, "en": ENGLISH}


def words_for(language: Language) -> Words:
    """Give the surface's sentences in a language."""
    return _WORDS[language]


def language_of_locale(locale: str | None) -> Language:
    """Choose the language for a Slack locale such as `ja-JP`; Japanese when it is not known."""
    return "ja" if not locale or locale.lower().startswith("ja") else "en"
