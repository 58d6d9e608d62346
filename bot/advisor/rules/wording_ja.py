"""One Japanese sentence for each type of rule on spending and terms, from its typed values."""

from functools import singledispatch

from bot.advisor.rules.conduct import (
    Amendment,
    ConditionSet,
    Duration,
    Effect,
    Frequency,
    Threshold,
)
from bot.advisor.rules.place import PlacedRule, Scope
from bot.advisor.rules.spending import (
    AmountSpan,
    ApprovalBand,
    Concurrence,
    ContractClause,
    CountingRule,
    EmergencyRule,
    Limit,
    MemoContents,
    QuoteRule,
)
from bot.advisor.rules.wording_concepts import is_plain_name, say_concept, say_kinds, say_subject
from bot.advisor.rules.wording_titles import name_actor
from bot.advisor.rules.wording_values import (
    say_bound,
    say_length,
    say_list,
    say_money,
    say_number,
    say_span,
    say_tax,
    say_terms,
    say_words,
)

_BASES = {"contract_total": "契約期間の総額", "annual": "年間の合計", "single": "1件ごとの額"}
_PERIODS = {"year": "年", "month": "月", "week": "週", "day": "1日"}


@singledispatch
def say_in_japanese(rule: PlacedRule) -> str:
    """Say a rule in one Japanese sentence.

    Raises:
        TypeError: For a type of rule that has no words yet.
    """
    raise TypeError(f"no words for {type(rule).__name__}")


@say_in_japanese.register
def _band(rule: ApprovalBand) -> str:
    if rule.scope.is_general:
        return f"{say_span(rule, rule.tax, 'ja')}は、{name_actor(rule.approver, 'ja')}が決裁します。"
    left_out = f"（{say_terms(rule.exclusions, 'ja')}は除きます）" if rule.exclusions else ""
    span = say_span(rule, rule.tax, "ja")
    return (
        f"{_bound(rule.scope)}は、{span}であれば{name_actor(rule.approver, 'ja')}が決裁できます{left_out}。"
    )


@say_in_japanese.register
def _counting(rule: CountingRule) -> str:
    sentences = []
    if rule.basis:
        sentences.append(f"金額は{_BASES[rule.basis]}{say_tax(rule.tax, 'ja')}で数えます。")
    elif rule.tax:
        sentences.append(f"金額は{'税抜' if rule.tax == 'excluded' else '税込'}で数えます。")
    if rule.auto_renewal_extra_months:
        sentences.append(
            f"自動更新の契約は、契約期間に{rule.auto_renewal_extra_months}か月を加えて数えます。"
        )
    if rule.auto_renewal_terms:
        sentences.append(f"自動更新の契約は、契約期間の{rule.auto_renewal_terms}倍の期間で数えます。")
    if rule.auto_renewal_months:
        kinds = f"{say_kinds(rule.scope.kinds, 'ja')}の" if rule.scope.kinds else ""
        sentences.append(f"{kinds}自動更新の契約は{rule.auto_renewal_months}か月分で数えます。")
    if rule.monthly_months:
        sentences.append(f"月額のものは{rule.monthly_months}か月分で数えます。")
    if rule.is_splitting_prohibited:
        sentences.append("決裁権限を避けるために発注を分けることは禁じられています。")
    return "".join(sentences) or "金額の数え方が定められています。"


@say_in_japanese.register
def _concurrence(rule: Concurrence) -> str:
    what = "審査" if rule.kind == "review" else "合議"
    end = "は省かれます" if rule.is_exemption else "が必要です"
    span = say_span(rule, None, "ja")
    case = span if span.startswith("金額") else f"{span}の場合、"
    return f"{_about(rule.scope)}{case}{name_actor(rule.body, 'ja')}の{what}{end}。"


@say_in_japanese.register
def _quotes(rule: QuoteRule) -> str:
    sentences = []
    if rule.quotes:
        span = say_span(rule, None, "ja")
        case = f"{span}、" if span.startswith("金額") else f"{span}の場合、"
        sentences.append(f"{_about(rule.scope)}{case}{rule.quotes}社以上の見積もりが必要です。")
    if rule.single_source_papers or rule.single_source_approver:
        needed = [say_words(one, "ja") for one in rule.single_source_papers]
        if rule.single_source_approver:
            needed.append(f"{name_actor(rule.single_source_approver, 'ja')}の承認")
        sentences.append(f"1社に絞る場合は、{'と'.join(needed)}が必要です。")
    return "".join(sentences)


@say_in_japanese.register
def _contract_clause(rule: ContractClause) -> str:
    longer = say_length(rule.longer_than, "ja") if rule.longer_than else ""
    reaches = "以上の" if rule.longer_is_inclusive else "を超える"
    cases = {"always": "契約", "auto_renewal": "自動更新の契約", "longer_than": f"{longer}{reaches}契約"}
    named = "と".join(cases[case] for case in rule.when)
    clauses = say_list(
        [say_words(one.removesuffix("の条項").removesuffix(" clause"), "ja") for one in rule.clauses], "ja"
    )
    return f"{named}には、{clauses}に関する条項を入れる必要があります。"


@say_in_japanese.register
def _memo(rule: MemoContents) -> str:
    papers = say_list([say_words(one, "ja") for one in rule.papers], "ja")
    return f"稟議書には、{papers}を記載します。"


@say_in_japanese.register
def _emergency(rule: EmergencyRule) -> str:
    within = f"購入後{say_length(rule.deadline, 'ja')}以内に" if rule.deadline else "購入の後に"
    limit = ""
    if rule.limit_jpy is not None:
        bound = "up_to" if rule.limit_is_inclusive else "under"
        most = say_bound(say_money(rule.limit_jpy, "ja", rule.currency), bound, "ja")
        limit = f"使えるのは{most}のものに限られます。"
    case = say_words(rule.condition.removeprefix("If "), "ja")
    return f"緊急の場合（{case}）に限り、{within}稟議を出すことが認められます。{limit}"


@say_in_japanese.register
def _limit(rule: Limit) -> str:
    if rule.measure == "extension_count":
        return f"延長は{say_number(rule.number or 0)}回までです。"
    if rule.measure == "extension" and rule.length:
        return f"延長は{say_length(rule.length, 'ja')}までです。"
    if rule.measure == "percent":
        subject = "値上げ" if "price_increase" in rule.concepts else rule.subject
        percent = f"{say_number(rule.number or 0)}%"
        if rule.bound == "up_to":
            return f"{subject}の上限は{percent}です。"
        return f"{subject}は{say_bound(percent, rule.bound, 'ja')}です。"
    subject = say_subject(rule.subject, rule.concepts, "ja")
    if rule.measure == "cost" and rule.amount_jpy is not None:
        amount = say_bound(say_money(rule.amount_jpy, "ja", rule.currency), rule.bound, "ja")
        return f"{_of(subject, '費用')}は{amount}{say_tax(rule.tax, 'ja')}です。"
    length = say_length(rule.length, "ja") if rule.length else say_number(rule.number or 0)
    return f"{_of(subject, '期間')}は{_within(length, rule.bound)}です。"


@say_in_japanese.register
def _duration(rule: Duration) -> str:
    length, subject = say_length(rule.length, "ja"), say_subject(rule.subject, rule.concepts, "ja")
    start = f"{rule.starts_from}から" if rule.starts_from and not rule.starts_from.isascii() else ""
    if rule.kind == "retention":
        return f"{subject}は{length}保存します。"
    if rule.kind == "deadline":
        thing = say_subject("", rule.concepts, "ja") or subject
        whom = f"{name_actor(rule.to_whom, 'ja')}へ連絡します" if rule.to_whom else "行います"
        return f"{thing}は、{start}{length}以内に{whom}。"
    if rule.kind == "notice":
        return f"{subject}は、{length}前までに通知が必要です。"
    if rule.kind == "return":
        return f"{_ending(rule)}は、{start}{length}以内に行います。"
    if rule.kind == "plan":
        return f"{length}分の{say_subject('', rule.concepts, 'ja') or subject}を用意します。"
    if rule.kind == "validity":
        return f"認められる期間は{_within(length, 'up_to')}です。"
    bound = "from" if rule.bound == "at_least" else "up_to" if rule.bound == "within" else ""
    named = say_subject("", rule.concepts, "ja") or subject
    return f"{named}は{_within(length, bound) if bound else length}です。"


@say_in_japanese.register
def _frequency(rule: Frequency) -> str:
    subject = say_subject(rule.subject, rule.concepts, "ja")
    if "meeting" in rule.concepts:
        subject = say_concept("meeting", "ja")
    times = say_number(rule.times)
    if rule.per.value == 1 and rule.per.unit in _PERIODS:
        return f"{subject}は{_PERIODS[rule.per.unit]}{times}回です。"
    return f"{subject}は{say_length(rule.per, 'ja')}に{times}回です。"


@say_in_japanese.register
def _threshold(rule: Threshold) -> str:
    unit = "%" if rule.unit == "percent" else "点"
    full = f"{say_number(rule.out_of)}点満点で" if rule.out_of is not None else ""
    least = say_number(rule.at_least if rule.at_least is not None else rule.value)
    return f"{rule.subject}は、{full}{least}{unit}以上が必要です。"


@say_in_japanese.register
def _conditions(rule: ConditionSet) -> str:
    all_of = say_list([say_words(one, "ja") for one in rule.all_of], "ja")
    subject = say_words(rule.subject.removesuffix("の条件"), "ja")
    return f"{subject}には、{all_of}の{len(rule.all_of)}つがすべて必要です。"


@say_in_japanese.register
def _effect(rule: Effect) -> str:
    parts = []
    if rule.effective_from:
        day = rule.effective_from
        parts.append(f"施行日は{day.year}年{day.month}月{day.day}日です。")
    if rule.repeals:
        parts.append(f"{say_words(rule.repeals, 'ja')}は廃止されます。")
    return "".join(parts) or "施行について定めています。"


@say_in_japanese.register
def _amendment(rule: Amendment) -> str:
    span = say_span(
        AmountSpan(
            document=rule.document, section=rule.section, start=rule.start, end=rule.end,
            from_jpy=rule.from_jpy or 0, from_is_inclusive=rule.from_is_inclusive,
            to_jpy=rule.to_jpy, to_is_inclusive=rule.to_is_inclusive,
        ), rule.tax, "ja",
    )  # fmt: skip
    if rule.change == "band":
        return f"{name_actor(rule.approver or '', 'ja')}の決裁権限が{span}に改められます。"
    kinds = f"{say_kinds(rule.kinds, 'ja')}は、" if rule.kinds else ""
    return f"{kinds}{span}であれば{name_actor(rule.body or '', 'ja')}の合議が省かれます。"


def _about(scope: Scope) -> str:
    if scope.is_general:
        return ""
    named = say_kinds(scope.kinds, "ja") if scope.kinds else say_words(scope.text, "ja")
    units = f"{'・'.join(scope.departments)}の" if scope.departments else ""
    return f"{units}{named}については、"


def _bound(scope: Scope) -> str:
    """Say to what an exception is bound, in the policy's words where they are a plain Japanese name."""
    if not scope.text.isascii() and is_plain_name(scope.text):
        return scope.text
    named = f"{say_kinds(scope.kinds, 'ja')}の購入" if scope.kinds else "購入"
    units = "・".join(scope.departments)
    return f"{units}の{named}" if units else named


def _of(subject: str, what: str) -> str:
    """Put a subject before 費用 or 期間, unless it ends so already: PoCの費用, 試行の期間."""
    return subject if subject.endswith(what) else f"{subject}の{what}"


def _within(length: str, bound: str) -> str:
    return f"{length}{ {'under': '未満', 'up_to': '以内', 'from': '以上', 'over': '超'}[bound] }"


def _ending(rule: Duration) -> str:
    words = [say_subject("", (one,), "ja") for one in rule.concepts if one in ("data_return", "erasure")]
    return "と".join(words) or say_subject(rule.subject, rule.concepts, "ja")
