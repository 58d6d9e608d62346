"""Read how a meeting phrase is wanted: for whom, in which register and language, on which side, how long."""

import re
from typing import get_args

from bot.advisor.advice import Listener, Register
from bot.advisor.numerals import NUMBER_WORDS, NUMERAL, read_numeral
from bot.advisor.question_words import Group, word_places
from bot.advisor.situation import PhraseWish, Stance
from bot.advisor.time_units import read_count
from knowledge.documents.document import Language
from knowledge.documents.folding import fold_string

_ASKED = re.compile(
    r"(?:ひと|一)こと(?!で(?:言|い)(?:う|え))(?:で|を|が|も|ください|くだ|欲|ほ|お願|$)|一言(?!で(?:言"
    r"|い)(?:う|え))(?:で|を|が|も|くだ|欲|ほ|お願|$)|フレーズ|台詞|セリフ|せりふ|言い回し|言い方|話し方"
    r"|伝え方|切り出し方|決め台詞|殺し文句|キャッチ|トーク|スピーチ|口上|文句を"
    r"|(?:どう|何と|なんと|なんて|どのように|どんな風に)(?:言え|言う|言った|いえ|話せ|話し|答え|返せ"
    r"|返し|説明すれ|説明したら|切り出|伝え|述べ)|(?:言葉|返し|コメント|発言|一文|文案|例文"
    r"|文言)(?:を|が|も|の?例)?(?:[^。、]{0,10})(?:くだ|欲し|ほし|頂|いただ|教え|作|考|お願|出して"
    r"|ちょうだい|用意|頼)"
    r"|で(?:言う|話す|使う|使える)(?:一文|言葉|ひとこと)|会議で(?:使え|言え|話せ)る|文字(?:以内|以下"
    r"|まで|で)(?:[^。]{0,12})(?:くだ|まとめ|言|書|作|お願|頼)"
    r"|\b(?:phrases?|one[- ]?liners?|talking points?|wording|sound ?bites?|elevator pitch|scripts?"
    r"|catchphrase)\b|\b(?:a|one|two|three|some|another|\d) (?:good |short |strong |nice )?(?:lines?"
    r"|sentences?) (?:for|to|i|on|that)\b"
    r"|\bwhat (?:should|can|do|could|would) (?:i|we) (?:say|tell|answer|reply)|\bhow (?:do|should"
    r"|can|could|would) (?:i|we) (?:say|tell|phrase|word|put|answer|reply|explain (?:this|it"
    r"|that)? ?to (?:the|our|my))|\b(?:something|words) to say\b|\bhelp me (?:say|phrase|word"
    r"|tell)\b|\bsay to (?:the|our|my)\b"
)
_WEAK = re.compile(
    r"(?:説明|説得|報告|提案|主張|言い|伝え|話し|アピール|納得さ)(?:し|せ|さ)?(?:たい|ないと|なきゃ"
    r"|なければ|る必要|てほし|ことにな)|(?:に|へ)(?:どう)?説明(?:し|する)|\b(?:explain|convince"
    r"|persuade|tell|present|pitch)\b.{0,20}\b(?:to|the|our|my)\b"
)
_LENGTH = re.compile(
    rf"(?P<count>{NUMERAL})\s?(?:文字|字)(?:以内|以下|まで|くらい|ぐらい|程度|ほど|で|に|前後|未満)?"
    r"|\b(?:within|under|at most|max(?:imum)?(?: of)?|up to|in|no more than|less than"
    r"|below) (?P<english>\d{1,4}) (?:characters|chars|letters)\b"
    r"|\b(?P<hard>\d{1,4})[- ](?:characters?|chars?)\b"
)
_COUNT = re.compile(
    rf"(?P<count>{NUMERAL})\s?(?:つ|個|本|案|パターン|通り|とおり|種類|フレーズ|バージョン|文(?!字|書"
    rf"|章))(?!目)"
    rf"|\b(?P<english>{NUMBER_WORDS}|\d{{1,2}}) (?:\w+ ){{0,2}}?(?:phrases?|lines?|options?|versions?"
    rf"|sentences?|variants?|alternatives?|ways (?:to|of) (?:say|put|phras)\w*)\b"
)
_COUNTED_BEFORE = re.compile(r"(?:指標|段階|ステップ|契約|理由)(?:を|の|が)?$")
_FIRM_LISTENER = re.compile(r"(?:さん|様|の?皆さん|の人)?(?:会議?(?:で|に|用|の場)|向け|の前で|相手)")
_AFTER_LISTENER = re.compile(
    r"[^。、?]{0,8}?(?:に(?:は|対し|向け|も|、)?|へ(?:の|は)?|向け|相手|の前|会(?:議)?(?:で|に|用)"
    r"|で|用|から)"
)


def read_wish(text: str, *, is_continued: bool = False) -> PhraseWish | None:
    """Read the wish for a meeting phrase.

    Args:
        text: One message.
        is_continued: A phrase was asked for before in the thread, so that 「英語で」 alone is a wish.

    Returns:
        None where no phrase is asked for.
    """
    folded = fold_string(text)
    listener = _listener(folded)
    is_asked = _ASKED.search(folded) is not None
    if not (is_asked or is_continued or (listener and _WEAK.search(folded))):
        return None
    return PhraseWish(
        listener=listener,
        register_=_register(folded),
        language=_language(folded),
        stance=_stance(folded),
        max_chars=_length(folded),
        count=_count(folded),
    )


def merge_wishes(earlier: PhraseWish | None, later: PhraseWish | None) -> PhraseWish | None:
    """Let what was said later stand, and keep the rest."""
    if earlier is None or later is None:
        return later or earlier
    said = {name: value for name, value in later if value is not None}
    return earlier.model_copy(update=said)


def _listener(folded: str) -> Listener | None:
    places = sorted(word_places(folded, "listener"), key=lambda one: one[1])
    addressed = [one for one in places if _AFTER_LISTENER.match(folded, one[2])]
    english = [
        one
        for one in places
        if re.search(r"\b(?:to|for|with|at|before)(?: the| our| my| a)? (?:\w+ )?$", folded[: one[1]])
    ]
    firm = [one for one in places if _FIRM_LISTENER.match(folded, one[2] - folded[: one[2]].endswith("会"))]
    best = next(iter(english or firm[::-1] or addressed or places), None)
    return next((one for one in get_args(Listener) if best and one == best[0]), None)


def _stance(folded: str) -> Stance | None:
    return next((one for one in get_args(Stance) if one == _named(folded, "stance")), None)


def _register(folded: str) -> Register | None:
    return next((one for one in get_args(Register) if one == _named(folded, "register")), None)


def _language(folded: str) -> Language | None:
    return next((one for one in get_args(Language) if one == _named(folded, "phrase_language")), None)


def _named(folded: str, group: Group) -> str | None:
    return next((name for name, _, _ in word_places(folded, group)), None)


def _length(folded: str) -> int | None:
    match = _LENGTH.search(folded)
    if match is None:
        return None
    written = match["count"] or match["english"] or match["hard"]
    value = read_numeral(written)
    return int(value) if 1 <= value <= 10_000 else None


def _count(folded: str) -> int | None:
    for match in _COUNT.finditer(folded):
        if _COUNTED_BEFORE.search(folded[: match.start()]):
            continue
        value = read_numeral(match["count"]) if match["count"] else read_count(match["english"])
        if 1 <= value <= 20:
            return int(value)
    return None
