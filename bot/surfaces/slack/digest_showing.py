"""What the digest shows to one person on request: tasks, sources, the rest, short notes."""

from collections.abc import Iterable, Sequence
from datetime import date

from bot.digest.digest import News
from bot.digest.newsroom import SourceStanding
from bot.digest.tasks import Task
from bot.surfaces.slack.blocks import Json, Post, rich_text
from bot.surfaces.slack.buttons import button
from bot.surfaces.slack.digest_template import (
    MAX_TITLE,
    Group,
    cut,
    news_group,
    owner_element,
    pack,
    plain_group,
)
from bot.surfaces.slack.digest_words import state_name, tell
from knowledge.documents.document import Language

CHANGE_TASK, NEXT_STATE = "digest_change", "digest_next"  # then _ and the task's number
_MOST_TASKS = 20
_PER_GROUP = 20


def show_text(text: str, language: Language) -> tuple[Post, ...]:
    """Say one thing."""
    return pack([plain_group(text)], fallback=text, language=language)


def show_tasks(tasks: Sequence[Task], today: date, language: Language) -> tuple[Post, ...]:
    """List tasks with what can be done to each; the first of many only."""
    if not tasks:
        return show_text(tell("no_tasks", language), language)
    groups = [plain_group(tell("tasks_title", language), is_bold=True)]
    groups.extend(_task_group(one, today, language) for one in tasks[:_MOST_TASKS])
    left_out = len(tasks) - _MOST_TASKS
    if left_out > 0:
        groups.append(plain_group(tell("tasks_left_out", language, count=left_out)))
    return pack(groups, fallback=tell("tasks_title", language), language=language)


def show_rest(items: Sequence[News], language: Language) -> tuple[Post, ...]:
    """List what the last digest only counted."""
    if not items:
        return show_text(tell("no_rest", language), language)
    title = tell("rest_title", language)
    parts = (items[start : start + _PER_GROUP] for start in range(0, len(items), _PER_GROUP))
    groups = [plain_group(title, is_bold=True), *(news_group(part, language) for part in parts)]
    return pack(groups, fallback=title, language=language)


def show_sources(sources: Iterable[SourceStanding], language: Language) -> tuple[Post, ...]:
    """List the sources, failing ones first."""
    ordered = sorted(sources, key=lambda one: (not one.is_failing, one.publisher, one.id))
    failing = sum(one.is_failing for one in ordered)
    title = tell("sources_title", language, count=len(ordered), failing=failing)
    lines = [plain_group(f"{one.publisher or one.id}: {one.state}") for one in ordered]
    blocks = [_together(lines[at : at + _PER_GROUP]) for at in range(0, len(lines), _PER_GROUP)]
    return pack([plain_group(title, is_bold=True), *blocks], fallback=title, language=language)


def _together(lines: Sequence[Group]) -> Group:
    """Put lines of text into one block."""
    sections: list[Json] = []
    for line in lines:
        elements = line.blocks[0]["elements"]
        sections.extend(elements if isinstance(elements, list) else [])
    return Group((rich_text(*sections),))


def _task_group(task: Task, today: date, language: Language) -> Group:
    who, mentions = owner_element(task.owner, language)
    due = tell("due_on", language, due=task.due) if task.due else tell("no_due", language)
    facts = [state_name(task.state, language), due]
    if task.is_overdue(today):
        facts.append(tell("late", language))
    title = {"type": "text", "text": f"#{task.number} {cut(task.title, MAX_TITLE)}", "style": {"bold": True}}
    line: Json = {
        "type": "rich_text_section",
        "elements": [title, {"type": "text", "text": f"\n{' | '.join(facts)} | "}, who],
    }
    elements = [button(f"{CHANGE_TASK}_{task.number}", tell("change", language), str(task.number))]
    following = task.next_state
    if following is not None:
        name = state_name(following, language)
        elements.insert(0, button(f"{NEXT_STATE}_{task.number}", f"→ {name}", str(task.number)))
    return Group((rich_text(line), {"type": "actions", "elements": elements}), mentions=mentions)
