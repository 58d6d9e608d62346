"""Say the arithmetic by which the sum that counts was found."""

from bot.advisor.rules.route_counting import MONTHS_OF_YEAR
from bot.advisor.rules.route_finding import CalculationStep, CountedAmount
from bot.advisor.rules.wording_values import say_money, say_months
from knowledge.documents.document import Language


def say_step(step: CalculationStep, language: Language) -> str:
    """Say one step of arithmetic: 月10万円 × 36か月（自動更新の数え方） = 360万円."""
    of, result = (say_money(one, language, step.currency) for one in (step.of_jpy, step.result_jpy))
    if step.kind == "stated":
        return f"示された金額: {of}" if language == "ja" else f"Amount given: {of}"
    if step.kind == "sum":
        return f"合計 = {result}" if language == "ja" else f"Total = {result}"
    say = _step_in_japanese if language == "ja" else _step_in_english
    return f"{say(step, of)} = {result}"


def _step_in_japanese(step: CalculationStep, of: str) -> str:
    months = say_months(step.factor, "ja")
    if step.kind == "per_user":
        return f"1人あたり{of} × {step.factor:,}人"
    if step.kind == "tax_removed":
        return f"税込{of} ÷ {step.divisor / step.factor:g}（消費税10%を除く）"
    if step.kind == "tax_added":
        return f"税抜{of} × {step.factor / step.divisor:g}（消費税10%を含む）"
    if step.kind == "spread":
        return f"{of} ÷ {say_months(step.divisor, 'ja')} × {months}"
    note = "（自動更新の契約の数え方）" if step.kind == "auto_renewal" else ""
    if step.divisor == 1:
        return f"月{of} × {months}{note}"
    years, rest = divmod(step.factor, step.divisor)
    is_whole = not rest and step.kind != "auto_renewal"  # a renewing contract is counted in months
    if step.divisor != MONTHS_OF_YEAR:
        period = {3: "四半期", 6: "半期"}[step.divisor]
        return f"{period}{of} × {months} ÷ {step.divisor}{note}"
    times = f"× {years}年" if is_whole else f"× {months} ÷ 12"
    return f"年{of} {times}{note}"


def _step_in_english(step: CalculationStep, of: str) -> str:
    months = say_months(step.factor, "en")
    if step.kind == "per_user":
        return f"{of} per user × {step.factor:,} users"
    if step.kind == "tax_removed":
        return f"{of} including tax ÷ {step.divisor / step.factor:g} (10% consumption tax taken off)"
    if step.kind == "tax_added":
        return f"{of} excluding tax × {step.factor / step.divisor:g} (10% consumption tax added)"
    if step.kind == "spread":
        return f"{of} ÷ {say_months(step.divisor, 'en')} × {months}"
    note = " (as contracts that renew automatically are counted)" if step.kind == "auto_renewal" else ""
    if step.divisor == 1:
        return f"{of} a month × {months}{note}"
    years, rest = divmod(step.factor, step.divisor)
    is_whole = not rest and step.kind != "auto_renewal"
    if step.divisor != MONTHS_OF_YEAR:
        period = {3: "a quarter", 6: "a half-year"}[step.divisor]
        return f"{of} {period} × {months} ÷ {step.divisor}{note}"
    times = f"× {years} year{'' if years == 1 else 's'}" if is_whole else f"× {months} ÷ 12"
    return f"{of} a year {times}{note}"


def say_calculation(counted: CountedAmount, language: Language) -> tuple[str, ...]:
    """Say the arithmetic step by step; a lone sum that was simply given needs no arithmetic."""
    lines = [say_step(one, language) for one in counted.steps if one.kind not in ("stated", "sum")]
    if counted.steps and counted.steps[-1].kind == "sum":
        lines.append(_say_sum(counted, language))
    return tuple(lines) or tuple(say_step(one, language) for one in counted.steps)


def _say_sum(counted: CountedAmount, language: Language) -> str:
    """Write the parts with the total: each part ends before the next stated sum."""
    steps = counted.steps[:-1]
    following = (*steps[1:], None)
    ends = [
        one.result_jpy
        for one, after in zip(steps, following, strict=True)
        if after is None or after.kind == "stated"
    ]
    parts = " + ".join(say_money(one, language, counted.currency) for one in ends)
    return f"{parts} = {say_money(counted.jpy, language, counted.currency)}"
