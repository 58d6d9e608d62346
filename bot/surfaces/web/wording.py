"""All words of the page that are not part of an answer, in one language."""

from pydantic import BaseModel, ConfigDict

from knowledge.documents.document import SourceClass


class Words(BaseModel):
    """Headings, labels, hints and refusals."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    skip: str
    navigation: str
    ask: str
    phrases: str
    check: str
    documents: str
    digest: str
    tasks: str
    profile: str
    other_language: str
    owner: str
    leave: str
    working: str
    copy_text: str
    copied: str
    copy_failed: str
    send: str
    question: str
    question_hint: str
    more: str
    as_of: str
    asker: str
    asker_hint: str
    answer_to: str
    thread: str
    new_thread: str
    examples_title: str
    examples: tuple[str, ...]
    open_source: str
    topic: str
    topic_hint: str
    listener: str
    register_: str
    registers: dict[str, str]
    stance: str
    stances: dict[str, str]
    phrase_language: str
    languages: dict[str, str]
    max_chars: str
    any_: str
    suggest: str
    statement: str
    statement_hint: str
    compare_with: str
    compare_hint: str
    check_button: str
    problems: str
    covered: str
    missing: str
    corrected: str
    check_verdicts: dict[str, str]
    held: str
    no_own: str
    shipped: str
    title: str
    version: str
    in_force: str
    standing: str
    standings: dict[str, str]
    audience: str
    everyone: str
    source_class: str
    classes: dict[SourceClass, str]
    choose_class: tuple[SourceClass, ...] = (
        SourceClass.POLICY,
        SourceClass.EXTERNAL,
        SourceClass.ARTICLE,
        SourceClass.PAPER,
    )
    sections: str
    remove: str
    remove_title: str
    remove_question: str
    remove_yes: str
    back: str
    removed: str
    add: str
    files: str
    files_hint: str
    audience_hint: str
    effective_from: str
    effective_to: str
    assumed: str
    add_button: str
    upload_title: str
    upload_running: str
    upload_done: str
    upload_file: str
    upload_state: str
    upload_read: str
    states: dict[str, str]
    rules_read: str
    not_understood: str
    text: str
    source_title: str
    from_to: str
    since: str
    until: str
    restated: str
    sample: str
    excerpt: str
    passage_marked: str
    password: str
    password_title: str
    open_page: str
    sorry: str
    refusals: dict[str, str]
    empty_question: str
    too_long: str
    empty_statement: str
    no_file: str
    no_such_document: str
