"""Compare the figures of a sentence with the rules in force: limits, retention, deadlines, quotes, caps.

What a former or a coming version says is named as such. A plan that keeps within a limit is no claim about
the limit. Officers and permissions are `saying_back_rules`'s.
"""

import re
from collections.abc import Iterator

from bot.advisor.amounts import Amount, find_amounts
from bot.advisor.durations import Duration as SaidDuration
from bot.advisor.durations import find_durations
from bot.advisor.rules.company_rules import CompanyRules, DatedBook
from bot.advisor.rules.comparing import Comparison, compare, minutes_of
from bot.advisor.rules.conduct import Duration, DurationKind
from bot.advisor.rules.lexicon import find_concepts
from bot.advisor.rules.place import Frozen, Length, PlacedRule, length_of
from bot.advisor.rules.spending import Limit
from bot.advisor.rules.wording import describe_rule
from bot.advisor.rules.wording_values import say_length, say_money
from bot.advisor.saying_back_reply import Flaw, ProblemKind, Sentence
from knowledge.documents.document import Language

RULE_TALK = re.compile(
    r"上限|限度|規程|規則|ルール|決まって|定め|認められ|と(?:され|なって)|必要(?:です|が)|義務"
    r"|\blimit|\bcap\b|\bmaximum\b|\brules?\b|\bpolicy\b|\bmust\b|\brequire|\ballowed\b"
)
_BOUND = re.compile(
    r"以下|以内|まで|未満|超えない|at most|up to|within|no more than|under\b|below\b|less than"
)
_KIND_CUES: dict[DurationKind, re.Pattern[str]] = {
    "retention": re.compile(
        r"保存|保管|保持|残[しす]|取って?おく|\bkeep|\bkept|retain|retention|stor(?:e|ed|age)"
    ),
    "deadline": re.compile(r"以内|報告|連絡|届け|知らせ|within|report|notif"),
    "notice": re.compile(r"通知|予告|告知|知らせ|notice|notif"),
    "return": re.compile(r"返却|返[しす]|消去|削除|消[しす]|return|delet|eras"),
    "transition": re.compile(r"移行|transition|migration"),
    "validity": re.compile(r"有効|valid"),
}
_OTHER_THING = re.compile(r"本番|本契約|本導入|全社|翌年|production|full contract|go[- ]live|roll[- ]?out")
_SAID: dict[str, dict[Language, str]] = {
    "wrong": {"ja": "規程の定めと違います。{now}", "en": "The rules in force say otherwise. {now}"},
    "former": {
        "ja": "これは「{title}」の値で、いまは使えません。{now}",
        "en": "This is the value of “{title}”, which no longer counts. {now}",
    },
    "coming": {
        "ja": "これは「{title}」の値で、まだ施行されていません。{now}",
        "en": "This is the value of “{title}”, which is not in force yet. {now}",
    },
    "conflict": {
        "ja": "文書によって定めが違い、優先の定めにより次が使われます。{now}",
        "en": "The texts differ, and by the rule of precedence this one counts. {now}",
    },
}
Value = tuple[float, str]  # a sum in yen, or minutes


class Compared(Frozen):
    """What came of comparing a sentence with the rules: flaws, and the rules it has right."""

    flaws: tuple[Flaw, ...] = ()
    right: tuple[PlacedRule, ...] = ()


def compare_values(sentence: Sentence, rules: CompanyRules) -> Compared:
    """Compare the figures of a sentence with the rules of the day."""
    found = (
        *_costs(sentence, rules),
        *_lengths(sentence, rules),
    )
    return Compared(
        flaws=tuple(one for one in found if isinstance(one, Flaw)),
        right=tuple(one for one in found if isinstance(one, PlacedRule)),
    )


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in re.finditer(r"[、；;]|, (?=[a-z])|(?<=[a-z]) and ", text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)


def _clause_at(sentence: Sentence, position: int) -> str:
    for start, end in _clauses(sentence.folded):
        if start <= position <= end:
            return sentence.folded[start:end]
    return sentence.folded


def _is_of_trial(sentence: Sentence, position: int) -> bool:
    if "poc" not in find_concepts(sentence.folded, "kind") and "poc" not in find_concepts(
        sentence.folded, "subject"
    ):
        return False
    return not _OTHER_THING.search(_clause_at(sentence, position))


def _costs(sentence: Sentence, rules: CompanyRules) -> Iterator[Flaw | PlacedRule]:
    limits = [one for one in rules.of_type(Limit) if one.measure == "cost" and "poc" in one.concepts]
    for amount in find_amounts(sentence.text):
        if not limits or amount.jpy is None or amount.per or not _is_of_trial(sentence, amount.start):
            continue
        match = next((one for one in limits if one.amount_jpy == amount.jpy), None)
        if match is not None:
            yield match
            continue
        if former := _other_limit(amount.jpy, None, rules):
            yield _differs(sentence, amount, limits[0], former)
        elif _contradicts(sentence, amount, float(amount.jpy), float(limits[0].amount_jpy or 0)):
            yield _differs(sentence, amount, limits[0], None)


def _contradicts(sentence: Sentence, said: Amount | SaidDuration, value: float, limit: float) -> bool:
    """Tell whether a figure is above a limit, or given as the limit itself."""
    clause = _clause_at(sentence, said.start)
    return value > limit or bool(RULE_TALK.search(clause) and (_BOUND.search(clause) or "上限" in clause))


def _other_limit(
    jpy: int | None, length: Length | None, rules: CompanyRules
) -> tuple[DatedBook, bool] | None:
    """Find a version not in force that says a sum or a length."""
    for books, is_coming in ((rules.superseded, False), (rules.coming, True)):
        for dated in books:
            for one in dated.book.of_type(Limit):
                if "poc" in one.concepts and (
                    (jpy is not None and one.amount_jpy == jpy)
                    or (length is not None and one.length == length)
                ):
                    return dated, is_coming
    return None


def _lengths(sentence: Sentence, rules: CompanyRules) -> Iterator[Flaw | PlacedRule]:
    for said in find_durations(sentence.text):
        found = list(_of_term(sentence, said, rules))
        yield from found or _of_trial(sentence, said, rules)


def _of_trial(sentence: Sentence, said: SaidDuration, rules: CompanyRules) -> Iterator[Flaw | PlacedRule]:
    limits = [one for one in rules.of_type(Limit) if one.length is not None and "poc" in one.concepts]
    periods = [one for one in limits if one.measure == "period"]
    if not periods or said.months is None or not _is_of_trial(sentence, said.start):
        return
    if "tco" in find_concepts(_clause_at(sentence, said.start), "subject"):
        return
    length = length_of(said)
    if match := next(
        (one for one in limits if one.length and minutes_of(one.length) == minutes_of(length)), None
    ):
        yield match
    elif former := _other_limit(None, length, rules):
        yield _differs(sentence, said, periods[0], former)
    elif _contradicts(sentence, said, minutes_of(length), _longest(limits)):
        yield _differs(sentence, said, periods[0], None)


def _longest(limits: list[Limit]) -> float:
    return sum(minutes_of(one.length) for one in limits if one.length)  # the period with its extension


def _of_term(sentence: Sentence, said: SaidDuration, rules: CompanyRules) -> Iterator[Flaw | PlacedRule]:
    clause = _clause_at(sentence, said.start)
    nearby = find_concepts(clause, "subject") or find_concepts(sentence.folded, "subject")
    for concept in nearby:
        for one in compare(concept, rules):
            cue = _KIND_CUES.get(one.measure)  # type: ignore[call-overload] # measures without cue: None
            if cue is not None and cue.search(sentence.folded):
                yield from _against(sentence, said, one, rules)
                return


def _against(
    sentence: Sentence, said: SaidDuration, found: Comparison, rules: CompanyRules
) -> Iterator[Flaw | PlacedRule]:
    minutes = minutes_of(length_of(said))
    measured = [one for one in found.rules if isinstance(one, Duration)]
    equal = [one for one in measured if minutes_of(one.length) == minutes]
    decided = found.decided if isinstance(found.decided, Duration) else None
    if decided is None or decided in equal:
        yield from equal[:1]
        return
    if equal:
        if not _names_value(sentence, decided.length):
            yield _differs(sentence, said, decided, None, key="conflict", also=equal[0])
        return
    if _keeps(said, decided, minutes) or _names_value(sentence, decided.length):
        return
    yield _differs(sentence, said, decided, _former_term(decided, minutes, rules))


def _keeps(said: SaidDuration, rule: Duration, minutes: float) -> bool:
    """A longer notice than the least, or a shorter deadline than the latest, keeps the rule."""
    least = minutes_of(rule.length)
    return (rule.bound == "at_least" and minutes > least) or (
        rule.bound == "within" and minutes < least and said.bound is None
    )


def _names_value(sentence: Sentence, length: Length) -> bool:
    wanted = minutes_of(length)
    return any(minutes_of(length_of(one)) == wanted for one in find_durations(sentence.text))


def _former_term(rule: Duration, minutes: float, rules: CompanyRules) -> tuple[DatedBook, bool] | None:
    for books, is_coming in ((rules.superseded, False), (rules.coming, True)):
        for dated in books:
            for one in dated.book.of_type(Duration):
                is_alike = one.kind == rule.kind and set(one.concepts) & set(rule.concepts)
                if is_alike and minutes_of(one.length) == minutes:
                    return dated, is_coming
    return None


def _differs(
    sentence: Sentence,
    said: Amount | SaidDuration,
    rule: Limit | Duration,
    former: tuple[DatedBook, bool] | None,
    *,
    key: str = "wrong",
    also: PlacedRule | None = None,
) -> Flaw:
    put = (
        (
            say_length(rule.length, sentence.language)
            if rule.length is not None
            else say_money(rule.amount_jpy or 0, sentence.language, rule.currency)
        )
        if isinstance(rule, Limit)
        else say_length(rule.length, sentence.language)
    )
    flaw = flaw_of(sentence, (said.start, said.end), rule, former, put, key=key)
    if also is None:
        return flaw
    return flaw.model_copy(update={"clauses": (*flaw.clauses, place_of(also))})


def flaw_of(
    sentence: Sentence,
    span: tuple[int, int],
    rule: PlacedRule,
    former: tuple[DatedBook, bool] | None,
    put: str,
    *,
    key: str,
) -> Flaw:
    """Make the flaw of a figure that differs from a rule's; `put` is the right one."""
    kind: ProblemKind = "wrong_rule"
    title = ""
    if former is not None:
        dated, is_coming = former
        title = dated.book.title
        kind, key = ("not_yet_in_force", "coming") if is_coming else ("superseded_rule", "former")
    now = describe_rule(rule, sentence.language)
    return Flaw(
        kind=kind,
        start=sentence.start + span[0],
        end=sentence.start + span[1],
        reason=_SAID[key][sentence.language].format(title=title, now=now),
        clauses=(place_of(rule),),
        mend=put,
    )


def place_of(rule: PlacedRule) -> tuple[str, str, tuple[int, int]]:
    """Give where a rule stands, as a citation needs it."""
    return rule.document, rule.section, (rule.start, rule.end)
