"""Find what is given to the wrong source: authors, records, whose advice it is, and vendors taken for rules.

The true records are cards (`BIB-…`); practical advice is the article's, competition policy the paper's.
"""

import re
from collections.abc import Iterator

from bot.advisor.saying_back_reply import Flaw, ProblemKind, Sentence
from knowledge.documents.document import Language

_TRUE_AUTHORS: dict[Language, str] = {"ja": "Jai VipraとAnton Korinek", "en": "Jai Vipra and Anton Korinek"}
_TRUE_TITLE = "Market Concentration Implications of Foundation Models"
_MISPRINT = re.compile(
    r"印刷|誤り|誤記|誤っ|間違|実在し|一致しな|ではな|ではあり|正しく|訂正|直し|存在しな|使わな|引用しな"
    r"|\bprinted\b|\bmisprint|\bwrong|\bnot\b|n't\b|\bdoes not exist|\berror\b|\bcorrect"
)
_PRINTED_AUTHOR = re.compile(
    r"(?:j\.?\s?k\.?\s?)?(?<![a-z])lee(?![a-z])(?:\s?(?:et al\.?|and (?:others|colleagues)|ほか|ら|他|氏ら"
    r"|氏|さん))*"
    r"|j\.?\s?k\.?\s?リー(?:氏|ら|ほか|他)*|(?<![ァ-ヶー])リー(?:氏|ら|ほか|他|さん)+"
)
_PRINTED_TITLE = re.compile(
    r"[「『\"']?the economics of foundation models[」』\"']?|(?<=論文)[「『]基盤モデルの経済学[」』]"
)
_NAMED_AUTHOR = re.compile(
    r"(?:論文の?(?:著者|筆者|執筆者)は、?(?P<ja>[^、。はがをにで]{2,40}?)(?:です|だ|である|の|。|、|$))"
    r"|(?:(?:paper|study)(?: was| is)? (?:written )?by |authors? of the paper (?:is|are|was|were) )"
    r"(?P<en>[a-z][a-z. ]{2,40}?)(?= (?:says?|shows?|argues?|finds?|warns?|in|of|from)\b|[.,;]|$)"
)
_TRUE_NAMES = re.compile(r"vipra|korinek|ヴィプラ|ビプラ|コリネク|コリネック")
_ARXIV = re.compile(r"arxiv\s?[:：]?\s?(?P<number>\d{4}\.\d{4,5})")
_PAPER_YEAR = re.compile(
    r"(?P<year>(?:19|20)\d\d)(?=年?(?:\d+月)?(?:に(?:発表|公表|出)(?:された)?|発表の|公表の|の)?(?:vipra"
    r"|論文(?!の後)))"
    r"|\bpaper (?:was )?(?:published |released |out )?(?:in|of|from) (?:\w+ )?(?P<en>(?:19|20)\d\d)"
)
_PAPER = re.compile(
    r"(?<!後継)論文(?!では?なく|ではあり|にはな|には?書かれていな)|vipra|korinek|ブルッキングス|arxiv"
    r"|\b(?:the|that|this) (?:2023 )?(?:paper|study|academic paper)\b|\bresearch paper\b"
)
_ARTICLE = re.compile(r"記事|\barticle\b")
_SUCCESSOR = re.compile(
    r"後継|続編|nber|w33139|economic policy|successor|follow[- ]?up paper|2024年の?論文|2024 paper"
)
_ADVICE = re.compile(
    r"poc|kpi|tco|総所有コスト|三段|3段|三つの(?:段階|ステップ|指標)|3つの(?:段階|ステップ|指標)|教育|研修"
    r"|フェイルセーフ"
    r"|安全側|saas|内製|自前|直接効果|間接効果|会議フレーズ|運用責任|小さく試|小規模な?試行|段階的に(?:広"
    r"|試|導入|拡大)"
    r"|three steps|three[- ]step|three (?:stages|indicators)|proof of concept|pilot first|small trial"
    r"|total cost of ownership|fail[- ]?safe|training|in[- ]house|direct effect|start small|small poc"
)
_POLICY = re.compile(
    r"競争政策|競争当局|独占禁止|独禁法|反トラスト|挑戦可能|コンテスタビリティ|自然独占|略奪的価格"
    r"|antitrust|contestab|natural monopol|predatory pric|competition (?:policy|authorit)"
    r"|(?:二つ|2つ)の柱|two prongs"
)
_LATE_FACT = re.compile(
    r"16社|十六社|gpt-?4(?:相当|級|並み|と同等)|92\s?%|変動費近く|16 (?:labs|firms|companies)|at least 16"
    r"|gpt-?4[- ]level|near variable cost"
)
_VENDOR = re.compile(
    r"提案書|ベンダー(?:の|が|に|さん|から|は|曰)|業者(?:の|が|に|から|は)|営業(?:の|が|から|担当)"
    r"|[a-zａ-ｚ]社の?(?:faq|資料|説明|提案|営業)"
    r"|\bvendor|\bproposal\b|\bsupplier'?s?\b|\bsales (?:rep|team)"
)
_RULE_TALK = re.compile(
    r"合議(?:は|が|も)?(?:不要|要りません|いりません|いらない|要らない|必要ありません)"
    r"|審査(?:会)?.{0,12}(?:不要|いら|要ら|必要あり)"
    r"|承認(?:は|が|も)?(?:不要|要りません|いりません|いらない|要らない|必要ありません)|決裁(?:は|が"
    r"|も)?(?:不要|要りません|いりません|いらない)"
    r"|規程(?:上|で(?:も|は)?)(?:問題|認め|許)|社内(?:ルール|規程).{0,10}(?:問題|満た|適合|認め)"
    r"|してよい(?:と|こと)|手続き?は(?:不要|要りません|いりません)"
    r"|no (?:approval|review|concurrence|committee)|without (?:approval|review|concurrence|committee)"
    r"|(?:approval|review|concurrence) (?:is|are) (?:not needed|not required|unnecessary)"
    r"|(?:not|n't) (?:need|require) (?:any )?(?:approval|review|concurrence|committee)"
    r"|complies with our (?:rules|policy)"
    r"|allowed by our (?:rules|policy)|permitted under our"
)
_DISTANT = re.compile(
    r"社外資料|根拠に(?:は|も)?な(?:ら|り)|規程では|当社の規程|しかし|ですが|確かめ|確認|鵜呑み|外部の"
    r"|outside|no authority|but\b|however|not (?:authoritative|a rule)|check"
)
_ASIDE = re.compile(r"\([^()]*\)")
_SAID: dict[str, dict[Language, str]] = {
    "author": {
        "ja": (
            "この論文の著者はJai VipraとAnton Korinekです。記事に印刷された「J. "
            "K. Lee」の書誌は実在しません。"
        ),
        "en": (
            "The paper's authors are Jai Vipra and Anton Korinek; the "
            "printed record “J. K. Lee” does not exist."
        ),
    },
    "title": {
        "ja": "論文の題名は “Market Concentration Implications of Foundation Models” です。",
        "en": "The paper's title is “Market Concentration Implications of Foundation Models”.",
    },
    "number": {
        "ja": "論文の番号はarXiv:2311.01550（2023年11月2日）です。",
        "en": "The paper's number is arXiv:2311.01550 (2 November 2023).",
    },
    "year": {
        "ja": (
            "論文は2023年（arXivは11月2日、作業論文は9月）のものです。2024年のものは同じ著者の後継論文です。"
        ),
        "en": (
            "The paper is of 2023 (arXiv 2 November, working paper September); that of 2024 is its successor."
        ),
    },
    "advice": {
        "ja": "これは記事の助言で、論文には書かれていません。論文が扱うのは市場の集中と競争政策です。",
        "en": (
            "This is the article's advice and not in the paper, which treats "
            "concentration and competition policy."
        ),
    },
    "policy": {
        "ja": "これは2023年の論文の内容で、記事の助言ではありません。",
        "en": "This comes from the 2023 paper, not from the article.",
    },
    "late": {
        "ja": "これは後継論文（2024年11月時点）の記述で、2023年の論文にはありません。",
        "en": "This stands in the successor paper (as of November 2024), not in that of 2023.",
    },
    "vendor": {
        "ja": "取引先の資料は材料であって、社内規程の定めではありません。要否は規程の条文で確かめます。",
        "en": (
            "A vendor's document is material, never a company rule; what is required is for the rules to say."
        ),
    },
}
_SOURCE_NAMES: dict[str, dict[Language, str]] = {
    "article": {"ja": "記事", "en": "the article"},
    "paper": {"ja": "2023年の論文", "en": "the 2023 paper"},
    "successor": {"ja": "後継論文（2024年11月時点）", "en": "the successor paper (as of November 2024)"},
}


def find_wrong_records(sentence: Sentence) -> tuple[Flaw, ...]:
    """Find wrong authors, titles, numbers and years; whoever calls them wrong is right."""
    if _MISPRINT.search(sentence.folded):
        return ()
    return (*_authors(sentence), *_titles(sentence))


def _authors(sentence: Sentence) -> Iterator[Flaw]:
    folded, true = sentence.folded, _TRUE_AUTHORS[sentence.language]
    if match := _PRINTED_AUTHOR.search(folded):
        tail = "ら" if match[0].rstrip("氏ほか他").endswith("ら") and sentence.language == "ja" else ""
        yield _record(sentence, match.span(), "author", f"{true}{tail and ''}")
        return
    named = _NAMED_AUTHOR.search(folded)
    group = "ja" if named and named["ja"] else "en"
    if named and named[group] and not _TRUE_NAMES.search(named[group]):
        yield _record(sentence, named.span(group), "author", true)


def _titles(sentence: Sentence) -> Iterator[Flaw]:
    folded = sentence.folded
    if (match := _PRINTED_TITLE.search(folded)) and not _ARTICLE.search(folded):
        yield _record(sentence, match.span(), "title", _TRUE_TITLE)
    for match in _ARXIV.finditer(folded):
        if match["number"] != "2311.01550":
            yield _record(sentence, match.span("number"), "number", "2311.01550")
    for match in _PAPER_YEAR.finditer(folded):
        group = "year" if match["year"] else "en"
        is_successor = _SUCCESSOR.search(folded) and match[group] in {"2024", "2025"}
        if match[group] != "2023" and not is_successor:
            yield _record(sentence, match.span(group), "year", "2023")


def _record(sentence: Sentence, span: tuple[int, int], key: str, put: str) -> Flaw:
    return _flaw(sentence, "wrong_author", span, key, ("BIB-paper", "BIB-article"), put)


def find_misattributions(sentence: Sentence) -> tuple[Flaw, ...]:
    """Find advice given to the paper, policy given to the article, facts of 2024 given to 2023."""
    return tuple(
        flaw for start, end in _clauses(sentence.folded) for flaw in _misattributed(sentence, start, end)
    )


def _clauses(folded: str) -> Iterator[tuple[int, int]]:
    """Part a sentence only where it names both sources, so that each is judged by what stands beside it."""
    if not (_PAPER.search(folded) and (_ARTICLE.search(folded) or _SUCCESSOR.search(folded))):
        yield 0, len(folded)
        return
    start = 0
    for match in re.finditer(r"[、,;]| and the | while | whereas ", folded):
        yield start, match.start()
        start = match.start()
    yield start, len(folded)


def _misattributed(sentence: Sentence, start: int, end: int) -> Iterator[Flaw]:
    part = _ASIDE.sub(lambda aside: " " * len(aside[0]), sentence.folded[start:end])
    paper, article = _PAPER.search(part), _ARTICLE.search(part)
    if paper and not article and not _SUCCESSOR.search(part) and not _denies(part):
        if _ADVICE.search(part):
            yield _renamed(sentence, start, paper, "advice", "article", _advice_cards(part))
        elif _LATE_FACT.search(part):
            yield _renamed(sentence, start, paper, "late", "successor", ("K-06", "K-13"))
    elif article and not paper and not _denies(part) and _POLICY.search(part):
        yield _renamed(sentence, start, article, "policy", "paper", ("P-11", "P-12", "P-02"))


def _denies(part: str) -> bool:
    return bool(
        re.search(r"ではな|にはな|ではあり|書かれていな|ありません|扱って(?:い)?な|\bnot\b|n't\b", part)
    )


def _advice_cards(part: str) -> tuple[str, ...]:
    cards = [
        card
        for pattern, card in (
            (r"poc|kpi|試|proof|trial|pilot|start small", "S6-10"),
            (r"tco|総所有|運用責任|total cost", "S6-11"),
            (r"教育|研修|training", "S6-05"),
            (r"安全側|フェイル|fail", "S5-05"),
            (r"saas|内製|自前|in[- ]house", "SD-10"),
            (r"指標|効果|indicator|effect", "SD-04"),
        )
        if re.search(pattern, part)
    ]
    return (*(cards or ["SD-19", "SD-20", "SD-21"]), "BIB-article")


def _renamed(
    sentence: Sentence, offset: int, match: re.Match[str], key: str, source: str, cards: tuple[str, ...]
) -> Flaw:
    start, end = offset + match.start(), offset + match.end()
    if dated := re.search(r"2023年(?:11月)?の$", sentence.folded[:start]):
        start = dated.start()
    name = _SOURCE_NAMES[source][sentence.language]
    if sentence.language == "en":
        if article := re.search(r"\b(?:the|this|that|an?) $", sentence.folded[:start]):
            start = article.start()
        name = name[0].upper() + name[1:] if start == 0 else name
    return _flaw(sentence, "misattribution", (start, end), key, cards, name)


def find_vendor_rules(sentence: Sentence) -> tuple[Flaw, ...]:
    """Find a vendor's document taken for what the company's rules say."""
    vendor, rule = _VENDOR.search(sentence.folded), _RULE_TALK.search(sentence.folded)
    if not vendor or not rule or _DISTANT.search(sentence.folded):
        return ()
    said: dict[Language, str] = {
        "ja": (
            "取引先は手続きについて説明していますが、社外資料は根拠になりません。"
            "要否は当社の規程で確かめます。"
        ),
        "en": (
            "The vendor speaks of our procedure, but an outside document "
            "has no authority; our own rules decide."
        ),
    }
    flaw = _flaw(sentence, "vendor_as_rule", vendor.span(), "vendor", ("S1-12",), None)
    return (flaw.model_copy(update={"whole": said[sentence.language]}),)


def _flaw(
    sentence: Sentence,
    kind: ProblemKind,
    span: tuple[int, int],
    key: str,
    cards: tuple[str, ...],
    mend: str | None,
) -> Flaw:
    return Flaw(
        kind=kind,
        start=sentence.start + span[0],
        end=sentence.start + span[1],
        reason=_SAID[key][sentence.language],
        cards=cards,
        mend=mend,
    )
