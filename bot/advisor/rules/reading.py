"""Read a policy document into typed rules, section by section, by the form of its sentences.

What looks like a rule and was not understood is listed, so that a person can look; it is quoted in answers,
never computed with.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from bot.advisor.rules.clause import Clause
from bot.advisor.rules.clause_lists import split_clauses
from bot.advisor.rules.conduct import Definition, Frequency, Prohibition, Rule
from bot.advisor.rules.phrasing import placed
from bot.advisor.rules.place import PlacedRule
from bot.advisor.rules.reading_answers import read_answer, read_last_word
from bot.advisor.rules.reading_changes import read_amendments, read_dated_changes, read_effects
from bot.advisor.rules.reading_classes import read_classes
from bot.advisor.rules.reading_conduct import read_prohibitions, read_requirements
from bot.advisor.rules.reading_counting import read_counting
from bot.advisor.rules.reading_currency import with_currency
from bot.advisor.rules.reading_durations import read_durations, read_frequencies
from bot.advisor.rules.reading_emergency import read_emergency
from bot.advisor.rules.reading_interim import read_interim, read_readings
from bot.advisor.rules.reading_limits import TRIAL, read_limits
from bot.advisor.rules.reading_lists import read_headed_list
from bot.advisor.rules.reading_marks import read_marked
from bot.advisor.rules.reading_money import read_bands, read_concurrences
from bot.advisor.rules.reading_order import (
    read_condition_sets,
    read_definitions,
    read_penalties,
    read_precedence,
    read_roles,
    read_thresholds,
)
from bot.advisor.rules.reading_permissions import read_permissions
from bot.advisor.rules.reading_sequence import (
    add_approver,
    add_cap,
    add_conditions,
    add_deadline,
    close_bands,
    lowest_bars,
    narrow,
)
from bot.advisor.rules.reading_terms import (
    read_contract_clauses,
    read_memo,
    read_quotes,
)
from bot.advisor.rules.rulebook import RuleBook, UnreadSentence
from bot.advisor.rules.spending import CountingRule, Limit
from bot.advisor.rules.surroundings import Surroundings, find_surroundings
from knowledge.documents.document import Document, Section
from knowledge.documents.numbering import is_supplement_name

_CUE = re.compile(
    r"\d|[一二三四五六七八九十百千万]{2,}|なければ|ならない|禁止|できる|できない|必要|以内"
    r"|以上|以下|未満|must|shall|may\b|not\b|only"
)
_GOES_ON = re.compile(
    r"(?:なお、|ただし、|また、)?(?:延長|期間|費用|上限|これを|更新)|(?:it|this|the (?:trial|pilot)"
    r"|an? extension) "
)
_HAS_LETTER = re.compile(r"[^\W\d_]")
_IS_AMOUNT = re.compile(r"金額|価額|amount|value", re.IGNORECASE)


def read_rules(document: Document) -> RuleBook:
    """Read all rules of a document version.

    Args:
        document: A policy.

    Returns:
        Rules in reading order, each with the span it was read from, and the sentences that were not
        understood.
    """
    rules: list[Rule] = []
    unread: list[UnreadSentence] = []
    surroundings = find_surroundings(document)
    for section in document.sections:
        if "#cover" in section.id:
            continue
        found, missed = read_section(document, section, surroundings)
        rules.extend(found)
        unread.extend(missed)
    interim = read_interim(document, rules, lambda one: read_section(document, one, surroundings)[0])
    return RuleBook(
        document=document.key,
        title=document.title,
        rules=tuple(rules),
        unread=tuple(unread),
        interim=tuple(interim),
    )


def read_section(
    document: Document, section: Section, surroundings: Surroundings
) -> tuple[list[Rule], list[UnreadSentence]]:
    """Read the rules of one section, and the sentences that were not understood."""
    is_supplement = document.amends is not None
    rules: list[Rule] = []
    unread: list[UnreadSentence] = []
    before: Clause | None = None
    is_about_trial = False  # the sentences before bounded one
    listed: set[int] = set()  # starts of the items that their lead-in's rules hold
    clauses = split_clauses(document.key, document.title, section, surroundings)
    if (headed := read_headed_list(clauses)) is not None:
        return [headed], []
    for clause in clauses:
        if not _HAS_LETTER.search(clause.text):
            continue
        if (
            add_conditions(rules, clause)
            or add_approver(rules, clause)
            or narrow(rules, clause)
            or add_deadline(rules, clause)
            or add_cap(rules, clause)
        ):
            continue
        if is_about_trial and _GOES_ON.match(clause.text, clause.body_start):
            clause = replace(clause, heading=f"{clause.heading} {TRIAL}")  # noqa: PLW2901 - the same, told more
        found = list(_read_clause(clause, before, rules, is_supplement=is_supplement))
        is_about_trial = is_about_trial or any(
            isinstance(one, Limit) and TRIAL in one.concepts for one in found
        )
        rules.extend(found)
        cue = _CUE.search(clause.text, clause.body_start)
        if found:
            listed.update(one.start for one in clause.items)
        elif cue and not clause.items and clause.start not in listed:
            unread.append(_unread(clause, cue[0]))
        before = clause
    return [with_currency(one, section) for one in lowest_bars(close_bands(rules))], unread


def _read_clause(
    clause: Clause, before: Clause | None, earlier: list[Rule], *, is_supplement: bool
) -> Iterable[Rule]:
    readings = list(read_readings(clause))
    if readings:
        return readings
    effects: list[Rule] = [*read_dated_changes(clause)] or [*read_effects(clause)]
    if effects or is_supplement or is_supplement_name(clause.section.locator or clause.section.heading):
        return [*effects, *(read_amendments(clause) if is_supplement else ())]
    order: list[Rule] = [
        *read_definitions(clause), *read_precedence(clause), *read_penalties(clause),
        *read_thresholds(clause, before),
    ]  # fmt: skip
    if any(isinstance(one, Definition) and _IS_AMOUNT.search(one.term) for one in order):
        order.extend(read_counting(clause))
    if order:
        return [*order, *read_frequencies(clause), *read_roles(clause)]
    if answer := list(read_answer(clause, before)):
        return answer
    for read in (read_marked, read_last_word, read_classes, read_emergency):
        by_form: list[Rule] = list(read(clause))
        if by_form:
            return by_form
    money: list[Rule] = [
        *read_bands(clause), *read_counting(clause), *read_concurrences(clause), *read_quotes(clause),
        *read_contract_clauses(clause), *read_memo(clause), *read_limits(clause),
    ]  # fmt: skip
    terms: list[Rule] = [*read_durations(clause), *read_frequencies(clause), *read_condition_sets(clause)]
    if any(isinstance(one, CountingRule) for one in money):
        terms = [one for one in terms if not isinstance(one, Frequency)]
    roles: list[Rule] = list(read_roles(clause))
    if money:
        return [*money, *roles, *terms]
    return [*_conduct(clause, earlier), *terms, *roles]


def _conduct(clause: Clause, earlier: list[Rule]) -> list[Rule]:
    same = [one for one in earlier if isinstance(one, Prohibition) and one.section == clause.section.id]
    prohibitions = list(read_prohibitions(clause))
    if any(one.only or one.only_in for one in prohibitions):
        return [*prohibitions]
    permissions = list(read_permissions(clause, same[-1] if same else None))
    return [*prohibitions, *permissions, *read_requirements(clause)]


def _unread(clause: Clause, cue: str) -> UnreadSentence:
    place = placed(clause)
    return UnreadSentence(section=place["section"], start=place["start"], end=place["end"], cue=cue)


def section_of(rule: PlacedRule) -> tuple[str, str]:
    """Name where a rule stands: document key and section id."""
    return rule.document, rule.section
