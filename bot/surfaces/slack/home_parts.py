"""Build the parts of the home tab that differ from person to person; `bot.surfaces.slack.home` fills them."""

from collections.abc import Sequence
from typing import NamedTuple

from bot.inbox import OpenQuestion
from bot.surfaces.slack.blocks import Json, rich_text, section
from bot.surfaces.slack.buttons import button
from bot.surfaces.slack.channel_rules import ChannelRules
from bot.surfaces.slack.escaping import inert_line
from bot.surfaces.slack.home_words import home_words
from bot.surfaces.slack.layout import Run
from bot.surfaces.slack.reading import question_text
from bot.surfaces.slack.words import words_for
from knowledge.documents.document import Language

OPEN_ADD = "open_add"
OPEN_DOCUMENTS = "open_documents"
OPEN_RULES = "open_channel_rules"  # followed by _ and a number
MOST_CHANNELS = 10
MOST_QUESTIONS = 10
_SHOWN_QUESTION = 200  # characters


class ChosenRules(NamedTuple):
    """A channel with what it has chosen."""

    channel: str
    name: str
    rules: ChannelRules


def document_buttons(language: Language, *, may_add: bool) -> list[Json]:
    """Offer to look through one's own documents, and to add some to who may."""
    words = home_words(language)
    offered = [button(OPEN_ADD, words.add_documents)] if may_add else []
    return [{"type": "actions", "elements": [*offered, button(OPEN_DOCUMENTS, words.manage_documents)]}]


def settings_blocks(chosen: Sequence[ChosenRules], language: Language) -> list[Json]:
    """List what channels have chosen, each with a button to change it."""
    words = home_words(language)
    blocks: list[Json] = [{"type": "divider"}, _heading(words.settings)]
    if not chosen:
        return [*blocks, _line(words.no_settings)]
    for number, one in enumerate(chosen):
        change = button(f"{OPEN_RULES}_{number}", words.change, one.channel)
        blocks += [_line(_rules_line(one, language)), {"type": "actions", "elements": [change]}]
    return blocks


def question_blocks(questions: Sequence[OpenQuestion], language: Language) -> list[Json]:
    """List a person's questions without an answer."""
    words = home_words(language)
    lines = [_question_line(one, language) for one in questions if question_text(one.message)]
    entries = [section(Run(text=one)) for one in lines]
    listed: Json = {"type": "rich_text_list", "style": "bullet", "indent": 0, "elements": entries}
    shown = rich_text(listed) if entries else _line(words.no_questions)
    return [{"type": "divider"}, _heading(words.questions), shown]


def _rules_line(chosen: ChosenRules, language: Language) -> str:
    words, rules = words_for(language), chosen.rules
    parts = (
        f"#{chosen.name}",
        words.answer_on[rules.answer_on],
        words.visibility[rules.visibility],
        words.languages[rules.language],
        words.documents_of[rules.documents],
        words.shared[rules.shared] if rules.shared != "refuse" else "",
        words.changed_by[rules.changed_by],
    )
    return inert_line(" | ".join(one for one in parts if one))


def _question_line(question: OpenQuestion, language: Language) -> str:
    words, text = home_words(language), inert_line(question_text(question.message))
    shown = text if len(text) <= _SHOWN_QUESTION else f"{text[:_SHOWN_QUESTION]}…"
    day = question.message.received_at.date()
    return words.asked_on.format(day=day, text=shown, why=words.why[question.why])


def _heading(text: str) -> Json:
    return rich_text(section(Run(text=text, is_bold=True)))


def _line(text: str) -> Json:
    return rich_text(section(Run(text=text)))
