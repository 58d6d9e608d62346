"""Show a digest on a terminal: few words, one line why, where it stands, what to do.

Titles and summaries are the publishers' words and are printed harmlessly, as everything is.
"""

from collections.abc import Iterator

from bot.digest.digest import Action, Candidate, Digest, Entry
from bot.surfaces.cli.blocks import Block, Item
from knowledge.documents.document import Language
from knowledge.regulation.relevance import Tier
from knowledge.regulation.relevance_status import STAGE_WORDS

_WORDS: dict[str, dict[Language, str]] = {
    "heading": {"ja": "{day:%Y-%m-%d} 規制ニュース", "en": "Regulation news of {day:%Y-%m-%d}"},
    "for_you": {"ja": "御社向け", "en": "For you"},
    "also_seen": {"ja": "そのほか", "en": "Also seen"},
    "updated": {"ja": "更新", "en": "Updated"},
    "withdrawn": {"ja": "取り下げ", "en": "Withdrawn"},
    "nothing": {"ja": "新しいものはありません。", "en": "Nothing new."},
    "all_failed": {
        "ja": "どの情報源も読めませんでした。「何もない」という意味ではありません。",
        "en": "No source could be read. This does not mean that there is nothing new.",
    },
    "publisher": {"ja": "発表元の文", "en": "publisher's words"},
    "why": {"ja": "理由", "en": "why"},
    "action": {"ja": "することの案", "en": "suggested"},
    "also": {"ja": "ほかに", "en": "also"},
    "status": {"ja": "進み具合", "en": "stage"},
    "deadline": {"ja": "締切 {day}", "en": "deadline {day}"},
    "effective": {"ja": "施行 {day}", "en": "effective {day}"},
    "step": {"ja": "三段の第{step}段（目安）", "en": "step {step} (a hint)"},
    "no_date": {"ja": "日付の記載なし", "en": "no date given"},
    "more": {"ja": "ほか{count}件", "en": "{count} more"},
    "health": {
        "ja": "{checked}の情報源を確認、{failing}件が失敗",
        "en": "{checked} sources checked, {failing} failing",
    },
}
_TIERS: tuple[Tier, ...] = ("for_you", "also_seen")


def describe_digest(digest: Digest) -> Iterator[Block]:
    """Show a digest, its footer last."""
    language = digest.language
    yield Block(heading=_say("heading", language, day=digest.day), items=_opening(digest))
    for tier in _TIERS:
        if entries := digest.items_of_tier(tier):
            yield Block(heading=_say(tier, language), items=tuple(_item(one, language) for one in entries))
    for name, entries in (("updated", digest.updated), ("withdrawn", digest.withdrawn)):
        if entries:
            yield Block(heading=_say(name, language), items=tuple(_item(one, language) for one in entries))
    yield Block(heading=_footer(digest), items=())


def published_words(item: Candidate, language: Language) -> str:
    """Say when an item was published, no more precisely than its publisher did."""
    if item.published is None or item.precision == "unknown":
        return _say("no_date", language)
    return f"{item.published:%Y-%m-%d %H:%M}" if item.precision == "time" else f"{item.published:%Y-%m-%d}"


def _opening(digest: Digest) -> tuple[Item, ...]:
    if digest.health.has_all_failed:
        return (Item(text=_say("all_failed", digest.language)),)
    return (Item(text=_say("nothing", digest.language)),) if digest.is_empty else ()


def _item(entry: Entry, language: Language) -> Item:
    item = entry.item
    details = [" | ".join((item.publisher or item.source, published_words(item, language)))]
    details.extend(part for part in (item.url, item.changed_what) if part)
    if stage := _stage(item, language):
        details.append(f"{_say('status', language)}: {stage}")
    for name, words in (("publisher", entry.summary), ("why", entry.why)):
        if words:
            details.append(f"{_say(name, language)}: {words}")
    if entry.action:
        details.append(f"{_say('action', language)}: {_action(entry.action, language)}")
    details.extend(f"{_say('also', language)}: {one.publisher} {one.url}" for one in entry.also)
    return Item(text=item.title, mark="・" if language == "ja" else "-", details=tuple(details))


def _stage(item: Candidate, language: Language) -> str:
    status = item.relevance.status
    parts = [STAGE_WORDS[status.stage][language]] if status.stage else []
    if status.deadline:
        parts.append(_say("deadline", language, day=status.deadline))
    if status.effective_on:
        parts.append(_say("effective", language, day=status.effective_on))
    return ", ".join(parts)


def _action(action: Action, language: Language) -> str:
    parts = [action.what, action.who, action.by.isoformat() if action.by else ""]
    if action.step:
        parts.append(_say("step", language, step=action.step))
    return " / ".join(part for part in parts if part)


def _footer(digest: Digest) -> str:
    health = digest.health
    parts = [_say("more", digest.language, count=digest.more)] if digest.more else []
    parts.append(_say("health", digest.language, checked=health.checked, failing=health.failing))
    return " | ".join((*parts, digest.clock))


def _say(name: str, language: Language, **values: object) -> str:
    return _WORDS[name][language].format(**values)
