"""Say a judgement: the verdict, near exceptions, lawful ways, how a conflict was settled, whom to ask."""

from collections.abc import Sequence

from bot.advisor.rules.company_rules import CompanyRules
from bot.advisor.rules.comparing import Comparison
from bot.advisor.rules.verdict_finding import (
    ClassFinding,
    Contact,
    Judgement,
    LawfulWay,
    Mismatch,
    NearException,
    Resolution,
    UseBranch,
    UseFact,
)
from bot.advisor.rules.wording import describe_rule
from bot.advisor.rules.wording_concepts import say_concept
from bot.advisor.rules.wording_titles import name_actor
from bot.advisor.rules.wording_values import say_actors, say_list, say_words
from knowledge.documents.document import Language

_VERDICTS = {
    "prohibited": ("規程により、できません。", "No: the policies prohibit this."),
    "allowed": ("規程の定める範囲で、できます。", "Yes, within what the policies allow."),
    "conditional": ("条件を満たす場合に限り、できます。", "Only if the conditions are met."),
    "needs_approval": ("事前の承認を受ければ、できます。", "Only with approval beforehand."),
    "not_covered": (
        "手元の規程には、これを認める定めも禁じる定めもありません。",
        "The policies held neither allow nor forbid this.",
    ),
    "conflict": (
        "規程どうしが食い違っており、どちらに従うかの定めがありません。",
        "The policies conflict, and none says which prevails.",
    ),
}
_MISMATCHES: dict[Mismatch, tuple[str, str]] = {
    "department": ("部門が異なる", "it is bound to another department"),
    "environment": ("使う環境が異なる", "it is bound to another environment"),
    "data": ("対象のデータが異なる", "it is for other data"),
    "season": ("認められた月でない", "it is bound to other months"),
    "excluded": ("対象から除かれたデータを含む", "the data is taken out of it"),
}
_QUESTIONS: dict[UseFact, tuple[str, str]] = {
    "destination": (
        "入力先は外部のAIサービスですか、社内のAI環境ですか。",
        "Is it an external AI service or the internal AI environment?",
    ),
    "class": ("そのデータの情報区分は何ですか。", "Which information class does the data have?"),
    "department": ("どの部門が使いますか。", "Which department will use it?"),
}


def _pick(words: tuple[str, str], language: Language) -> str:
    return words[0 if language == "ja" else 1]


def say_verdict(judgement: Judgement, language: Language) -> str:
    """Say the verdict in one sentence, with conditions and approvers where there are."""
    if judgement.is_before_any_policy:
        words = ("その日に効力のある規程はありません。", "No policy is in force on that day.")
        return _pick(words, language)
    if judgement.missing:
        words = ("次の点によって答えが変わります。", "The answer depends on what was not said.")
        return _pick(words, language)
    if judgement.verdict == "conditional" and judgement.conditions:
        return _conditional(judgement.conditions, language)
    if judgement.verdict == "needs_approval" and judgement.approvers:
        who = say_actors(judgement.approvers, language)
        if language == "ja":
            return f"{who}の承認または事前の評価を受ければ、できます。"
        return f"Only with the approval or prior assessment of the {who}."
    return _pick(_VERDICTS[judgement.verdict], language)


def _conditional(conditions: Sequence[str], language: Language) -> str:
    named = say_list([say_words(one, language) for one in conditions], language)
    if language == "ja":
        count = f"の{len(conditions)}つがすべて" if len(conditions) > 1 else "が"
        return f"{named}{count}そろう場合に限り、できます。"
    return f"Only with {'all of: ' if len(conditions) > 1 else ''}{named}."


def say_class(finding: ClassFinding, language: Language) -> str:
    """Say to which information class the data belongs."""
    if finding.classification is not None:
        return describe_rule(finding.classification, language)
    label = say_words(finding.label, language)
    return f"区分は「{finding.label}」です。" if language == "ja" else f"The class is {label}."


def say_near(near: NearException, language: Language) -> str:
    """Say that an exception comes near and does not fit, and why."""
    reasons = [_pick(_MISMATCHES[one], language) for one in near.mismatches]
    rule = describe_rule(near.permission, language)
    if language == "ja":
        return f"次の例外は、{'、'.join(_as_reasons(reasons))}ため、当てはまりません。{rule}"
    return f"There is an exception, but {say_list(reasons, 'en')}, so it does not apply. {rule}"


def _as_reasons(reasons: Sequence[str]) -> list[str]:
    """Let all but the last reason run on: 部門が異なり、使う環境が異なる."""
    running = {"異なる": "異なり", "含む": "含み", "でない": "でなく"}
    return [
        next((f"{one.removesuffix(end)}{on}" for end, on in running.items() if one.endswith(end)), one)
        for one in reasons[:-1]
    ] + list(reasons[-1:])


def say_way(way: LawfulWay, language: Language) -> str:
    """Say a lawful way with its limits."""
    rule = describe_rule(way.rule, language)
    if way.is_blocked:
        words = (
            "ただし、より厳しい規程があるため、この方法は使えません。",
            "A stricter rule stands in its way.",
        )
        return f"{rule}{'' if language == 'ja' else ' '}{_pick(words, language)}"
    if way.is_of_another_text:
        words = (
            "ただし、この例外は別の規程のもので、ここでの禁止すべてに及ぶとは書かれていません。",
            "This exception is of another policy, and does not say that it lifts all prohibitions here.",
        )
        return f"{rule}{'' if language == 'ja' else ' '}{_pick(words, language)}"
    return rule


def say_resolution(resolution: Resolution, rules: CompanyRules, language: Language) -> str:
    """Say which of two texts prevails and by what rule, or that none says so and who settles it."""
    if resolution.precedence is None:
        who = resolution.arbiter.arbiter if resolution.arbiter else None
        if language == "ja":
            return "規程どうしが食い違っています。" + (
                f"{name_actor(who, 'ja')}の裁定を仰いでください。" if who else ""
            )
        return "The policies conflict." + (f" Ask the {name_actor(who, 'en')} to decide." if who else "")
    titles = dict.fromkeys(rules.title_of(one.document) for one in resolution.prevailing)
    named = say_list([f"「{title}」" if language == "ja" else title for title in titles], language)
    rule = describe_rule(resolution.precedence, language)
    if language == "ja":
        return f"規程によって扱いが異なりますが、{named}の定めに従います。{rule}"
    return f"The policies differ; what {named} says is to be followed. {rule}"


def say_contact(contact: Contact, language: Language) -> str:
    """Say whom to ask."""
    if language == "ja":
        return f"{name_actor(contact.name, 'ja')}に確認してください。"
    return f"Ask the {name_actor(contact.name, 'en')}."


def say_use_branch(branch: UseBranch, language: Language) -> str:
    """Say what holds where a fact that was not said has one value."""
    verdict = _pick(_VERDICTS[branch.verdict], language)
    if branch.fact == "destination":
        value = say_concept(branch.value, language)
        return f"{value}の場合: {verdict}" if language == "ja" else f"With {value}: {verdict}"
    if branch.fact == "class":
        if language == "ja":
            return f"区分が「{branch.value}」の場合: {verdict}"
        return f"If the class is {say_words(branch.value, 'en')}: {verdict}"
    if language == "ja":
        return f"{name_actor(branch.value, 'ja') if branch.value else 'ほかの部門'}の場合: {verdict}"
    who = f"the {name_actor(branch.value, 'en')}" if branch.value else "any other department"
    return f"For {who}: {verdict}"


def ask_for_use(fact: UseFact, language: Language) -> str:
    """Ask for a fact that was not said, in one question."""
    return _pick(_QUESTIONS[fact], language)


def say_comparison(comparison: Comparison, rules: CompanyRules, language: Language) -> str:
    """Say whether several texts agree on a subject, which is stricter, and what decides."""
    if not comparison.conflicts:
        return " ".join(describe_rule(one, language) for one in comparison.rules[:1])
    decided = comparison.decided
    if decided is None:
        who = comparison.arbiter.arbiter if comparison.arbiter else None
        if language == "ja":
            return "規程によって定めが異なります。" + (
                f"{name_actor(who, 'ja')}の裁定を仰いでください。" if who else ""
            )
        return "The policies differ." + (f" Ask the {name_actor(who, 'en')} to decide." if who else "")
    title, rule = rules.title_of(decided.document), describe_rule(decided, language)
    by = describe_rule(comparison.precedence, language) if comparison.precedence else ""
    if language == "ja":
        return f"規程によって定めが異なりますが、「{title}」に従います。{rule}{by}"
    return f"The policies differ; follow {title}. {rule} {by}".strip()
