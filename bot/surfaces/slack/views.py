"""Build modals and the home tab out of inert text; `bot.surfaces.slack.clicks` opens them."""

from collections.abc import Iterator, Sequence
from datetime import date

from bot.surfaces.slack.blocks import Json, rich_text, section
from bot.surfaces.slack.buttons import button, plain_text
from bot.surfaces.slack.channel_rules import ChannelRules
from bot.surfaces.slack.escaping import inert_line, inert_text
from bot.surfaces.slack.layout import Run
from bot.surfaces.slack.ports import HeldDocument, OpenedSource, SourceRef
from bot.surfaces.slack.splitting import split_text
from bot.surfaces.slack.words import words_for
from knowledge.documents.document import Language

FEEDBACK_VIEW = "feedback_reason"
ASK_VIEW = "ask_question"
SAY_BACK_VIEW = "say_back"
CHANNEL_VIEW = "channel_rules"
OPEN_ASK = "open_ask"

REASONS = ("citation", "outdated", "unanswered", "tone", "other")
MAX_COMMENT_CHARS = 1_000
_AROUND_CHARS = 6_000  # of a long section, on each side of the passage
_PIECE_UNITS = 2_500
_OPTION_CHARS = 75
_MOST_LISTED = 40  # documents in the home tab


def source_view(source: OpenedSource, ref: SourceRef, language: Language) -> Json:
    """Show a section with the cited passage in bold, and where it stands."""
    words = words_for(language)
    notes = [
        words.restated if source.is_restated else "",
        words.sample if source.is_sample else "",
        words.excerpt if source.is_excerpt else "",
    ]
    dates = _dates(source.effective_from, source.effective_to, language)
    version = words.version.format(version=source.version) if source.version else ""
    about = [source.locator, version, dates, *notes]
    head = section(Run(text=inert_line(source.title) or "…", is_bold=True))
    particulars = section(Run(text=inert_line(" | ".join(one for one in about if one)) or "…"))
    blocks: list[Json] = [rich_text(head, particulars), {"type": "divider"}]
    blocks.extend(_passage_blocks(source.text, ref, language))
    return _modal(words.source_title, blocks, close=words.close)


def notice_view(text: str, language: Language) -> Json:
    """Say one thing in a modal."""
    words = words_for(language)
    return _modal(words.source_title, [rich_text(section(Run(text=inert_text(text))))], close=words.close)


def blocks_view(title: str, blocks: list[Json], language: Language) -> Json:
    """Show blocks in a modal that is only looked at."""
    return _modal(title, blocks, close=words_for(language).close)


def feedback_view(reply: str, language: Language) -> Json:
    """Ask what was wrong with an answer.

    Args:
        reply: Which answer; comes back with the submission.
        language: Of the person.
    """
    words = words_for(language)
    options = [option(words.reasons[reason], reason) for reason in REASONS]
    blocks: list[Json] = [
        input_block(
            "reason", words.reason_label, {"type": "radio_buttons", "action_id": "reason", "options": options}
        ),
        input_block(
            "comment", words.comment_label, text_input("comment", MAX_COMMENT_CHARS), is_optional=True
        ),
    ]
    return form_view(FEEDBACK_VIEW, words.feedback_title, blocks, language, metadata=reply)


def ask_view(language: Language, question: str = "") -> Json:
    """Ask for a question."""
    words = words_for(language)
    field = text_input("question", 3_000, initial=inert_text(question)[:3_000])
    return form_view(ASK_VIEW, words.ask_title, [input_block("question", words.ask_label, field)], language)


def say_back_view(language: Language) -> Json:
    """Ask what a person means to say, to check it."""
    words = words_for(language)
    field = input_block("statement", words.check_label, text_input("statement", 3_000))
    return form_view(SAY_BACK_VIEW, words.check_title, [field], language)


def channel_view(channel: str, rules: ChannelRules, language: Language) -> Json:
    """Ask how to behave in a channel."""
    words = words_for(language)
    blocks = [
        choice_block("answer_on", words.answer_on_label, words.answer_on, rules.answer_on),
        choice_block("visibility", words.visibility_label, words.visibility, rules.visibility),
        choice_block("language", words.language_label, words.languages, rules.language),
        choice_block("documents", words.documents_label, words.documents_of, rules.documents),
        choice_block("shared", words.shared_label, words.shared, rules.shared),
        choice_block("changed_by", words.changed_by_label, words.changed_by, rules.changed_by),
    ]
    return form_view(CHANNEL_VIEW, words.channel_title, blocks, language, metadata=channel)


def home_view(documents: Sequence[HeldDocument], language: Language) -> Json:
    """Show what we can do and what we know."""
    words = words_for(language)
    can_do = [section(Run(text=one)) for one in words.can_do]
    listed = [section(Run(text=_document_line(one, language))) for one in documents[:_MOST_LISTED]]
    left_out = len(documents) - len(listed)
    blocks: list[Json] = [
        {"type": "header", "text": plain_text("Sandan（三段）")},
        rich_text(section(Run(text=words.home_intro)), _bullets(can_do)),
        {"type": "actions", "elements": [button(OPEN_ASK, words.ask_title)]},
        {"type": "divider"},
        rich_text(section(Run(text=words.home_documents, is_bold=True))),
    ]
    if listed:
        blocks.append(rich_text(_bullets(listed)))
    if left_out:
        blocks.append(rich_text(section(Run(text=words.home_left_out.format(count=left_out)))))
    return {"type": "home", "blocks": blocks}


def _bullets(entries: list[Json]) -> Json:
    return {"type": "rich_text_list", "style": "bullet", "indent": 0, "elements": entries}


def _document_line(document: HeldDocument, language: Language) -> str:
    words = words_for(language)
    notes = [
        words.version.format(version=document.version) if document.version else "",
        _dates(document.effective_from, document.effective_to, language),
        words.sample if document.is_sample else "",
    ]
    parts = [document.title, *(one for one in notes if one)]
    return inert_line(" | ".join(parts))[:_PIECE_UNITS] or "…"


def _dates(since: date | None, until: date | None, language: Language) -> str:
    words = words_for(language)
    if since is None and until is None:
        return ""
    return words.dates.format(since=since or "…", until=until or "…")


def _passage_blocks(text: str, ref: SourceRef, language: Language) -> Iterator[Json]:
    words = words_for(language)
    start, end = min(ref.start, len(text)), min(ref.end, len(text))
    first, last = max(0, start - _AROUND_CHARS), min(len(text), end + _AROUND_CHARS)
    runs = [
        Run(text=text[first:start]),
        Run(text=text[start:end], is_bold=True),
        Run(text=text[end:last]),
    ]
    if first:
        runs.insert(0, Run(text=words.before_left_out))
    if last < len(text):
        runs.append(Run(text=words.after_left_out))
    pieces = [
        run.model_copy(update={"text": piece})
        for run in runs
        for piece in split_text(inert_text(run.text), _PIECE_UNITS)
        if piece
    ]
    group: list[Run] = []
    for piece in pieces:
        if sum(len(one.text) for one in [*group, piece]) > _PIECE_UNITS and group:
            yield rich_text(section(*group))
            group = []
        group.append(piece)
    if group:
        yield rich_text(section(*group))


def _modal(title: str, blocks: list[Json], *, close: str) -> Json:
    return {"type": "modal", "title": plain_text(title), "close": plain_text(close), "blocks": blocks}


def form_view(
    callback: str, title: str, blocks: list[Json], language: Language, *, metadata: str = "", submit: str = ""
) -> Json:
    """Make a modal that is sent back; `metadata` comes back with it, `submit` is another word for sending."""
    words = words_for(language)
    modal = _modal(title, blocks, close=words.close)
    return modal | {
        "callback_id": callback,
        "submit": plain_text(submit or words.send),
        "private_metadata": metadata,
    }


def input_block(block: str, label: str, element: Json, *, is_optional: bool = False) -> Json:
    """Ask for one thing in a modal."""
    return {
        "type": "input",
        "block_id": block,
        "label": plain_text(label),
        "element": element,
        "optional": is_optional,
    }


def text_input(action: str, max_chars: int, initial: str = "", *, is_long: bool = True) -> Json:
    """Make a field for text."""
    element: Json = {
        "type": "plain_text_input",
        "action_id": action,
        "multiline": is_long,
        "max_length": max_chars,
    }
    return element | ({"initial_value": initial} if initial else {})


def choice_block(name: str, label: str, choices: dict[str, str], chosen: str) -> Json:
    """Ask to choose one of a few; `choices` are texts by their values."""
    options = [option(text, value) for value, text in choices.items()]
    initial = next(one for one in options if one["value"] == chosen)
    element: Json = {
        "type": "radio_buttons",
        "action_id": name,
        "options": options,
        "initial_option": initial,
    }
    return input_block(name, label, element)


def option(text: str, value: str) -> Json:
    """Make one option of a choice; its text is fitted."""
    shown = text if len(text) <= _OPTION_CHARS else f"{text[: _OPTION_CHARS - 1]}…"
    return {"text": plain_text(shown), "value": value}
