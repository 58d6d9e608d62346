"""Put what a supplement changes into the rules of the version it amends.

A supplement changes only what it names. Every rule keeps the document and section it was read from; one
that was changed names the changing clause besides, so that both can be cited.
"""

from datetime import date

from bot.advisor.rules.conduct import Amendment, Rule
from bot.advisor.rules.place import Place, Scope
from bot.advisor.rules.rulebook import RuleBook, UnreadSentence
from bot.advisor.rules.spending import ApprovalBand, Concurrence
from knowledge.documents.folding import fold_string

_NO_MATCH = "amendment"


def amend(base: RuleBook, supplement: RuleBook) -> RuleBook:
    """Apply the amendments of a supplement to the version it amends.

    Args:
        base: The rules of the amended version.
        supplement: The rules of the supplement.

    Returns:
        A book under the supplement's name: the former rules, changed where the supplement says so, then
        what the supplement adds. An amendment that fits nothing in `base` is listed as not understood.
    """
    rules = list(base.rules)
    unread = [*base.unread, *supplement.unread]
    for rule in supplement.rules:
        if not isinstance(rule, Amendment) or rule.change == "reading":
            rules.append(rule)
            continue
        changed = move_band(rules, rule) if rule.change == "band" else _drop_concurrence(rules, rule)
        if changed is None:
            unread.append(UnreadSentence(section=rule.section, start=rule.start, end=rule.end, cue=_NO_MATCH))
        else:
            rules = changed
    return RuleBook(
        document=supplement.document,
        title=supplement.title,
        rules=tuple(rules),
        unread=tuple(unread),
        interim=(*base.interim, *supplement.interim),
    )


def on_day(book: RuleBook, day: date) -> RuleBook:
    """Put the readings that hold on a day in the place of the clauses they are for."""
    rules = list(book.rules)
    for one in book.interim:
        held = [rule.section == one.section for rule in rules]
        if one.holds_on(day) and any(held):
            first = held.index(True)
            others = [rule for rule, is_held in zip(rules, held, strict=True) if not is_held]
            rules = [*others[:first], *one.rules, *others[first:]]
    return book.model_copy(update={"rules": tuple(rules)})


def move_band(rules: list[Rule], change: Amendment) -> list[Rule] | None:
    """Move an approver's band and the bounds it shares with its neighbours; None if there is no such band."""
    general = [one for one in rules if isinstance(one, ApprovalBand) and one.scope.is_general]
    bands = [one for one in general if _is_same(one.approver, change.approver)]
    if not bands:
        return None
    before = max(bands, key=lambda one: one.from_jpy)
    if change.kinds:
        return [*rules, _special_band(before, change)]
    after = _changed_band(before, change)
    moved = (_beside(one, before, after, change) if one is not before else after for one in rules)
    return [one for one in moved if one is not None]


def _changed_band(band: ApprovalBand, change: Amendment) -> ApprovalBand:
    update: dict[str, object] = {"changed_by": (*band.changed_by, _place(change))}
    if change.from_jpy is not None:
        update |= {"from_jpy": change.from_jpy, "from_is_inclusive": change.from_is_inclusive}
    if change.to_jpy is not None:
        update |= {"to_jpy": change.to_jpy, "to_is_inclusive": change.to_is_inclusive}
    if change.tax is not None:
        update["tax"] = change.tax
    return band.model_copy(update=update)


def _beside(rule: Rule, before: ApprovalBand, after: ApprovalBand, change: Amendment) -> Rule | None:
    """Move a neighbour's bound along; None when the changed band has swallowed it whole."""
    if not isinstance(rule, ApprovalBand) or not rule.scope.is_general:
        return rule
    if before.to_jpy is not None and rule.from_jpy >= before.to_jpy:
        return _above(rule, before, after, change)
    if rule.to_jpy is not None and rule.to_jpy <= before.from_jpy:
        return _below(rule, before, after, change)
    return rule


def _above(
    rule: ApprovalBand, before: ApprovalBand, after: ApprovalBand, change: Amendment
) -> ApprovalBand | None:
    if after.to_jpy == before.to_jpy and after.to_is_inclusive == before.to_is_inclusive:
        return rule
    if after.to_jpy is None or (rule.to_jpy is not None and rule.to_jpy <= after.to_jpy):
        return None
    if rule.from_jpy != before.to_jpy and rule.from_jpy >= after.to_jpy:
        return rule
    return rule.model_copy(
        update={
            "from_jpy": after.to_jpy,
            "from_is_inclusive": not after.to_is_inclusive,
            "changed_by": (*rule.changed_by, _place(change)),
        }
    )


def _below(
    rule: ApprovalBand, before: ApprovalBand, after: ApprovalBand, change: Amendment
) -> ApprovalBand | None:
    if after.from_jpy == before.from_jpy and after.from_is_inclusive == before.from_is_inclusive:
        return rule
    if rule.from_jpy >= after.from_jpy:
        return None
    if rule.to_jpy != before.from_jpy and (rule.to_jpy or 0) <= after.from_jpy:
        return rule
    return rule.model_copy(
        update={
            "to_jpy": after.from_jpy,
            "to_is_inclusive": not after.from_is_inclusive,
            "changed_by": (*rule.changed_by, _place(change)),
        }
    )


def _special_band(band: ApprovalBand, change: Amendment) -> ApprovalBand:
    """A widening for some kinds only stands beside the general band."""
    place = _place(change)
    special = _changed_band(band, change).model_copy(
        update={
            "scope": Scope(text=change.subject or "、".join(change.kinds), kinds=change.kinds),
            "changed_by": (),
        }
    )
    return special.model_copy(update=place.model_dump())


def _drop_concurrence(rules: list[Rule], change: Amendment) -> list[Rule] | None:
    """Add an exemption for each body named; None when nobody of that name has to agree."""
    asked = [one for one in rules if isinstance(one, Concurrence) and not one.is_exemption]
    named = {one.body: one for one in asked if change.body is None or _is_called(one.body, change.body)}
    if not named:
        return None
    return [*rules, *(_exemption(one, change) for one in named.values())]


def _exemption(asked: Concurrence, change: Amendment) -> Concurrence:
    return Concurrence(
        **_place(change).model_dump(),
        from_jpy=change.from_jpy or 0,
        from_is_inclusive=change.from_is_inclusive,
        to_jpy=change.to_jpy,
        to_is_inclusive=change.to_is_inclusive,
        body=asked.body,
        kind=asked.kind,
        scope=Scope(text=change.subject, kinds=change.kinds) if change.kinds else Scope(),
        is_exemption=True,
    )


def _is_same(name: str, other: str | None) -> bool:
    return other is not None and fold_string(name) == fold_string(other)


def _is_called(name: str, short: str) -> bool:
    """Tell whether a short name means a body: 審査会 is the AI利用審査会."""
    folded, given = fold_string(name), fold_string(short)
    return folded.endswith(given) or given.endswith(folded)


def _place(change: Amendment) -> Place:
    return Place(document=change.document, section=change.section, start=change.start, end=change.end)
