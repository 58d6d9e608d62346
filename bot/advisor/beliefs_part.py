"""Correct what an asker takes for a rule: limits of versions that have run out or are still to come."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.advisor.advice import PolicyStatement
from bot.advisor.citations import CitationBook
from bot.advisor.evidence import Evidence
from bot.advisor.notices import say_day
from bot.advisor.rule_writing import sentence_at
from bot.advisor.rules.company_rules import CompanyRules, DatedBook
from bot.advisor.rules.conduct import Duration, Effect, Permission, Prohibition, Rule
from bot.advisor.rules.spending import ApprovalBand, Limit
from bot.advisor.rules.wording import describe_rule
from bot.advisor.situation import Situation
from knowledge.documents.document import Language
from knowledge.documents.folding import fold_string

_BELIEVES = re.compile(
    r"はず|でした(?:よね|っけ)|(?:です|だ|ます)よね|以前は|前は|昔は|これまで|従来|聞いた|聞きました"
    r"|と思って|だったと|旧"
    r"|used to|previously|i (?:heard|thought|was told|remember)|isn'?t (?:it|the)|right\?"
    r"|still (?:allowed|ok)"
)
_ASKS_FORMER = re.compile(
    r"旧版|前の版|以前の版|前版|改定前|改正前|previous (?:edition|version)|earlier (?:edition|version)"
    r"|old (?:rules|edition|version)|before the (?:change|revision)"
)
_NEAR_ENOUGH = 0.3  # likewise, where a former version is asked for
_LEAST_COVERAGE = 0.05  # of the query's weight: near by the sense alone is not what is believed
_MOST_QUOTED = 80
_NEAR_FORMER = 0.85  # share of the best clause's score that a former clause must reach to be what is meant


@dataclass(frozen=True)
class _Dated:
    """A rule of a version that does not count on the day."""

    rule: Rule
    title: str
    since: date | None
    until: date | None
    is_coming: bool


def correct_beliefs(
    situation: Situation, evidence: Evidence, rules: CompanyRules, book: CitationBook
) -> tuple[PolicyStatement, ...]:
    """Say of each belief whose version it comes from, and what counts instead.

    Returns:
        None where nothing was believed, or where what was believed is in no other version.
    """
    asked = fold_string(situation.query)
    is_asked = _ASKS_FORMER.search(asked) is not None
    is_believed = bool(situation.believed_amounts or situation.believed_versions)
    if not (is_believed or is_asked or _BELIEVES.search(asked)):
        return ()
    near = _NEAR_ENOUGH if is_asked else _NEAR_FORMER
    found = list(dict.fromkeys([*_by_value(situation, rules), *_by_words(evidence, rules, near)]))[:2]
    return tuple(_correct(one, rules, book, situation.language) for one in found)


def _by_value(situation: Situation, rules: CompanyRules) -> Iterator[_Dated]:
    """Find rules of other versions that say a sum or a length that was named."""
    sums = {one.jpy for one in situation.believed_amounts if one.jpy is not None}
    lengths = {(float(one.value), one.unit) for one in situation.durations}
    current = {(_matter(one), _value(one)) for one in rules.rules}
    for dated in _others(rules):
        value = _value(dated.rule)
        if value is None or (_matter(dated.rule), value) in current:
            continue
        if value in sums or value in lengths:
            yield dated


def _by_words(evidence: Evidence, rules: CompanyRules, near: float) -> Iterator[_Dated]:
    """Find what the best former clause says, where it is nearer to the question than most in force."""
    if not evidence.former:
        return
    best = evidence.former[0]
    if best.coverage < _LEAST_COVERAGE:
        return
    current = evidence.clauses[0].score if evidence.clauses else 0.0
    if best.score < near * current:
        return
    for dated in _others(rules):
        place = (dated.rule.document, dated.rule.section)
        if place == (best.chunk.document_key, best.chunk.section_id):
            yield dated
            return


def _others(rules: CompanyRules) -> Iterator[_Dated]:
    for books, is_coming in ((rules.superseded, False), (rules.coming, True)):
        for one in books:
            yield from _dated(one, is_coming=is_coming)


def _dated(one: DatedBook, *, is_coming: bool) -> Iterator[_Dated]:
    own = [
        rule
        for rule in one.book.rules
        if (rule.document == one.book.document or rule.changed_by) and not isinstance(rule, Effect)
    ]
    for rule in own:
        yield _Dated(rule, one.book.title, one.effective_from, one.effective_to, is_coming)


def _matter(rule: Rule) -> str:
    """Name what a rule's value bounds: six months of a trial are not those of an exception."""
    return f"{rule.type} {getattr(rule, 'measure', '')}{getattr(rule, 'kind', '')}"


def _value(rule: Rule) -> object:
    if isinstance(rule, Limit):
        if rule.length is not None:
            return (rule.length.value, rule.length.unit)
        return rule.amount_jpy
    if isinstance(rule, Duration):
        return (rule.length.value, rule.length.unit)
    if isinstance(rule, ApprovalBand):
        return rule.to_jpy
    return None


def _correct(dated: _Dated, rules: CompanyRules, book: CitationBook, language: Language) -> PolicyStatement:
    rule = dated.rule
    places = [(one.document, one.section) for one in (*rule.changed_by, rule)]
    numbers = tuple(dict.fromkeys(n for key, section in places for n in book.cite(section, document_key=key)))
    current = _counterpart(rule, rules)
    if current is not None:
        numbers = (*numbers, *book.cite(current.section, document_key=current.document))
    return PolicyStatement(
        verdict="conditional",
        text=_word(dated, _was(dated.rule, book, language), current, rules.day, language),
        citations=tuple(dict.fromkeys(numbers)),
    )


def _counterpart(rule: Rule, rules: CompanyRules) -> Rule | None:
    """Find the rule in force that says the same kind of thing of the same subject."""
    return next((one for one in rules.rules if type(one) is type(rule) and _is_alike(one, rule)), None)


def _is_alike(one: Rule, other: Rule) -> bool:
    match one, other:
        case Limit(), Limit():
            return one.measure == other.measure and bool(set(one.concepts) & set(other.concepts))
        case Duration(), Duration():
            return one.kind == other.kind and bool(set(one.concepts) & set(other.concepts))
        case ApprovalBand(), ApprovalBand():
            return one.approver == other.approver and one.scope.is_general == other.scope.is_general
        case Permission(), Permission():
            return bool(set(one.acts) & set(other.acts))
        case Prohibition(), Prohibition():
            return bool(set(one.acts) & set(other.acts))
    return False


def _was(rule: Rule, book: CitationBook, language: Language) -> str:
    """Give the words of a version that does not count: its own, where they are few and can be read."""
    place = book.place_of(rule.section, rule.document)
    if place is not None and place.section.language == language:
        written = sentence_at(place.section.text, rule.start).strip()
        if len(written) <= _MOST_QUOTED:
            return written.rstrip("。.")
    said = describe_rule(rule, language).rstrip("。.")
    return said.removesuffix("です")


def _word(dated: _Dated, was: str, current: Rule | None, day: date, language: Language) -> str:
    """Say what counts first; what was believed stands in quotation marks, as another version's."""
    now = describe_rule(current, language) if current is not None else ""
    since, until, asked = (_day(one, language) for one in (dated.since, dated.until, day))
    if language == "ja":
        counts = f"{asked}の時点では、{now}" if now else ""
        when = (
            f"は{since}に施行される「{dated.title}」の定めで、まだ有効ではありません。"
            if dated.is_coming
            else f"は「{dated.title}」の定めで、{f'{until}で効力を失い、' if until else ''}いまは使えません。"
        )
        return f"{counts}「{was}」{when}"
    counts = f"On {asked}: {now} " if now else ""
    when = (
        f"stands in “{dated.title}”, which takes effect on {since} and does not count yet."
        if dated.is_coming
        else f"stood in “{dated.title}”, which is no longer in force{f' (until {until})' if until else ''}."
    )
    return f"{counts}“{was}” {when}"


def _day(day: date | None, language: Language) -> str:
    return say_day(day, language) if day else ""
