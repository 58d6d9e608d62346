"""The sentences of the Slack surface by name; each language fills them in a module of its own."""

from pydantic import BaseModel, ConfigDict


class Words(BaseModel):
    """All sentences of the surface, in one language."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sample: str
    page: str
    continued: str
    what_to_ask: str
    examples: tuple[str, ...]
    shared_channel: str
    too_long: str
    cannot_post: dict[str, str]  # by Slack's error code
    cannot_post_otherwise: str
    question_was: str
    version: str
    dates: str
    restated: str
    excerpt: str
    close: str
    send: str
    open_passage: str
    source_title: str
    source_gone: str
    before_left_out: str
    after_left_out: str
    ask_more: str
    more_question: str
    ask_phrases: str
    phrases_question: str
    say_back: str
    check_title: str
    check_label: str
    check_intro: str
    check_verdicts: dict[str, str]
    check_problems: str
    check_corrected: str
    check_covered: str
    check_missing: str
    share: str
    shared_by: str
    feedback_good: str
    feedback_bad: str
    feedback_title: str
    feedback_thanks: str
    reason_label: str
    reasons: dict[str, str]
    comment_label: str
    ask_title: str
    ask_label: str
    home_intro: str
    can_do: tuple[str, ...]
    home_documents: str
    home_left_out: str
    prompts_title: str
    status: str
    task_looking: str
    stopped: str
    too_many: str
    too_many_here: str
    queued: str
    queued_without_store: str
    channel_title: str
    answer_on_label: str
    answer_on: dict[str, str]
    visibility_label: str
    visibility: dict[str, str]
    language_label: str
    languages: dict[str, str]
    documents_label: str
    documents_of: dict[str, str]
    shared_label: str
    shared: dict[str, str]
    changed_by_label: str
    changed_by: dict[str, str]
    channel_kept: str
    channel_not_allowed: str
    channel_only: str
    help_intro: str
    help_lines: tuple[str, ...]
    forgotten: str
    edited: str
    answer_anew: str
    edit_gone: str
    no_text: str
