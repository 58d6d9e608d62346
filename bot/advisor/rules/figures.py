"""Write the figures of rules, amounts, stretches of time and bounds, in the language of a policy."""

from pydantic import Field

from bot.advisor.amounts import Currency
from bot.advisor.rules.place import Frozen, Length, Scope, TaxBasis, Term
from bot.advisor.rules.spending import AmountSpan
from bot.advisor.time_units import TimeUnit
from knowledge.documents.document import Language
from knowledge.documents.language import detect_language


class Tongue(Frozen):
    """The words between the figures, in one language."""

    labels: dict[str, str]  # by a rule's `type`
    units: dict[TimeUnit, str]
    taxes: dict[TaxBasis, str]
    amount: str
    any_amount: str
    comma: str = Field(min_length=1)
    words: dict[str, str]


_JAPANESE = Tongue(
    labels={
        "approval_band": "決裁", "counting": "金額の数え方", "concurrence": "合議", "quotes": "見積",
        "contract_clause": "契約条項", "memo_contents": "稟議書", "emergency": "緊急", "limit": "上限",
        "duration": "期間", "frequency": "頻度",
        "prohibition": "禁止", "permission": "許可",
        "requirement": "義務", "conditions": "条件(すべて)",
        "definition": "定義", "class_scale": "区分",
        "classification": "区分に属するもの", "threshold": "基準点", "precedence": "優先", "effect": "施行",
        "amendment": "改正", "responsible": "役割", "penalty": "違反",
    },
    units={
        "minute": "分", "hour": "時間", "day": "日", "business_day": "営業日", "week": "週間",
        "month": "か月", "year": "年",
    },
    taxes={"excluded": "税抜", "included": "税込"},
    amount="金額",
    any_amount="金額によらず",
    comma="、",
    words={
        "yen": "円", "exempt": "不要", "review": "審査", "only": "のみ", "only_in": "置ける場所",
        "except": "{}を除く",
        "within": "以内", "at_least": "以上", "exactly": "",
        "contract_total": "契約期間の総額", "annual": "年間の合計", "single": "1件ごと", "months": "か月分",
        "auto_renewal": "自動更新", "monthly": "月払い", "no_split": "分割禁止",
        "quotes": "社", "times": "回",
        "single_source": "1社のみのとき", "always": "すべて",
        "longer_than": "{}超の契約", "from_length": "{}以上の契約", "stricter": "厳しい方",
        "this_text": "この文書", "other_text": "他の文書", "arbiter": "裁定", "points": "点", "percent": "%",
        "to": "宛先", "since": "起点", "by": "承認", "principle": "原則",
        "exception": "例外", "drop_concurrence": "合議を省く", "band": "権限", "repeals": "廃止",
        "place": "場所", "when": "条件", "reading": "読替え", "indefinite": "期間の定めなし",
        "season": "{}月のみ",
    },
)  # fmt: skip
_ENGLISH = Tongue(
    labels={
        "approval_band": "approval", "counting": "counting", "concurrence": "concurrence", "quotes": "quotes",
        "contract_clause": "contract clause", "memo_contents": "request", "emergency": "emergency",
        "limit": "limit", "duration": "duration", "frequency": "frequency", "prohibition": "prohibited",
        "permission": "permitted", "requirement": "required", "conditions": "conditions (all)",
        "definition": "definition", "class_scale": "classes", "classification": "class", "threshold": "score",
        "precedence": "precedence", "effect": "in force", "amendment": "amendment", "responsible": "role",
        "penalty": "breach",
    },
    units={
        "minute": "minutes", "hour": "hours", "day": "days", "business_day": "business days", "week": "weeks",
        "month": "months", "year": "years",
    },
    taxes={"excluded": "excl. tax", "included": "incl. tax"},
    amount="amount",
    any_amount="any amount",
    comma=", ",
    words={
        "yen": " JPY", "exempt": "not needed", "review": "review", "only": "only",
        "only_in": "kept only in", "except": "except {}",
        "within": "within", "at_least": "at least",
        "exactly": "", "contract_total": "contract total", "annual": "total per year",
        "single": "each order", "months": "months", "auto_renewal": "automatic renewal",
        "monthly": "paid monthly", "no_split": "no splitting", "quotes": " quotes", "times": " times",
        "single_source": "single source", "always": "every contract", "longer_than": "longer than {}",
        "from_length": "of {} or longer",
        "stricter": "the stricter", "this_text": "this text", "other_text": "the other text",
        "arbiter": "settled by", "points": "points", "percent": "%", "to": "to", "since": "from", "by": "by",
        "principle": "in principle", "exception": "exception",
        "drop_concurrence": "drops concurrence", "band": "authority", "repeals": "repeals",
        "place": "place", "when": "if", "reading": "to be read", "indefinite": "no fixed term",
        "season": "in months {} only",
    },
)  # fmt: skip


def tongue_of(title: str) -> Tongue:
    """Choose the words by the language of a policy's title."""
    language: Language = detect_language(title)
    return _JAPANESE if language == "ja" else _ENGLISH


def say_span(span: AmountSpan, tongue: Tongue, tax: TaxBasis | None = None) -> str:
    """Write a range of amounts: "500,000 JPY ≤ amount < 3,000,000 JPY (excl. tax)"."""
    if not span.has_sum:
        return tongue.any_amount
    yen = say_unit(span.currency, tongue)
    low = f"{span.from_jpy:,}{yen} {'≤' if span.from_is_inclusive else '<'} " if span.from_jpy else ""
    high = f" {'≤' if span.to_is_inclusive else '<'} {span.to_jpy:,}{yen}" if span.to_jpy is not None else ""
    return f"{low}{tongue.amount}{high}{say_tax(tax, tongue)}"


def say_unit(currency: Currency, tongue: Tongue) -> str:
    """Write what stands behind a sum: 円, " JPY", " USD"."""
    return tongue.words["yen"] if currency == "JPY" else f" {currency}"


def say_tax(tax: TaxBasis | None, tongue: Tongue) -> str:
    """Write the tax basis in brackets; empty when the text does not say."""
    return f" ({tongue.taxes[tax]})" if tax else ""


def say_length(length: Length | None, tongue: Tongue) -> str:
    """Write a stretch of time as it was read; empty for none."""
    return f"{say_number(length.value)} {tongue.units[length.unit]}" if length else ""


def say_number(number: float) -> str:
    """Write a number without a needless fraction."""
    return f"{number:,.0f}" if number == int(number) else f"{number:,}"


def say_terms(terms: tuple[Term, ...], tongue: Tongue) -> str:
    """List terms in the policy's words."""
    return tongue.comma.join(term.text for term in terms)


def say_scope(scope: Scope, tongue: Tongue) -> str:
    """Write in brackets what a rule is bound to; empty when it holds for every purchase."""
    bound = scope.text or tongue.comma.join((*scope.departments, *scope.kinds))
    return f" [{bound}]" if bound else ""


def say_parts(*parts: str) -> str:
    """Join what there is, leaving out what is empty."""
    return "; ".join(part for part in (one.strip() for one in parts) if part)
