"""Arrange a digest as messages of `rich_text`, with the buttons of each item; no item is cut or left out.

What publishers wrote is made inert first; their links are kept only when they lead to the web.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from bot.digest.addresses import web_address
from bot.digest.digest import Digest, Entry, News, TaskLine
from bot.digest.wording import (
    action_line,
    footer_words,
    published_words,
    say,
    stage_words,
    summary_label,
    zone_of,
)
from bot.surfaces.slack.blocks import Json, Post, rich_text, section
from bot.surfaces.slack.buttons import button
from bot.surfaces.slack.checking import MAX_TEXT_UNITS, text_units
from bot.surfaces.slack.digest_words import tell
from bot.surfaces.slack.escaping import inert_fallback, inert_line
from bot.surfaces.slack.layout import Run
from knowledge.documents.document import Language
from knowledge.regulation.relevance import Tier

TASK, UNFIT, MUTE, WHY = "digest_task", "digest_unfit", "digest_mute", "digest_why"  # then _ and a number
MAX_DIGEST_UNITS = 9_000  # of one message; refusals begin near 13,200
MAX_DIGEST_BLOCKS = 45
MAX_TITLE = 300
_MAX_LINE = 600
_MAX_ALSO = 5
_PERSON = re.compile(r"slack:[A-Z0-9]+:([UW][A-Z0-9]+)")
_TIERS: tuple[Tier, ...] = ("for_you", "also_seen")


class Group(NamedTuple):
    """Blocks that stay together, with what is alive in them."""

    blocks: tuple[Json, ...]
    addresses: frozenset[str] = frozenset()
    mentions: frozenset[str] = frozenset()


OwnerOf = Callable[[int], str]  # who has a task, by its number; empty: nobody


def render_digest(
    digest: Digest, owner_of: OwnerOf, links: Mapping[str, str], *, has_buttons: bool = True
) -> tuple[Post, ...]:
    """Render a digest, in as many messages as it takes.

    Args:
        digest: As it was planned.
        owner_of: Asked when tasks are shown.
        links: Addresses of earlier posts by their ids, as far as there are any.
        has_buttons: A preview has none.
    """
    language = digest.language
    told = len(digest.entries) + len(digest.updated) + len(digest.withdrawn)
    said = tell("fallback", language, day=digest.day, count=told)
    if digest.entries:
        said = f"{said} {digest.entries[0].item.title}"
    groups = list(_groups(digest, owner_of, links, has_buttons=has_buttons))
    return pack(groups, fallback=said, language=language)


def pack(groups: Sequence[Group], *, fallback: str, language: Language) -> tuple[Post, ...]:
    """Put groups into messages within Slack's limits; cuts fall between groups only."""
    text = inert_fallback(inert_line(fallback)[: MAX_TEXT_UNITS // 3])
    pages: list[list[Group]] = [[]]
    size = 0
    for group in groups:
        weight = text_units(_post("x", [group]))
        count = sum(len(one.blocks) for one in pages[-1]) + len(group.blocks)
        if pages[-1] and (size + weight > MAX_DIGEST_UNITS or count > MAX_DIGEST_BLOCKS):
            pages.append([])
            size = 0
        pages[-1].append(group)
        size += weight
    if len(pages) == 1:
        return (_post(text, pages[0]),)
    marks = [tell("page", language, page=n, pages=len(pages)).strip() for n in range(1, len(pages) + 1)]
    return tuple(
        _post(f"{text} {mark}", [plain_group(mark, is_bold=True), *page])
        for mark, page in zip(marks, pages, strict=True)
    )


def plain_group(text: str, *, is_bold: bool = False) -> Group:
    """Make one line of text."""
    return Group((rich_text(section(Run(text=cut(text, _MAX_LINE) or "…", is_bold=is_bold))),))


def news_group(items: Iterable[News], language: Language) -> Group:
    """Make a list of headlines."""
    lines = [_line(_headline(one, is_bold=False), Run(text=f" {about(one, language)}")) for one in items]
    return Group((rich_text(_list(lines)),), _addresses(lines))


def about(item: News, language: Language) -> str:
    """Say who published an item and when."""
    return cut(" | ".join((item.publisher or item.source, published_words(item, language))), _MAX_LINE)


def cut(text: str, most: int) -> str:
    """Make one inert line, with an ellipsis where it is longer than it may be."""
    line = inert_line(text)
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def person_of(owner: str) -> str:
    """Give the Slack user that a task's owner names; empty where it is a name or nobody."""
    found = _PERSON.fullmatch(owner)
    return found[1] if found else ""


def owner_element(owner: str, language: Language) -> tuple[Json, frozenset[str]]:
    """Name the owner of a task: a mention of a person of this workspace, else words."""
    person = person_of(owner)
    if person:
        return {"type": "user", "user_id": person}, frozenset({person})
    return {"type": "text", "text": cut(owner, 100) or tell("no_owner", language)}, frozenset()


def _groups(
    digest: Digest, owner_of: OwnerOf, links: Mapping[str, str], *, has_buttons: bool
) -> Iterator[Group]:
    language, number = digest.language, 0
    yield plain_group(say("heading", language, day=digest.day), is_bold=True)
    if digest.health.has_all_failed:
        yield plain_group(say("all_failed", language))
    elif digest.is_empty:
        yield plain_group(say("nothing", language))
    parts = [(tier, digest.items_of_tier(tier)) for tier in _TIERS]
    for name, entries in (*parts, ("updated", digest.updated), ("withdrawn", digest.withdrawn)):
        if entries:
            yield plain_group(f"▍{say(name, language)}", is_bold=True)
        for entry in entries:
            number += 1
            yield _entry_group(entry, digest, links, number if has_buttons else 0)
    for name, tasks in (("due", digest.due), ("overdue", digest.overdue)):
        if tasks:
            yield plain_group(f"▍{say(name, language)}", is_bold=True)
        for task in tasks:
            yield _task_group(task, owner_of(task.number), language)
    yield plain_group(_footer(digest))


def _entry_group(entry: Entry, digest: Digest, links: Mapping[str, str], number: int) -> Group:
    language, item = digest.language, entry.item
    when = published_words(item, language, zone_of(digest))
    facts = " | ".join(
        one for one in (item.publisher or item.source, when, stage_words(item, language)) if one
    )
    head = _line(_headline(item, is_bold=True), Run(text=f"\n{cut(facts, _MAX_LINE)}"))
    details = [
        _line(Run(text=f"{cut(label, MAX_TITLE)}: ", is_bold=True), Run(text=cut(text, _MAX_LINE)))
        for label, text in _details(entry, language)
    ]
    details.extend(
        _line(Run(text=f"{say('also', language)}: ", is_bold=True), _link(one.publisher, one.url))
        for one in entry.also[:_MAX_ALSO]
    )
    if entry.first:
        address = links.get(entry.first.message, "")
        label = Run(text=f"{say('first', language)}: ", is_bold=True)
        details.append(_line(label, _link(entry.first.day.isoformat(), address)))
    shown = rich_text(head, *([_list(details)] if details else []))
    buttons = (_buttons(item.id, number, language),) if number else ()
    return Group((shown, *buttons), _addresses([head, *details]))


def _details(entry: Entry, language: Language) -> Iterator[tuple[str, str]]:
    told = (
        (say("updated", language), entry.item.changed_what),
        (summary_label(entry, language), entry.summary),
        (say("why", language), entry.why),
        (say("action", language), action_line(entry.action, language) if entry.action else ""),
    )
    yield from ((label, text) for label, text in told if inert_line(text))


def _buttons(item: str, number: int, language: Language) -> Json:
    names = ((TASK, "task_button"), (UNFIT, "not_relevant"), (MUTE, "mute"), (WHY, "why_button"))
    elements = [button(f"{action}_{number}", tell(label, language), item) for action, label in names]
    return {"type": "actions", "elements": elements}


def _task_group(task: TaskLine, owner: str, language: Language) -> Group:
    words = say("task", language, number=task.number, title=cut(task.title, MAX_TITLE), due=task.due or "–")
    who, mentions = owner_element(owner, language)
    line: Json = {"type": "rich_text_section", "elements": [{"type": "text", "text": f"{words} "}, who]}
    return Group((rich_text(_list([line])),), mentions=mentions)


def _footer(digest: Digest) -> str:
    parts = [footer_words(digest)]
    if digest.more:
        parts.append(tell("list_more", digest.language))
    if digest.health.failing:
        parts.append(tell("sources_hint", digest.language))
    told = (*digest.entries, *digest.updated, *digest.withdrawn)
    if any(one.item.language != digest.language for one in told):
        parts.append(tell("title_original", digest.language))
    return " | ".join(one for one in parts if one)


def _headline(item: News, *, is_bold: bool) -> Run:
    return _link(cut(item.title, MAX_TITLE), item.url).model_copy(update={"is_bold": is_bold})


def _link(text: str, address: str) -> Run:
    shown = cut(text, MAX_TITLE) or "…"
    return Run(text=shown, address=web_address(address))


def _line(*runs: Run) -> Json:
    return section(*runs)


def _list(lines: Sequence[Json]) -> Json:
    return {"type": "rich_text_list", "style": "bullet", "indent": 0, "elements": list(lines)}


def _addresses(lines: Iterable[Json]) -> frozenset[str]:
    found: set[str] = set()
    for line in lines:
        elements = line["elements"]
        if isinstance(elements, list):
            found |= {str(one["url"]) for one in elements if one.get("type") == "link"}
    return frozenset(found)


def _post(text: str, groups: Sequence[Group]) -> Post:
    return Post(
        text=text,
        blocks=tuple(block for group in groups for block in group.blocks),
        addresses=frozenset().union(*(group.addresses for group in groups)),
        mentions=frozenset().union(*(group.mentions for group in groups)),
    )
