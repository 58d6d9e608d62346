"""Find what a question leans on in its thread, and what to search with when it cannot stand alone."""

import re
from collections.abc import Sequence

from bot.advisor.amounts import Amount
from bot.advisor.question import Turn
from bot.advisor.situation import Purchase, Use
from knowledge.documents.folding import fold_string

_LEANS = re.compile(
    r"^\s*(?:じゃあ?|では(?!、?当社)|でしたら|だったら|それなら|それだと|それって|それは|それで"
    r"|それでも|それも|そしたら|そうすると|そうなると|その(?:場合|時|後|とき|理由|根拠|条件|人|金額"
    r"|契約|上|ほか|他)|これ(?:って|は|が|だと|も)|この(?:場合|条件|金額)|あと(?:は|、)|他(?:に|は"
    r"|の)|ほか(?:に|は|の)|逆に|ちなみに|ついでに|で、|なら|だと|もし|仮に|もう少し|もっと|さらに"
    r"|続き|さっき|先ほど|上の|前の(?:話|件)|同じ|なぜ|なんで|どうして|理由は|根拠は|例えば|たとえば"
    r"|具体的に|要するに|つまり|英語で|短く|一言で(?!言)|もう一|自動更新(?:だ|なら|の場合|だったら)"
    r"|誰(?:が|に)[?]?$|いつまで|え[?、!]|えっ|ふーん|なるほど|いや|ということは|てことは"
    r"|って(?:こと|いうと)"
    r"|(?:すみません|すいません|ごめん(?:なさい)?|失礼)[、,。 ][^。?]{0,24}(?:でした|だった|間違|の方)"
    r"|訂正|実は|正しくは|正確には|間違え)"
    r"|^\s*(?:and|but|so|then|or|also|what (?:about|if|else)|how about|why|why not|if (?:it|that"
    r"|this|we|so|the)|in that case|same (?:for|question|thing)|anything else|who else|what else"
    r"|does (?:that|this|it)|is (?:that|this|it)|would (?:that|this|it)|can (?:that|this|it)"
    r"|will (?:that|this|it)|ok(?:ay)?,? (?:and|so|but)|suppose|say it|shorter|in english|more"
    r"|another|correction|i meant|my mistake"
    r"|sorry,? (?:it|that|the|i) (?:was|is|meant|should|\w+ (?:was|is)))\b"
)
_TAIL = re.compile(
    r"(?:なら|だと|だったら|でしたら|の場合(?:は)?|にしたら|にすると|では|でも|になったら|は"
    r"|も(?:同じ|必要|要る)?(?:です)?(?:か)?|しないと|にしても|って(?:こと)?|のほうは"
    r"|の方は)[?。…\s]*$"
)
_POINTS_BACK = re.compile(
    r"それ|その|これ(?!まで|から)|この(?!会社|度|たび)|さっき|先ほど|同じ(?:条件|やり方|ように|扱い)"
    r"|上記|前述|どう変わ|変わり?ますか|\b(?:it|that|this|those|them|these|the same|instead|as well|above)\b"
)
_LONG_JAPANESE, _LONG_ENGLISH = 45, 90
_SHORT_JAPANESE, _SHORT_ENGLISH = 16, 32
_WORD = re.compile(r"[\u3400-\u9fff々ァ-ヶー]{2,}|[a-zA-Z][a-zA-Z&'-]{2,}|AI|ai")
_NO_TOPIC = frozenset(
    (
        "質問", "相談", "今回", "場合", "必要", "確認", "予定", "以下", "以上", "未満", "万円", "税抜",
        "税込", "税別", "年契約", "現在", "皆様", "年間", "自分", "会社", "the", "and", "for", "with", "our",
        "your", "are", "can", "may", "who", "what", "how", "why", "when", "which", "does", "did", "has",
        "have", "had", "will", "would", "should", "could", "must", "need", "needs", "want", "this", "that",
        "these", "those", "they", "them", "there", "here", "from", "into", "about", "per", "any", "all",
        "not", "but", "just", "only", "also", "more", "than", "then", "please", "tell", "jpy", "yen",
        "month", "year", "months", "years", "excl", "excluding", "tax", "including",
    )
)  # fmt: skip
_MOST_TOPIC_WORDS = 12
_SIMILAR = 5  # a new monthly sum is within this factor of the old one; else it is another kind of sum


def is_follow_up(text: str, *, has_thread: bool) -> bool:
    """Tell whether a message leans on what was said before it."""
    if not has_thread:
        return False
    folded = fold_string(text).strip()
    is_english = folded.isascii()
    if len(folded) > (3 * _LONG_ENGLISH if is_english else 3 * _LONG_JAPANESE):
        return False
    if _LEANS.match(folded):
        return True
    is_short = len(folded) <= (_LONG_ENGLISH if is_english else _LONG_JAPANESE)
    if is_short and _POINTS_BACK.search(folded):
        return True
    is_tiny = len(folded) <= (_SHORT_ENGLISH if is_english else _SHORT_JAPANESE)
    return is_tiny and (_TAIL.search(folded) is not None or len(_topic_words(text)) == 0)


def thread_of(history: Sequence[Turn]) -> tuple[str, ...]:
    """Give the user's messages that the newest one leans on, oldest first.

    They begin with the last message that stands alone.
    """
    said = [turn.text for turn in history if turn.role == "user" and turn.text.strip()]
    thread: list[str] = []
    for position in range(len(said) - 1, -1, -1):
        thread.append(said[position])
        if not is_follow_up(said[position], has_thread=position > 0):
            break
    return tuple(reversed(thread))


def topic_of(thread: Sequence[str], history: Sequence[Turn]) -> str:
    """Give the words a thread is about; the bot's last words count only where the user has said none."""
    words: list[str] = []
    for text in reversed(thread):
        words.extend(_topic_words(text))
    if not words:
        bot = next((turn.text for turn in reversed(history) if turn.role == "bot"), "")
        words = _topic_words(bot[:200])
    return " ".join(list(dict.fromkeys(words))[:_MOST_TOPIC_WORDS])


def _topic_words(text: str) -> list[str]:
    return [
        word
        for word in _WORD.findall(text[:2000])
        if word.casefold() not in _NO_TOPIC and not re.fullmatch(r"[一二三四五六七八九十百千万億]+円?", word)
    ]


def merge_purchases(earlier: Purchase | None, later: Purchase | None) -> Purchase | None:
    """Let what was said later stand, and keep the rest: a new sum takes the old one's place."""
    if earlier is None or later is None:
        return later or earlier
    return Purchase(
        amounts=_take_over(earlier.amounts, later.amounts) if later.amounts else earlier.amounts,
        users=later.users or earlier.users,
        term_months=later.term_months or earlier.term_months,
        renews_automatically=earlier.renews_automatically
        if later.renews_automatically is None
        else later.renews_automatically,
        renewal_months=later.renewal_months or earlier.renewal_months,
        kinds=tuple(dict.fromkeys((*later.kinds, *earlier.kinds))),
        is_single_source=earlier.is_single_source
        if later.is_single_source is None
        else later.is_single_source,
        is_emergency=later.is_emergency or earlier.is_emergency,
        is_split=later.is_split or earlier.is_split,
        departments=later.departments or earlier.departments,
    )


def merge_uses(earlier: Use | None, later: Use | None) -> Use | None:
    """Let each thing that was said later take the place of the earlier one, and keep the rest."""
    if earlier is None or later is None:
        return later or earlier
    said = {name: value for name, value in later if value}
    if (said.keys() & {"data", "class_labels"}) and "objects" not in said:
        said["objects"] = ()  # what was named before is no longer what is meant
    return earlier.model_copy(update=said)


def _take_over(earlier: tuple[Amount, ...], later: tuple[Amount, ...]) -> tuple[Amount, ...]:
    """Give new sums the period and tax of the old ones, where they name none and are of the same size."""
    if not earlier:
        return later
    old = earlier[-1]
    return tuple(_with_terms_of(old, new) for new in later)


def _with_terms_of(old: Amount, new: Amount) -> Amount:
    is_alike = old.currency == new.currency and old.value / _SIMILAR <= new.value <= old.value * _SIMILAR
    per = old.per if new.per is None and is_alike else new.per
    return new.model_copy(update={"per": per, "tax": new.tax or old.tax})
