"""Build what people see of documents: the form to add some, and the list to take some out of."""

from collections.abc import Sequence
from hashlib import sha256

from bot.surfaces.cli.reports import DocumentSummary
from bot.surfaces.slack.audiences import SlackAudience, read_audience
from bot.surfaces.slack.blocks import Json, Post, rich_text, section
from bot.surfaces.slack.buttons import MAX_VALUE_CHARS, button, plain_text
from bot.surfaces.slack.documents_words import DocumentWords, document_words
from bot.surfaces.slack.escaping import inert_fallback, inert_line
from bot.surfaces.slack.layout import Run
from bot.surfaces.slack.views import choice_block, form_view, input_block, option
from bot.surfaces.slack.words import words_for
from knowledge.documents.document import EVERYONE, Language
from knowledge.documents.intake import ACCEPTED_TYPES

ADD_VIEW = "add_documents"
ADD_FILES = "add_files"  # the button under a file that was dropped
REMOVE = "remove_document"  # followed by _ and a number

ONLY_ME, WORKSPACE, ONE_CHANNEL = "me", "workspace", "channel"  # others are ids of user groups
MOST_GROUPS = 90
MOST_FILES = 10
MOST_LISTED = 20
_TITLE_CHARS = 200


def add_view(
    groups: Sequence[tuple[str, str]], language: Language, *, metadata: str, has_files: bool
) -> Json:
    """Ask who may read documents, and for the files when there are none yet.

    Args:
        groups: Ids and names of the workspace's user groups.
        language: Of the person.
        metadata: Comes back with the submission.
        has_files: The files were given already.
    """
    words = document_words(language)
    blocks = [] if has_files else [_files(words)]
    blocks += [
        _audience(groups, words),
        _channel(words),
        choice_block("class", words.class_label, words.classes, "external"),
        _since(words),
    ]
    return form_view(ADD_VIEW, words.title, blocks, language, metadata=metadata)


def offer_post(files: Sequence[str], language: Language) -> Post:
    """Offer to add files that somebody dropped."""
    words = document_words(language)
    row: Json = {"type": "actions", "elements": [button(ADD_FILES, words.offer_button, ",".join(files))]}
    blocks = (rich_text(section(Run(text=words.offer))), row)
    return Post(text=inert_fallback(words.offer), blocks=blocks)


def list_post(documents: Sequence[DocumentSummary], language: Language, *, may_remove: bool) -> Post:
    """List documents, each with a button to take it out for those who may."""
    words = document_words(language)
    if not documents:
        text = words.none_held
        return Post(text=inert_fallback(text), blocks=(rich_text(section(Run(text=text))),))
    text = words.listed.format(count=len(documents))
    left_out = len(documents) - MOST_LISTED
    blocks = [rich_text(section(Run(text=text, is_bold=True)))]
    for number, one in enumerate(documents[:MOST_LISTED]):
        blocks.append(rich_text(section(Run(text=document_line(one, language)))))
        if may_remove:
            blocks.append({"type": "actions", "elements": [remove_button(one, number, language)]})
    if left_out > 0:
        more = words_for(language).home_left_out.format(count=left_out)
        blocks.append(rich_text(section(Run(text=more))))
    return Post(text=inert_fallback(text), blocks=tuple(blocks))


def document_line(document: DocumentSummary, language: Language) -> str:
    """Say on one line what a document is, which version, since when, and who may read it."""
    words, common = document_words(language), words_for(language)
    since, until = document.effective_from, document.effective_to
    dates = common.dates.format(since=since or "…", until=until or "…") if since or until else ""
    parts = [
        document.title[:_TITLE_CHARS],
        common.version.format(version=document.version),
        dates,
        words.readable_by.format(audience=describe_audience(document.audience, language)),
    ]
    return inert_line(" | ".join(one for one in parts if one))


def describe_audience(audience: str, language: Language) -> str:
    """Say who an audience is, without asking Slack."""
    words, found = document_words(language), read_audience(audience)
    if audience == EVERYONE:
        return words.everyone
    if found is None:
        return audience
    plain = {"person": words.only_me, "workspace": words.workspace}
    return plain.get(found.kind, words.people_chosen)


def remove_button(document: DocumentSummary, number: int, language: Language) -> Json:
    """Make the button that takes a document out, after asking once more."""
    words = document_words(language)
    question = words.remove_question.format(title=inert_line(document.title)[:_TITLE_CHARS])
    made = button(f"{REMOVE}_{number}", words.remove, document_mark(document))
    confirm = {
        "title": plain_text(words.remove_title),
        "text": plain_text(question[:300]),
        "confirm": plain_text(words.remove_yes),
        "deny": plain_text(words.remove_no),
    }
    return made | {"style": "danger", "confirm": confirm}


def document_mark(document: DocumentSummary) -> str:
    """Name a version so that it travels in a button whatever its id; a list is searched for it."""
    key = f"{document.id}@{document.version}"
    return sha256(key.encode()).hexdigest()[: min(64, MAX_VALUE_CHARS)]


def audience_of(choice: str, *, team: str, user: str, channel: str) -> SlackAudience:
    """Make the audience of what was chosen in the form."""
    part = {ONLY_ME: user, WORKSPACE: "", ONE_CHANNEL: channel}.get(choice, choice)
    return SlackAudience(team=team, part=part)


def _files(words: DocumentWords) -> Json:
    types = [one.removeprefix(".") for one in ACCEPTED_TYPES if one != ".jsonl"]
    element: Json = {"type": "file_input", "action_id": "files", "filetypes": types, "max_files": MOST_FILES}
    return input_block("files", words.files_label, element)


def _audience(groups: Sequence[tuple[str, str]], words: DocumentWords) -> Json:
    named = [(identity, words.group.format(name=inert_line(name))) for identity, name in groups]
    choices = [(ONLY_ME, words.only_me), (ONE_CHANNEL, words.channel), *named[:MOST_GROUPS]]
    options = [option(text, value) for value, text in [*choices, (WORKSPACE, words.workspace)]]
    element: Json = {"type": "static_select", "action_id": "audience", "options": options}
    asked = input_block("audience", words.audience_label, element | {"initial_option": options[0]})
    return asked | {"hint": plain_text(words.audience_hint)}


def _channel(words: DocumentWords) -> Json:
    usable = {
        "include": ["public", "private"],
        "exclude_external_shared_channels": True,
        "exclude_bot_users": True,
    }
    element: Json = {"type": "conversations_select", "action_id": "channel", "filter": usable}
    return input_block("channel", words.channel_label, element, is_optional=True)


def _since(words: DocumentWords) -> Json:
    element: Json = {"type": "datepicker", "action_id": "since"}
    return input_block("since", words.since_label, element, is_optional=True)
