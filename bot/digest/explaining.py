"""Say why an item is in a channel's digest, or why it is not, out of what was stored. Pure."""

from pydantic import BaseModel, ConfigDict

from bot.digest.delivery import LedgerRow
from bot.digest.digest import Candidate, News, Way
from bot.digest.selection import why_not
from bot.digest.subscription import Subscription
from knowledge.documents.document import Language
from knowledge.regulation.relevance import FOR_YOU, Relevance

_WORDS: dict[str, dict[Language, str]] = {
    "unknown": {"ja": "この項目は取得していません。", "en": "This item was never gathered."},
    "waiting": {
        "ja": "まだこのチャンネルの配信に選ぶ順番が来ていません。",
        "en": "No digest of this channel has looked at it yet.",
    },
    "shown": {"ja": "{day} の配信に載りました。", "en": "It was shown in the digest of {day}."},
    "listed": {
        "ja": "{day} の配信で「ほか」に数えました（上限{limit}件）。",
        "en": "It was counted among the rest on {day} (limit {limit}).",
    },
    "seen": {
        "ja": "{day} の配信の時点で古かったため、既読としました。",
        "en": "On {day} it was too old and counted as seen.",
    },
    "kept_out": {"ja": "設定「{setting}」により載せません。", "en": "The setting {setting} keeps it out."},
    "score": {
        "ja": "点数 {score:.2f}（「御社向け」は {bound:.2f} から）。",
        "en": "Score {score:.2f} (for you from {bound:.2f}).",
    },
}


class Explanation(BaseModel):
    """Why an item is told in a channel, or is not."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    item: str
    title: str = ""
    way: str  # shown, listed, seen, updated, withdrawn, kept_out, waiting, unknown
    kept_out_by: str = ""
    score: float | None = None
    text: str


def explain(
    item: News | None,
    subscription: Subscription,
    *,
    relevance: Relevance | None,
    bound: tuple[Way, LedgerRow] | None,
) -> Explanation:
    """Explain one item.

    Args:
        item: None when it was never gathered.
        subscription: Of the channel.
        relevance: As it was ranked when a digest last looked at it.
        bound: How it is bound, and in which digest.
    """
    language = subscription.language
    if item is None:
        return Explanation(item="", way="unknown", text=_WORDS["unknown"][language])
    way, setting = "waiting", ""
    values: dict[str, object] = {"limit": subscription.max_items}
    if bound is not None:
        way, values["day"] = bound[0], bound[1].day
    elif relevance is not None:
        setting = why_not(Candidate(**item.model_dump(), relevance=relevance), subscription) or ""
        way, values["setting"] = ("kept_out" if setting else "waiting"), setting
    sentences = [_WORDS.get(way, _WORDS["shown"])[language].format(**values)]
    if relevance is not None:
        sentences.append(_WORDS["score"][language].format(score=relevance.score, bound=FOR_YOU))
        sentences.append(relevance.reason.in_words(language))
    return Explanation(
        item=item.id,
        title=item.title,
        way=way,
        kept_out_by=setting,
        score=relevance.score if relevance else None,
        text=("" if language == "ja" else " ").join(one for one in sentences if one),
    )
