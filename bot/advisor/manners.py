"""Read how a question is put: tone, greeting, vagueness, versions named, and what leaves the subject."""

import re
import unicodedata
from functools import lru_cache
from importlib.resources import files

import yaml

from bot.advisor.numerals import read_numeral
from bot.advisor.situation import Tone
from knowledge.documents.document import Language
from knowledge.documents.folding import fold_string

_GREETING = (
    r"こん(?:にち|ばん)(?:は|わ)|おはよ(?:う)?(?:ございます)?|お疲れ(?:様|さま)?(?:です|でした)?"
    r"|おつかれ(?:さま)?(?:です|でした)?|お世話になって(?:い|お)?(?:り)?ます"
    r"|はじめまして|初めまして|よろしく(?:お願い(?:し|いた|致)ます)?|ありがとう(?:ございま(?:す"
    r"|した))?|サンキュー|どうも|助かり(?:まし|ます)た?|了解(?:です|しました)?"
    r"|承知(?:し|いた)(?:まし|しまし)?た|わかりました|分かりました|なるほど|失礼します"
    r"|サンダン(?:さん|くん)?|sandan"
    r"|hello|hi(?: there)?|hey|good (?:morning|afternoon|evening)|thanks?(?: you)?(?: so much"
    r"| very much| a lot)?|thx|cheers|great|ok(?:ay)?|got it|nice to meet you|(?:many|much) thanks"
)
_ONLY_GREETING = re.compile(rf"(?:(?:{_GREETING})[\s、。,.!?~ー]*)+")
_EMPTY_WORDS = re.compile(
    r"教えて(?:ください|下さい|くれ|ほしい|もらえますか)?|お願い(?:し|いた|致し)?ます?|お願い"
    r"|相談(?:が|し)?(?:ある|あり)?(?:ます|たい|です)?(?:んです)?(?:が|けど)?|質問(?:が)?(?:ある"
    r"|あり)?(?:ます|です)?(?:んです)?(?:が|けど)?"
    r"|ちょっと|聞きたい(?:こと)?|知りたい|(?:大?至)?急(?:ぎ)?(?:で|の)?|どう(?:しま(?:す|しょう)|な(?:る|って(?:る|ます)?))"
    r"|誰に聞(?:け|く|い)(?:ばいい|たら)?"
    r"|(?:進め|入れ|始め|使い|や[りっ])(?:て|たい|ていい)|(?:ん)?でしたっけ|っけ"
    r"|話(?:なん)?(?:だ|です)?(?:けど|が)?|件(?:なん)?(?:だ|です)?(?:けど|が)?|なんだけど|けど|したい|どう(?:です|思|すれ|したら|なの|な|かな|か|いう)?|大丈夫"
    r"|いい|よい|良い|だめ|ダメ|駄目|ok|何か|なにか|なんか|困っ(?:て(?:い)?(?:ます|る)?|た)"
    r"|(?:これ|それ|あれ|この|その|あの)(?:件|話|場合)?|例の(?:件|やつ)?|やつ|(?:生成)?ai|人工知能"
    r"|について|に関して|とか|って|です|ます|でしょう|ください|下さい|か(?:な)?|ね|よ|の|が|は|を|も"
    r"|で|に|と|だ|ん|い|う|な|さ|ば|れ"
    r"|\b(?:is|are|it|this|that|ok|okay|fine|good|the|a|an|what|about|how|ai|please|help|me|i|we"
    r"|have|has|question|questions|can|could|you|do|does|should|to|need|want|some|any|of|on|with|for"
    r"|all|right|allowed|possible|advice|my|our|there|tell|more|know|would|like|think|ask|something"
    r"|thing|guys|so|and|or|be|just|then|now|go|ahead|proceed|still|really)\b|'s"
)
_MARKS = re.compile(r"[\W_]+")
# Nouns that say what a talk is about, not what is to be decided, where only filler stands beside them.
_TOPIC_ALONE = re.compile(
    r"契約|稟議|金額|ツール|データ|システム|サービス|予算|購入|買(?:い物)?|contracts?|tools?|data|purchases?"
    r"|buy|vendors?|approvals?|systems?|software|budget"
)
_ASKS_MEANING = re.compile(r"とは|意味|定義|って何|\bwhat (?:is|are) (?:an? )?\w+\W*$|\bmean")
_FORMAL = re.compile(
    r"ございま|いただけ(?:ま|れば|ない)|いただき(?:たく|ま)|頂(?:け|き)(?:ま|たく)|存じ(?:ま|上)"
    r"|ご教示|ご教授|お伺い|伺(?:い|え)(?:ま|た)|恐れ入り|恐縮|いたし(?:ま|たく)|致し(?:ま|たく)"
    r"|賜り|幸いです|幸甚|お聞かせ|くださいますよう|でしょうか。.*でしょうか"
    r"|\b(?:could you (?:kindly|please)|would you (?:kindly|please|be so kind)|kindly"
    r"|i would (?:be grateful|appreciate|like to (?:inquire|ask|know))|may i (?:ask|inquire)"
    r"|please (?:advise|be so kind|confirm|inform)|we would appreciate|dear)\b"
)
_POLITE = re.compile(
    r"です|ます|ません|ました|でした|でしょう|ください|下さい|\bplease\b|\bcould (?:you|we|i)\b"
    r"|\bwould\b|\bmay (?:i|we)\b|\bthank"
)
_CASUAL = re.compile(
    r"っす|じゃん|やん|やろ|ねん|やねん|ちゃう|だよ|だろ|かい[?。]?$|(?:の|かな|だっけ|てる|たい"
    r"|ない|いい|ん|る|ける|よね)[?]?$|だけど|やけど|めっちゃ|やばい|ヤバ|まじ|マジ|笑$|w+$|んじゃ"
    r"|けえ|とる|[!?！？]{2,}|😊|🙏"
    r"|\b(?:hey|gonna|wanna|gotta|btw|lol|guys|yo|dunno|u|ur|pls|thx|kinda|yeah|nope|what's up)\b"
)
_VERSION = re.compile(
    r"第?\s?(?P<number>\d{1,3}(?:\.\d{1,3})?|[一二三四五六七八九十]{1,3})\s?版(?!権|画|元)"
    r"|\b(?:version|ver\.?|v\.?|edition|rev(?:ision)?\.?)\s?(?P<english>\d{1,3}(?:\.\d{1,3})?)\b"
    r"|\b(?P<ordinal>\d{1,2})(?:st|nd|rd|th) (?:edition|version)\b|\b(?P<word>first|second|third"
    r"|fourth|fifth|sixth|seventh|eighth|ninth|tenth) (?:edition|version)\b"
)
_NOT_HELD = ("others", "records", "figures_of_others", "errands")
_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
)  # fmt: skip


@lru_cache(maxsize=1)
def _boundaries() -> dict[str, tuple[re.Pattern[str], ...]]:
    raw = yaml.safe_load(files("bot.advisor").joinpath("boundary_cues.yaml").read_text(encoding="utf-8"))
    return {
        name: tuple(re.compile(one) for one in (rows if isinstance(rows, list) else [rows]))
        for name, rows in raw.items()
    }


def read_tone(text: str, language: Language) -> Tone:
    """Read the register of a question; polite where it shows none."""
    folded = fold_string(text).strip()
    if _FORMAL.search(folded):
        return "formal"
    if _CASUAL.search(folded) and not (_POLITE.search(folded) and language == "ja" and "っす" not in folded):
        return "casual"
    return "polite"


def is_greeting(text: str) -> bool:
    """Tell whether a text greets or thanks, and asks nothing."""
    words = _bare(text)
    return bool(words) and _ONLY_GREETING.fullmatch(words) is not None


def is_vague(text: str, terms: frozenset[str] = frozenset()) -> bool:
    """Tell whether a text names nothing that could be answered.

    Args:
        text: The question, standing alone.
        terms: Folded words that are something by themselves, as the corpus' and the company's terms.
    """
    words = _bare(text)
    words = re.sub(rf"^(?:(?:{_GREETING})[\s、。,.!]*)+", "", words)
    if words in terms:
        return False
    rest = _MARKS.sub("", _EMPTY_WORDS.sub(" ", words))
    if len(rest) < 2:
        return True
    has_filler = len(_MARKS.sub("", words)) > len(rest) + 1
    return bool(has_filler and _TOPIC_ALONE.fullmatch(rest) and not _ASKS_MEANING.search(words))


def find_versions(text: str) -> tuple[str, ...]:
    """Find the versions that a text names: "2" in 「第2版では」, "version 2", "the second edition"."""
    found = []
    for match in _VERSION.finditer(fold_string(text)):
        written = match["number"] or match["english"] or match["ordinal"]
        if match["word"]:
            found.append(str(_ORDINALS.index(match["word"]) + 1))
        elif written[0].isdigit():
            found.append(written)
        else:
            found.append(str(read_numeral(written)))
    return tuple(dict.fromkeys(found))


def is_adversarial(text: str) -> bool:
    """Tell whether a text asks to drop rules, show what is inside, impersonate, or get round control."""
    folded = fold_string(text)
    return any(pattern.search(folded) for pattern in _boundaries()["adversarial"])


def is_on_subject(text: str) -> bool:
    """Tell whether a text names something that the advice is about: AI, a pilot, a contract, data."""
    folded = fold_string(text)
    return any(pattern.search(folded) for pattern in _boundaries()["subject"])


def strangeness(text: str) -> float:
    """Tell how surely a text is outside the subject, 0 to 1."""
    folded = fold_string(text)
    cues = _boundaries()
    if any(pattern.search(folded) for name in _NOT_HELD for pattern in cues[name]):
        return 0.9
    is_subject = any(pattern.search(folded) for pattern in cues["subject"])
    if any(pattern.search(folded) for pattern in cues["far_away"]):
        return 0.45 if is_subject else 0.95
    if any(pattern.search(folded) for pattern in cues["beside"]):
        return 0.2 if is_subject else 0.85
    return 0.0


def _bare(text: str) -> str:
    """Fold, and take out emoji and other pictures."""
    folded = fold_string(text)
    kept = (one if unicodedata.category(one) not in ("So", "Sk", "Cs", "Co", "Cn") else " " for one in folded)
    return "".join(kept).strip()
