"""The buttons under an answer, and what each carries; none of them leads outside.

What a click does is `bot.surfaces.slack.clicks`'.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Iterator, Sequence

from bot.advisor.advice import Citation
from bot.surfaces.slack.blocks import Json, Post, rich_text, section
from bot.surfaces.slack.checking import text_units
from bot.surfaces.slack.escaping import inert_line
from bot.surfaces.slack.layout import Run
from bot.surfaces.slack.ports import SourceRef
from bot.surfaces.slack.splitting import MAX_MESSAGE_BLOCKS, MAX_MESSAGE_UNITS
from bot.surfaces.slack.words import words_for
from knowledge.documents.document import Language

OPEN_SOURCE = "open_source"  # followed by _ and the citation's number
ASK_MORE = "ask_more"
ASK_PHRASES = "ask_phrases"
SAY_BACK = "say_back"
SHARE = "share"
ANSWER_ANEW = "answer_anew"
FEEDBACK = "feedback"
GOOD, BAD = "good", "bad"

MAX_VALUE_CHARS = 2_000
_MAX_LABEL_CHARS = 75
_MAX_SOURCE_CHARS = 30  # dozens of them must fit beside a long text
_PER_ROW = 20
_MOST_SOURCES = 60


def with_buttons(
    posts: Iterable[Post], citations: Sequence[Citation], *, language: Language, actions: Sequence[Json] = ()
) -> tuple[Post, ...]:
    """Put the buttons of an answer under its last message: its sources, the actions, and feedback.

    Args:
        posts: The answer's messages.
        citations: The answer's.
        language: Likewise.
        actions: What else can be done; see `public_actions` and `share_action`.
    """
    *first, last = posts
    rows = [*_source_rows(citations)]
    if actions:
        rows.append({"type": "actions", "elements": list(actions)})
    rows.append(_feedback_row(language))
    together = last.model_copy(update={"blocks": (*last.blocks, *rows)})
    if text_units(together) <= MAX_MESSAGE_UNITS and len(together.blocks) <= MAX_MESSAGE_BLOCKS:
        return (*first, together)
    heading = words_for(language).source_title
    alone = Post(text=heading, blocks=(rich_text(section(Run(text=heading, is_bold=True))), *rows))
    return (*first, last, alone)


def public_actions(language: Language) -> tuple[Json, ...]:
    """Offer to go on, under an answer that everybody sees."""
    words = words_for(language)
    return (
        button(ASK_MORE, words.ask_more),
        button(ASK_PHRASES, words.ask_phrases),
        button(SAY_BACK, words.say_back),
    )


def share_action(question: str, language: Language) -> tuple[Json, ...]:
    """Offer to ask again for everybody, under an answer that only its asker sees."""
    if not question or len(question) > MAX_VALUE_CHARS:
        return ()
    return (button(SHARE, words_for(language).share, question),)


def answer_anew_row(ts: str, language: Language) -> Json:
    """Offer to answer an edited question anew; `ts` is the question's."""
    return {"type": "actions", "elements": [button(ANSWER_ANEW, words_for(language).answer_anew, ts)]}


def button(action: str, label: str, value: str = "") -> Json:
    """Make one button; its label is made inert and fitted."""
    said = inert_line(label)
    shown = said if len(said) <= _MAX_LABEL_CHARS else f"{said[: _MAX_LABEL_CHARS - 1]}…"
    element: Json = {"type": "button", "action_id": action, "text": plain_text(shown or "…")}
    return element | ({"value": value} if value else {})


def plain_text(text: str) -> Json:
    """Make a text without markup and emoji names."""
    return {"type": "plain_text", "text": text, "emoji": False}


def read_source(value: str) -> SourceRef:
    """Read what a source's button carries.

    Raises:
        ValueError: If it is not what we put there.
    """
    return SourceRef.model_validate_json(urlsafe_b64decode(value))


def _source_value(citation: Citation) -> str:
    """Write a citation so that it comes back as it went: Slack would escape some characters of a text."""
    return urlsafe_b64encode(source_ref(citation).model_dump_json().encode()).decode()


def source_ref(citation: Citation) -> SourceRef:
    """Name the passage that a citation cites."""
    return SourceRef(
        document=citation.document,
        version=citation.version,
        section=citation.id,
        language=citation.language,
        start=citation.start,
        end=citation.end,
    )


def _source_rows(citations: Sequence[Citation]) -> Iterator[Json]:
    buttons = []
    for citation in citations[:_MOST_SOURCES]:
        value = _source_value(citation)
        if len(value) <= MAX_VALUE_CHARS:
            label = f"[{citation.n}] {citation.id[:_MAX_SOURCE_CHARS]}"
            buttons.append(button(f"{OPEN_SOURCE}_{citation.n}", label, value))
    for start in range(0, len(buttons), _PER_ROW):
        yield {"type": "actions", "elements": buttons[start : start + _PER_ROW]}


def _feedback_row(language: Language) -> Json:
    words = words_for(language)
    good = {"text": plain_text(words.feedback_good), "value": GOOD}
    bad = {"text": plain_text(words.feedback_bad), "value": BAD}
    buttons = {
        "type": "feedback_buttons",
        "action_id": FEEDBACK,
        "positive_button": good,
        "negative_button": bad,
    }
    return {"type": "context_actions", "elements": [buttons]}
