"""One English sentence for each type of rule on conduct; registers with `wording_en`.

Words of a Japanese policy stay as they are written, in quotation marks.
"""

from calendar import month_name

from bot.advisor.rules.conduct import (
    Classification,
    ClassScale,
    Definition,
    Penalty,
    Permission,
    Precedence,
    Prohibition,
    Requirement,
    Responsible,
)
from bot.advisor.rules.place import Term
from bot.advisor.rules.wording_concepts import say_concept
from bot.advisor.rules.wording_en import say_in_english
from bot.advisor.rules.wording_titles import name_actor
from bot.advisor.rules.wording_values import say_actors, say_length, say_list, say_words

# For each act: the verb, its participle, the preposition of a destination.
_ACTS = {
    "input": ("enter", "entered", "into"),
    "store": ("store", "stored", "in"),
    "connect": ("connect", "connected", "to"),
    "take_out": ("take out", "taken out", "to"),
    "disclose": ("disclose", "disclosed", "to"),
    "use": ("use", "used", "in"),
    "contract": ("contract for", "contracted for", "with"),
}


@say_in_english.register
def _prohibition(rule: Prohibition) -> str:
    objects = _things(rule.objects)
    who = f" by the {say_actors(rule.actors, 'en')}" if _names_unit(rule.actors) else ""
    principle = " in principle" if rule.is_principle else ""
    if rule.only:
        return f"Only {objects} may be used."
    if rule.only_in:
        return f"{_capital(objects or 'information')} may be kept only in {say_words(rule.only_in, 'en')}."
    act = next((one for one in rule.acts if one in _ACTS), None)
    if not objects:
        return f"The policy forbids{principle}: {say_words(rule.act, 'en')}."
    if rule.purposes:
        purposes = _things(rule.purposes)
        to_do = purposes if purposes.startswith("to ") else f"for {purposes}"
        return f"{_capital(objects)} must not be used {to_do}{who}."
    if act is None or "decide" in rule.acts:
        return f"The policy{principle} sets a prohibition on {objects}{_for(rule.actors)}."
    _, participle, preposition = _ACTS[act]
    where = f" {preposition} {_place(rule.destination)}" if rule.destination else ""
    if rule.place and not rule.destination:
        where = f" from {say_words(rule.place, 'en')}"
    only = "In principle, " if rule.is_principle else ""
    start = objects if only else _capital(objects)
    return f"{only}{start} must not be {participle}{where}{who}."


@say_in_english.register
def _permission(rule: Permission) -> str:
    if rule.is_general or (not rule.objects and not rule.destination):
        who = f" by the {name_actor(rule.approver, 'en')}" if rule.approver else ""
        length = f", for at most {say_length(rule.validity, 'en')}" if rule.validity else ""
        return f"An exception holds only if it is granted{who}{length}."
    objects = _things(rule.objects)
    where = f" in {_place(rule.destination)}" if rule.destination else ""
    if rule.conditions:
        named = say_list([say_words(one, "en") for one in rule.conditions], "en")
        both = "both " if len(rule.conditions) == 2 else "all of " if rule.conditions[2:] else ""
        return f"{_capital(objects or 'this')}{where}: allowed only with {both}{named}."
    who = f"The {say_actors(rule.actors, 'en')} may" if rule.actors else "It is allowed to"
    act = next((one for one in rule.acts if one in _ACTS), "use")
    verb, _, preposition = _ACTS[act]
    place = f" {preposition} {_place(rule.destination)} only" if rule.destination else ""
    by = f" if the {name_actor(rule.approver, 'en')} approves" if rule.approver else ""
    left_out = f", except {_things(rule.excluded)}" if rule.excluded else ""
    season = f", only in {say_list([month_name[one] for one in rule.months], 'en')}" if rule.months else ""
    return f"{who} {verb} {objects or 'it'}{place}{by}{season}{left_out}."


@say_in_english.register
def _requirement(rule: Requirement) -> str:
    if rule.by and rule.needs_approval and not rule.act.isascii():
        return f"The approval of the {name_actor(rule.by, 'en')} is required: {say_words(rule.act, 'en')}."
    return f"The policy requires: {say_words(rule.act.rstrip('.'), 'en')}."


@say_in_english.register
def _definition(rule: Definition) -> str:
    return f"“{rule.term}” means {say_words(rule.meaning, 'en')}."


@say_in_english.register
def _class_scale(rule: ClassScale) -> str:
    labels = say_list([say_words(one, "en") for one in rule.labels], "en")
    return f"The information classes are, strictest first, {labels}."


@say_in_english.register
def _classification(rule: Classification) -> str:
    return f"{_capital(_things(rule.contents))}: class {say_words(rule.label, 'en')}."


@say_in_english.register
def _precedence(rule: Precedence) -> str:
    if rule.by == "stricter":
        return "Where policies conflict, the stricter rule prevails."
    if rule.by == "arbiter":
        return (
            f"Where it is in doubt which rule prevails, the {name_actor(rule.arbiter or '', 'en')} decides."
        )
    prevailing = "this policy" if rule.by == "this_text" else say_words(rule.prevailing or "", "en")
    return f"Where policies conflict, {prevailing} prevails."


@say_in_english.register
def _responsible(rule: Responsible) -> str:
    holder = name_actor(rule.holder, "en")
    return f"{_capital(name_actor(rule.role, 'en'))}: {holder}."


@say_in_english.register
def _penalty(rule: Penalty) -> str:
    return f"On breaches the policy says: {say_words(rule.text.rstrip('.'), 'en')}."


def _things(terms: tuple[Term, ...]) -> str:
    return say_list([_thing(term) for term in terms], "en")


def _thing(term: Term) -> str:
    """Say a term in English; one in Japanese by its concept, with the policy's words behind it."""
    if term.text.isascii():
        return term.text
    if term.concepts and not any(mark in term.text for mark in "「『"):
        return f"{say_concept(term.concepts[0], 'en')} (“{term.text}”)"
    return say_words(term.text, "en")


def _place(term: Term | None) -> str:
    if term is None:
        return ""
    if term.text.isascii():
        return term.text
    return f"{say_concept(term.concepts[0], 'en')} (“{term.text}”)" if term.concepts else f"“{term.text}”"


def _names_unit(actors: tuple[str, ...]) -> bool:
    return bool(actors) and not all(one.casefold() in ("employees", "no one", "anyone") for one in actors)


def _for(actors: tuple[str, ...]) -> str:
    return f" for the {say_actors(actors, 'en')}" if _names_unit(actors) else ""


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
