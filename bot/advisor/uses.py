"""Read what is to be done with data or a service: act, data, information class, destination, subject."""

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.advisor.question_words import asked_concepts, has_cue
from bot.advisor.rules.lexicon import Field
from bot.advisor.situation import Use
from bot.advisor.vocabulary import Vocabulary
from knowledge.documents.folding import fold_text

_WORD = r"(?:「[^「」]{1,14}」|[\u3400-\u9fff々ァ-ヶーa-z0-9]{1,24}|お客(?:さん|様|さま)?)"
_TAKEN = re.compile(
    rf"(?P<object>{_WORD}(?:(?:の|や|と|・){_WORD}){{0,3}})(?=(?P<particle>を|って|は|とか|なんか|も"
    rf"|、)[^。、?]{{0,24}}"
    r"(?:入|貼|渡|送|出|置|保存|保管|アップ|食わ|読|投|つな|繋|接続|見せ|使|持|載|公開|公表|消|削除"
    r"|捨|扱|任|やら|かけ|打|共有|学習|要約|翻訳|まとめ))"
)
_TAKEN_IN_ENGLISH = re.compile(
    r"\b(?:past(?:es?|ed|ing)|upload(?:s|ed|ing)?|put(?:s|ting)?|feed(?:s|ing)?|enter(?:s|ed|ing)?"
    r"|input(?:s|ting)?|shar(?:es?|ed|ing)|sends?|sending|stor(?:es?|ed|ing)"
    r"|keep(?:s|ing)?|sav(?:es?|ing)|cop(?:y|ies|ying)|tak(?:es?|ing)|carr(?:y|ies|ying)|mov(?:es?|ing)"
    r"|connect(?:s|ing)?|publish(?:es|ing)?|host(?:s|ed|ing)?|process(?:es|ing)?|us(?:es?|ing))"
    r" (?P<object>(?:[\w'’-]+ ){0,4}?[\w'’-]+)(?= (?:in|into|to|on|onto|with|from|through|at|home"
    r"|outside|via|for)\b)"
)
_IS_RECORD = re.compile(
    r"(?:録|書|表|図面?|票|データ|情報|資料|名簿|リスト|メール|写真|画像|音声|動画|台帳|仕様|単価|原価|規程|マニュアル)$"
)
_EDGE = re.compile(r"^(?:(?:the|a|an|our|my|some|any|their|this|that|all|these|those|up)\s)+")
_PRONOUN = re.compile(
    r"(?:これ|それ|あれ|何|誰|私|うち|it|them|this|that|one|something|ai|生成ai|社内ai環境"
    r"|外部ai(?:サービス)?|chatgpt|copilot)$"
)
_PLAIN_LABELS = ("極秘", "社外秘", "部外秘", "関係者外秘", "秘", "機密", "公開")
_PLAIN_ENGLISH = ("Strictly confidential", "Top secret", "Confidential", "Restricted", "Secret")
_CLASSED = (
    r"(?:[ -](?:data|information|files?|documents?|level|class|material|records?|drawings?"
    r"|inspection|test|customer|specs?)"
    r"|['\"」])"
)
_WEAK_ACTS = frozenset({"contract", "split", "use", "take_out", "decide"})
_TAKES_OUT = re.compile(r"持ち出|持出|持って|持ち帰|自宅|\b(?:home|outside|usb|abroad|off.?site)\b")
_LETS_DECIDE = re.compile(
    r"(?:ai|自動|機械|システム)[^。]{0,16}(?:判定|判断|決め|決定|選考|採点|評価|任せ|やらせ)"
    r"|(?:判定|判断|選考|採点|評価|査定)[^。]{0,12}(?:ai|任せ|やらせ|自動)"
    r"|\bai\b.{0,40}\b(?:decid|scor|rank|screen|judg|evaluat|decision)"
)
_ASKS_TRAINING = re.compile(
    r"受け|受講|必須|必要|義務|要(?:り|る)|いり?ますか|未受講|\b(?:required?|before|need|must|without)\b"
)
# Words of putting in and taking out that are about no data at all; the last are about training of a model.
_IDIOMS = re.compile(
    r"(?:力|手|頭|気|計算|考え|設計|視野|予算|念頭|考慮|勘定|範囲|計画|契約|検討)(?:を|に|の中に)?入れ"
    r"|(?:お?金|費用|経費|コスト|予算|見積|申請|稟議|答え|結果|効果|成果|数字|指示|例|届"
    r"|声)[をがは]?(?:[^。、]{0,4})出(?=[さしすてたるせ])"
    r"|(?:役員|社長|会長|上司|部長|課長|経営(?:層|陣|者)?|取締役|常務|専務|現場|会議|委員)会?(?:で|に|へ)(?:は)?"
    r"(?:どう(?:やって|やったら|すれば)?)?(?:見せ|示|提示|説明|提出)"
    r"|事前学習|pre-?training|fine-?tuning|training (?:cost|run|data)s?"
)
# Data that is said not to be there.
_ABSENT = re.compile(
    r"(?:個人(?:情報|データ)|氏名|住所|顧客(?:情報|データ|図面)|図面|機密)(?:は|を|も|が|など|等)*"
    r"(?:含(?:みません|まない|まず|んで(?:い)?な)|入って(?:い)?な|入れ(?:ない|ず)"
    r"|(?:一切)?(?:なし|無し|ありません|除(?:き|い|く)|抜き))"
    r"|\b(?:no|without(?: any)?|free of|not (?:any|contain\w*|includ\w*)(?: any)?|excluding)"
    r" (?:personal|customer) (?:data|information)"
    r"|(?:personal|customer) (?:data|information) (?:is|are) (?:not|excluded|removed)"
)
# 「検査データじゃなくて設計計算書」: the first is not what is asked about.
_DENIED = re.compile(
    r"[^、。\s]{1,16}(?:じゃなくて?|ではなくて?|でなくて?|じゃない(?=[^か。?]))、?"
    r"|\b(?:instead of|rather than) [\w ]{2,30}?(?=,| but| can| may|\?|$)|\bnot [\w ]{2,30}? but\b"
)
_WEAK_SUBJECTS = frozenset(
    {
        "supplier",
        "training",
        "evaluation",
        "review",
        "meeting",
        "tco",
        "migration",
        "purchase_records",
        "approval_request",
        "price_increase",
        "extension",
    }
)
_WEAK_DESTINATIONS = frozenset({"external_cloud"})
_INTERNAL = re.compile(
    r"(?:うちの会社|当社|弊社|会社|うち)の(?:生成)?(?:ai環境|ai(?=に|へ|で|なら|だけ)|chatgpt|copilot|gpt)"
    r"|(?:社内|自社)(?:の|版|用|向け|専用)?(?:生成)?(?:ai(?:環境)?|chatgpt|copilot|gpt|gemini|claude"
    r"|チャットボット)"
    r"|\b(?:our|company|in.?house|internal)(?:'s)?(?: own| internal| private| company"
    r"| approved)* (?:chatgpt|copilot|gpt|ai|chat ?bot|llm)\b"
)


def read_use(text: str, departments: tuple[str, ...], vocabulary: Vocabulary) -> Use | None:
    """Read the use that a text speaks of.

    Args:
        text: One message.
        departments: Of the asker, or named in the text.
        vocabulary: The company's own names of information classes.

    Returns:
        None where no use of data or of a service is meant.
    """
    folded = _ABSENT.sub(" ", _IDIOMS.sub(" ", fold_text(text).text))
    if denied := _DENIED.search(folded):  # what is meant is named behind it
        folded = folded.replace(denied[0], " ")
    labels = find_class_labels(folded, vocabulary)
    use = Use(
        acts=asked_concepts(folded, "act"),
        objects=_objects(_DENIED.sub(" ", text)),
        data=_without_wider(asked_concepts(folded, "data")),
        class_labels=labels,
        destinations=_destinations(folded),
        departments=departments,
        subjects=asked_concepts(folded, "subject"),
    )
    return use if _is_meant(use, folded) else None


def find_class_labels(folded: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Find the information classes that a folded text names, in the company's spelling.

    A label that is an ordinary word (秘, Confidential, Internal) counts only where it stands as a class.
    """
    known = list(dict.fromkeys((*vocabulary.class_labels, *_PLAIN_LABELS, *_PLAIN_ENGLISH)))
    found: list[tuple[int, str]] = []
    left = folded
    for label in sorted(known, key=len, reverse=True):
        match = _label_pattern(label).search(left)
        if match and label.casefold() not in {one.casefold() for _, one in found}:
            found.append((match.start(), label))
            left = left[: match.start()] + "\0" * len(match[0]) + left[match.end() :]
    return tuple(label for _, label in sorted(found))


@lru_cache(maxsize=512)
def _label_pattern(label: str) -> re.Pattern[str]:
    label = fold_text(label).text
    escaped = re.escape(label)
    if label.isascii():
        return re.compile(
            rf"(?<![a-z]){escaped}{_CLASSED}|(?:class(?:ified|ed)?|labell?ed|marked|rated|grade[d]?"
            rf"|level)(?: as| is)? ['\"]?{escaped}(?![a-z])"
            rf"|['\"「]{escaped}['\"」]"
        )
    if label in ("公開", "機密", "一般"):
        return re.compile(rf"「{escaped}」|区分(?:が|は|の|:)?{escaped}|{escaped}区分|{escaped}扱い")
    if len(label) == 1:
        return re.compile(
            rf"「{escaped}」|マル{escaped}|丸{escaped}|(?<![\u3400-\u9fff]){escaped}(?:の|情報|区分"
            rf"|扱い|データ|資料|文書|指定|以上|に|は|って|と|$)|区分(?:が|は|の|:)?{escaped}"
        )
    return re.compile(escaped)


def _objects(text: str) -> tuple[str, ...]:
    folded = fold_text(text)
    written = []
    for match in (*_TAKEN.finditer(folded.text), *_TAKEN_IN_ENGLISH.finditer(folded.text)):
        start, end = match.span("object")
        if edge := _EDGE.match(folded.text[start:end]):
            start += edge.end()
        name = folded.text[start:end]
        is_marked = match.groupdict().get("particle", "を") == "を" or _IS_RECORD.search(name)
        is_marked = is_marked or asked_concepts(name, "data")
        if _PRONOUN.fullmatch(name) or len(name) < 2 or not is_marked:
            continue
        first, last = folded.span(start, end)
        written.append(text[first:last])
    return tuple(dict.fromkeys(written))[:4]


def _without_wider(concepts: tuple[str, ...]) -> tuple[str, ...]:
    """A customer's drawing is a drawing; only the narrower concept is kept."""
    dropped = {"drawing"} if "customer_drawing" in concepts else set()
    return tuple(one for one in concepts if one not in dropped)


def _destinations(folded: str) -> tuple[str, ...]:
    """A service that runs inside the company is not an external one, whatever its brand."""
    inside = _INTERNAL.search(folded) is not None
    rest = _INTERNAL.sub(" ", folded)
    field: Field = "destination"
    found = list(asked_concepts(rest, field))
    if inside and "internal_ai" not in found:
        found.insert(0, "internal_ai")
    return tuple(found)


def _is_meant(use: Use, folded: str) -> bool:
    return any(_signs(use, folded))


def _signs(use: Use, folded: str) -> Iterator[bool]:
    yield bool(use.data or use.class_labels)
    yield bool(set(use.destinations) - _WEAK_DESTINATIONS)
    yield bool(set(use.acts) - _WEAK_ACTS)
    yield "take_out" in use.acts and _TAKES_OUT.search(folded) is not None
    yield "decide" in use.acts and _LETS_DECIDE.search(folded) is not None
    yield bool(set(use.subjects) - _WEAK_SUBJECTS)
    yield "training" in use.subjects and _ASKS_TRAINING.search(folded) is not None
    yield bool(use.destinations and use.acts)
    yield "use" in use.acts and has_cue(folded, "permission")
