"""Find what a rule on spending is bound to: by kinds and departments, its annex, lead-in or topic."""

import re

from bot.advisor.rules.actors import Actor
from bot.advisor.rules.clause import Clause
from bot.advisor.rules.lexicon import SPENDING_KINDS
from bot.advisor.rules.phrasing import masked
from bot.advisor.rules.place import Place, Scope
from bot.advisor.rules.ranges import MoneyRange
from bot.advisor.rules.reading_tables import annex_scope

# What a concurrence is for, where the lexicon has no word for it: 「食品の表示に関わる支出は」.
_TOPIC = re.compile(
    r"(?P<what>[^、。は]{2,40}?(?:に(?:関わる|係る|関する|関係する|かかわる|伴う|用いる|及ぶ)|を(?:含む|伴う|扱う|要する|目的とする))"
    r"[^、。は]{0,12}?(?:支出|契約|購入|発注|案件|もの|調達|投資|取引|場合|とき)"
    r"|[^、。は]{2,24}の(?:賃借|賃貸|売却|取得|処分|締結|委託|改修|工事|寄付|出版|掲載))(?:に?(?:は|ついては)|、)"
)
_LEAD_ABOUT = re.compile(
    r"(?P<what>[^、。はを]{2,40}?(?:に(?:係る|関する|関わる|かかる)(?:支出|費用|契約|購入|調達|もの)?|の(?:支出|購入|契約|調達|導入)))"
    r"(?:の(?:決裁|承認)[^、。は]{0,8})?(?:は|については)"
)


def band_scope(clause: Clause, one: MoneyRange, approver: Actor) -> Scope:
    """Bind a band to the departments and kinds that stand in front of its range."""
    departments = _departments(clause, one, approver)
    before = clause.text[clause.body_start : one.start]
    kinds = () if re.search(r"含む|含み|including", before) else _kinds(clause, clause.body_start, one.start)
    if not departments and not kinds:
        return _lead_scope(clause)
    text = _scope_text(clause, one.start) or "、".join(departments)
    return Scope(text=text, kinds=kinds, departments=departments)


def _lead_scope(clause: Clause) -> Scope:
    """Bind to what the lead-in of a list is about: 「AIに係る支出は、次による。」."""
    about = _LEAD_ABOUT.match(clause.lead)
    found = clause.surroundings.concepts_in(about["what"], "kind") if about else ()
    kinds = tuple(one for one in found if one in SPENDING_KINDS)
    return Scope(text=about["what"], kinds=kinds) if about and kinds else Scope()


def _departments(clause: Clause, one: MoneyRange, approver: Actor) -> tuple[str, ...]:
    units = (
        actor.text
        for actor in clause.actors
        if actor.kind == "unit" and actor.end <= one.start and actor.start != approver.start
    )
    return tuple(dict.fromkeys(units))


def bound_scope(clause: Clause) -> tuple[Scope, tuple[Place, ...]]:
    """Find what a sentence, its annex, its lead-in, its heading or its topic binds it to."""
    if own := _kinds(clause, clause.body_start, len(clause.text)):
        return Scope(text=clause.quote(clause.body_start, len(clause.text)), kinds=own), ()
    if annex := clause.surroundings.annex_in(clause.text):
        return annex_scope(annex)
    if heading := clause.surroundings.concepts_in(clause.context, "kind"):
        return Scope(text=clause.section.heading or clause.section.locator, kinds=heading), ()
    topic = _TOPIC.match(clause.text, clause.body_start)
    return (Scope(text=clause.quote(*topic.span("what"))) if topic else Scope()), ()


def _kinds(clause: Clause, start: int, end: int) -> tuple[str, ...]:
    found = clause.surroundings.concepts_in(masked(clause)[start:end], "kind")
    return tuple(one for one in found if one in SPENDING_KINDS)


def _scope_text(clause: Clause, end: int) -> str:
    return clause.quote(clause.body_start, end).rstrip("はをがの、 ")
