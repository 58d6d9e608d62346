"""The words that every surface puts round a digest: headings, labels, dates as precise as they were given.

How they are arranged is each surface's own business.
"""

from zoneinfo import ZoneInfo

from bot.digest.digest import Action, Candidate, Digest, Entry, News
from bot.digest.tasks import TaskState
from knowledge.documents.document import Language
from knowledge.regulation.relevance_status import STAGE_WORDS

TASK_STATE_WORDS: dict[TaskState, dict[Language, str]] = {
    "new": {"ja": "新規", "en": "New"},
    "reviewed": {"ja": "確認済み", "en": "Reviewed"},
    "actioned": {"ja": "対応済み", "en": "Actioned"},
    "dismissed": {"ja": "見送り", "en": "Dismissed"},
}
_WORDS: dict[str, dict[Language, str]] = {
    "heading": {"ja": "{day:%Y-%m-%d} 規制ニュース", "en": "Regulation news of {day:%Y-%m-%d}"},
    "for_you": {"ja": "御社向け", "en": "For you"},
    "also_seen": {"ja": "そのほか", "en": "Also seen"},
    "first": {"ja": "最初の配信", "en": "first told"},
    "updated": {"ja": "更新", "en": "Updated"},
    "withdrawn": {"ja": "取り下げ", "en": "Withdrawn"},
    "nothing": {
        "ja": "御社に関わりそうな新しいものはありません。",
        "en": "Nothing new that seems to concern you.",
    },
    "all_failed": {
        "ja": "どの情報源も読めませんでした。「何もない」という意味ではありません。",
        "en": "No source could be read. This does not mean that there is nothing new.",
    },
    "publisher": {"ja": "発表元の文", "en": "publisher's words"},
    "no_page": {
        "ja": "発表元の文（本文を読めず、要約なし）",
        "en": "publisher's words (no summary: the page could not be read)",
    },
    "no_draft": {
        "ja": "発表元の文（言語モデルが応じず、要約なし）",
        "en": "publisher's words (no summary: the language model did not answer)",
    },
    "unverified": {
        "ja": "発表元の文（要約は本文と合わず、使わず）",
        "en": "publisher's words (a summary did not agree with the page and is left out)",
    },
    "summary": {
        "ja": "要約（{model}が作成、本文と照合済み）",
        "en": "summary (by {model}, checked against the page)",
    },
    "why": {"ja": "理由", "en": "why"},
    "action": {"ja": "することの案", "en": "suggested"},
    "also": {"ja": "ほかに", "en": "also"},
    "status": {"ja": "進み具合", "en": "stage"},
    "deadline": {"ja": "締切 {day}", "en": "deadline {day}"},
    "effective": {"ja": "施行 {day}", "en": "effective {day}"},
    "step": {"ja": "三段の第{step}段（目安）", "en": "step {step} (a hint)"},
    "due": {"ja": "期限の近いタスク", "en": "Tasks due now"},
    "overdue": {"ja": "期限を過ぎたタスク", "en": "Overdue tasks"},
    "task": {"ja": "#{number} {title}（期限 {due}）", "en": "#{number} {title} (due {due})"},
    "no_date": {"ja": "日付の記載なし", "en": "no date given"},
    "more": {"ja": "ほか{count}件", "en": "{count} more"},
    "health": {
        "ja": "{checked}の情報源を確認、{failing}件が失敗",
        "en": "{checked} sources checked, {failing} failing",
    },
}


def say(name: str, language: Language, **values: object) -> str:
    """Give a heading or a label."""
    return _WORDS[name][language].format(**values)


def published_words(item: News, language: Language, zone: ZoneInfo | None = None) -> str:
    """Say when an item was published, no more precisely than its publisher did.

    Args:
        item: What was published.
        language: Of the words.
        zone: In which a moment is told; without it, in the item's own. A mere day is the publisher's day.
    """
    if item.published is None or item.precision == "unknown":
        return say("no_date", language)
    if item.precision == "day":
        return f"{item.published:%Y-%m-%d}"
    return f"{item.published.astimezone(zone) if zone else item.published:%Y-%m-%d %H:%M}"


def summary_label(entry: Entry, language: Language) -> str:
    """Say whose words stand under a headline, and why they are not a model's where they ought to be."""
    if entry.summary_by:
        return say("summary", language, model=entry.summary_by)
    return say(entry.summary_note or "publisher", language)


def stage_words(item: Candidate, language: Language) -> str:
    """Say how far a piece of news is on its way, and its dates; empty where nothing is known."""
    status = item.relevance.status
    parts = [STAGE_WORDS[status.stage][language]] if status.stage else []
    if status.deadline:
        parts.append(say("deadline", language, day=status.deadline))
    if status.effective_on:
        parts.append(say("effective", language, day=status.effective_on))
    return ", ".join(parts)


def action_line(action: Action, language: Language) -> str:
    """Say what is suggested, who might do it and until when, as far as it is known."""
    parts = [action.what, action.who, action.by.isoformat() if action.by else ""]
    if action.step:
        parts.append(say("step", language, step=action.step))
    return " / ".join(part for part in parts if part)


def footer_words(digest: Digest) -> str:
    """Say how the gathering stands, and when the digest comes."""
    health = digest.health
    parts = [say("more", digest.language, count=digest.more)] if digest.more else []
    parts.append(say("health", digest.language, checked=health.checked, failing=health.failing))
    return " | ".join((*parts, digest.clock))


def zone_of(digest: Digest) -> ZoneInfo | None:
    """Give the zone of the channel, in which its digest tells times."""
    name = digest.clock.partition(" ")[2]
    return ZoneInfo(name) if name else None
