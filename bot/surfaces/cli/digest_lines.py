"""Show a digest on a terminal: few words, one line why, where it stands, what to do.

Titles and summaries are the publishers' words and are printed harmlessly, as everything is.
"""

from collections.abc import Iterator

from bot.digest.digest import Digest, Entry, TaskLine
from bot.digest.wording import action_line, footer_words, published_words, say, stage_words, summary_label
from bot.surfaces.cli.blocks import Block, Item
from knowledge.documents.document import Language
from knowledge.regulation.relevance import Tier

_TIERS: tuple[Tier, ...] = ("for_you", "also_seen")


def describe_digest(digest: Digest) -> Iterator[Block]:
    """Show a digest, its footer last."""
    language = digest.language
    yield Block(heading=say("heading", language, day=digest.day), items=_opening(digest))
    for tier in _TIERS:
        if entries := digest.items_of_tier(tier):
            yield Block(heading=say(tier, language), items=tuple(_item(one, language) for one in entries))
    for name, entries in (("updated", digest.updated), ("withdrawn", digest.withdrawn)):
        if entries:
            yield Block(heading=say(name, language), items=tuple(_item(one, language) for one in entries))
    for name, tasks in (("due", digest.due), ("overdue", digest.overdue)):
        if tasks:
            yield Block(heading=say(name, language), items=tuple(_task(one, language) for one in tasks))
    yield Block(heading=footer_words(digest), items=())


def _opening(digest: Digest) -> tuple[Item, ...]:
    if digest.health.has_all_failed:
        return (Item(text=say("all_failed", digest.language)),)
    return (Item(text=say("nothing", digest.language)),) if digest.is_empty else ()


def _item(entry: Entry, language: Language) -> Item:
    item = entry.item
    details = [" | ".join((item.publisher or item.source, published_words(item, language)))]
    details.extend(part for part in (item.url, item.changed_what) if part)
    if entry.first:
        details.append(f"{say('first', language)}: {entry.first.day}")
    if stage := stage_words(item, language):
        details.append(f"{say('status', language)}: {stage}")
    labels = {"summary": summary_label(entry, language), "why": say("why", language)}
    told = {"summary": entry.summary, "why": entry.why}
    details.extend(f"{labels[name]}: {words}" for name, words in told.items() if words)
    if entry.action:
        details.append(f"{say('action', language)}: {action_line(entry.action, language)}")
    details.extend(f"{say('also', language)}: {one.publisher} {one.url}" for one in entry.also)
    return Item(text=item.title, mark="・" if language == "ja" else "-", details=tuple(details))


def _task(task: TaskLine, language: Language) -> Item:
    text = say("task", language, number=task.number, title=task.title, due=task.due or "-")
    return Item(text=text, mark="・" if language == "ja" else "-")
