"""The words for the lexicon's concepts in sentences, in Japanese and English."""

import re
from collections.abc import Sequence

from bot.advisor.rules.wording_values import say_list
from knowledge.documents.document import Language

_SENTENCE = re.compile(
    r"[、。:\n]|(?:て|は|から|ば|とき|り)$|については"
    r"|\b(?:is|are|be|shall|must|may|can|will|has|have|if|when)\b",
    re.IGNORECASE,
)
_WORDS: dict[str, tuple[str, str]] = {
    "ai": ("AI", "AI"),
    "cloud": ("クラウド", "cloud services"),
    "software": ("ソフトウェア", "software"),
    "it_system": ("情報システム", "information systems"),
    "poc": ("PoC", "a trial (PoC)"),
    "prototype": ("試作", "prototypes"),
    "tooling": ("治具", "jigs and tooling"),
    "laboratory": ("実験機器", "laboratory equipment"),
    "consumables": ("消耗品", "consumables"),
    "equipment": ("設備", "equipment"),
    "outsourcing": ("業務委託", "outsourced services"),
    "log": ("利用の記録", "usage records"),
    "incident": ("事故", "an incident"),
    "approval_request": ("稟議書", "approval requests"),
    "purchase_records": ("見積書や請求書", "quotations and invoices"),
    "training": ("研修", "training"),
    "supplier": ("委託先", "suppliers"),
    "model_change": ("モデルの変更", "changes of the model"),
    "contract_end": ("契約の終了", "the end of the contract"),
    "data_return": ("データの返却", "return of the data"),
    "erasure": ("データの消去", "erasure of the data"),
    "review": ("見直し", "a review"),
    "evaluation": ("評価", "an assessment"),
    "extension": ("延長", "an extension"),
    "migration": ("移行期間", "the transition period"),
    "price_increase": ("値上げ", "price increases"),
    "tco": ("総費用（TCO）の試算", "the estimate of total cost (TCO)"),
    "meeting": ("会議", "meetings"),
    "external_ai": ("外部のAIサービス", "an external AI service"),
    "internal_ai": ("社内のAI環境", "the internal AI environment"),
    "external_cloud": ("外部のクラウド", "an external cloud"),
    "external_service": ("外部のサービス", "an external service"),
    "external_network": ("社外のネットワーク", "an external network"),
    "removable_media": ("可搬媒体", "removable media"),
    "outside": ("社外", "outside the company"),
    "personal_data": ("個人情報", "personal data"),
    "customer_drawing": ("顧客図面", "customer drawings"),
    "third_party_secret": ("他社の秘密", "secrets of third parties"),
    "export_controlled": ("輸出管理の対象技術", "export-controlled technology"),
    "inspection_data": ("検査データ", "inspection data"),
    "source_code": ("ソースコード", "source code"),
    "design_spec": ("設計仕様書", "design specifications"),
    "recipe": ("製造条件", "recipes and manufacturing conditions"),
    "price_list": ("価格表", "price lists"),
    "financial_data": ("決算情報", "financial data"),
    "customer_data": ("顧客情報", "customer data"),
    "health_data": ("健康情報", "health data"),
    "credentials": ("認証情報", "credentials"),
    "drawing": ("図面", "drawings"),
}


def say_concept(concept: str, language: Language) -> str:
    """Say what a concept of the lexicon is called; the concept's own name for an unknown one."""
    japanese, english = _WORDS.get(concept, (concept, concept.replace("_", " ")))
    return japanese if language == "ja" else english


def say_kinds(kinds: Sequence[str], language: Language) -> str:
    """Say kinds of purchases: AI・クラウド, "AI and cloud services"."""
    words = [say_concept(kind, language) for kind in kinds]
    return "・".join(words) if language == "ja" else say_list(words, language)


def say_subject(subject: str, concepts: Sequence[str], language: Language) -> str:
    """Say what a rule is about: in the policy's words where they are a plain name, else by concept."""
    bare = subject.removesuffix("の条件").removesuffix("について")
    is_in_language = bool(bare) and (language == "en") == bare.isascii()
    if is_in_language and is_plain_name(bare):
        return bare
    return say_concept(concepts[0], language) if concepts else bare


def is_plain_name(text: str) -> bool:
    """Tell whether words are a name and no part of a sentence."""
    return not _SENTENCE.search(text)
