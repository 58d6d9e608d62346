"""Put into a rule what the sentences after it add: exclusions, limits, deadlines, the next row's bound.

A rule is read from one sentence; policies often go on in the next. What a single sentence says is the
readers' work.
"""

import re
from itertools import combinations

from bot.advisor.rules.clause import Clause
from bot.advisor.rules.conduct import Permission, Rule, Threshold
from bot.advisor.rules.phrasing import quotes
from bot.advisor.rules.place import PlacedRule, Scope, length_of
from bot.advisor.rules.reading_permissions import read_excluded, read_withheld
from bot.advisor.rules.spending import ApprovalBand, Concurrence, EmergencyRule, QuoteRule

_NARROWABLE = (ApprovalBand, EmergencyRule, Permission)
_EXCLUDES_ONLY = re.compile(
    r"には(?:使え|適用でき|及ば|用い)(?:ない|ません)。?$|例外を(?:許可|承認|認め)[^。]{0,12}(?:ない"
    r"|ません)。?$|適用しない。?$"
    r"|^[^、。]{1,20}(?:(?<![てで])は|も)(?:ダメ|だめ|不可|いけません|できません|対象外"
    r"|含ま(?:ない|れない|れません))(?:です|とする|とします)?。?$"
    r"|(?:は|を)、?(?:この限りでない|除(?:く|きます|外する|外します))。?$|この限りでない。?$"
    r"|does not (?:apply|extend|cover|include)"
    r"|^[^;,]{3,60} (?:is|are) (?:excluded|left out|outside (?:this|the) |not (?:included|covered))"
    r"|^(?:ただし|但し|but|however)[、,]?"
)
_CAPS = re.compile(
    r"\bcap(?:ped)?\b|maximum|at most|up to|no more than|limit(?:ed)?|上限|限度|以下|以内|未満|まで"
)
_IN_THIS_CASE = re.compile(
    r"(?:この|その)(?:場合|とき|際)(?:に?は|において)?、?|in (?:this|that) case,? |(?:this|it) "
)
_ONLY_WITH = re.compile(
    r"(?:ただし|但し)、?[^。]{2,30}(?:承認|許可|了承|同意)(?:が|を)[^。]{0,8}(?:とき|場合)に限"
)
_NEEDS_APPROVAL = re.compile(
    r"(?:承認|許可|了承|同意)(?:を(?:要|得|受け)|がある)|requires? (?:the )?(?:prior |written )*approval"
)
_NEXT_CONDITION = re.compile(r"(?<=こと)(?:と|及び|および)、?|、(?=[^、]{2,40}こと)")
_CONDITIONS_ARE = re.compile(
    r"(?:その|この)?条件は、?(?P<list>.+?)(?:の(?:[二三四五2-5])つ)?(?:とする|とします|です|である)。?$"
)
_FILES = re.compile(r"申請|提出|稟議|決裁|承認|報告|届|\bfil(?:e|ed|ing)\b|submit|request|approv|obtain")


def add_approver(rules: list[Rule], clause: Clause) -> bool:
    """Put into a leave who has to approve it, where the next sentence says so: 「この場合、承認を要する」."""
    last = rules[-1] if rules else None
    match = _IN_THIS_CASE.match(clause.text, clause.body_start) or _ONLY_WITH.search(clause.text)
    if not isinstance(last, Permission) or last.section != clause.section.id or match is None:
        return False
    who = next((one.text for one in clause.actors if one.kind != "unit"), None)
    if who is None or last.approver is not None or clause.ranges or not _NEEDS_APPROVAL.search(clause.text):
        return False
    rules[-1] = last.model_copy(update={"approver": who, "end": clause.end})
    return True


def add_conditions(rules: list[Rule], clause: Clause) -> bool:
    """Put the conditions that the next sentence names into a leave: 「条件は、…の二つとする」."""
    last = rules[-1] if rules else None
    match = _CONDITIONS_ARE.match(clause.text, clause.body_start)
    if match is None or not isinstance(last, Permission) or last.section != clause.section.id:
        return False
    cuts = [one.span() for one in _NEXT_CONDITION.finditer(clause.text, *match.span("list"))]
    starts = [match.start("list"), *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), match.end("list")]
    held = quotes(clause, list(zip(starts, ends, strict=True)))
    people = (one.text for one in clause.actors if one.kind != "unit")
    approver = next(people, None) if _NEEDS_APPROVAL.search(clause.text) else None
    said = {"conditions": (*last.conditions, *held), "approver": last.approver or approver}
    rules[-1] = last.model_copy(update={**said, "end": clause.end})
    return True


def narrow(rules: list[Rule], clause: Clause) -> bool:
    """Put what a following sentence takes out into the rule before it; False when nothing fits."""
    if not _EXCLUDES_ONLY.search(clause.text[clause.body_start :]):
        return False
    at = _last_place(rules, _NARROWABLE)
    if at is None or rules[at].section != clause.section.id:
        return False
    last, amount = rules[at], next((one for one in clause.ranges if one.low_jpy is not None), None)
    if isinstance(last, EmergencyRule) and amount is not None:
        limit = {"limit_jpy": amount.low_jpy, "limit_is_inclusive": not amount.low_is_inclusive}
        rules[at] = last.model_copy(update=limit)
        return True
    excluded = (*read_withheld(clause), *read_excluded(clause))
    if not excluded or isinstance(last, EmergencyRule):
        return False
    if isinstance(last, ApprovalBand):
        rules[at] = last.model_copy(update={"exclusions": (*last.exclusions, *excluded)})
    elif isinstance(last, Permission):
        rules[at] = last.model_copy(update={"excluded": (*last.excluded, *excluded)})
    return True


def add_cap(rules: list[Rule], clause: Clause) -> bool:
    """Put the cap that the next sentence gives into an emergency rule without one."""
    at = _last_place(rules, (EmergencyRule,))
    last = rules[at] if at is not None else None
    amount = next((one for one in clause.ranges if one.high_jpy or one.exact_jpy), None)
    if at is None or not isinstance(last, EmergencyRule) or last.limit_jpy is not None or amount is None:
        return False
    if last.section != clause.section.id or not _CAPS.search(clause.text):
        return False
    cap = {
        "limit_jpy": amount.high_jpy or amount.exact_jpy,
        "limit_is_inclusive": amount.high_is_inclusive or amount.exact_jpy is not None,
        "end": clause.end,
    }
    rules[at] = last.model_copy(update=cap)
    return True


def add_deadline(rules: list[Rule], clause: Clause) -> bool:
    """Put the deadline that the next sentence gives into an emergency rule without one."""
    at = _last_place(rules, (EmergencyRule,))
    last = rules[at] if at is not None else None
    found = next(iter(clause.durations), None)
    if at is None or not isinstance(last, EmergencyRule) or last.deadline is not None or found is None:
        return False
    if last.section != clause.section.id or not _FILES.search(clause.text):
        return False
    rules[at] = last.model_copy(update={"deadline": length_of(found), "end": clause.end})
    return True


def _last_place(rules: list[Rule], kinds: tuple[type[PlacedRule], ...]) -> int | None:
    """Find where the last rule of some kinds stands; None where there is none."""
    return next((n for n in range(len(rules) - 1, -1, -1) if isinstance(rules[n], kinds)), None)


def lowest_bars(rules: list[Rule]) -> list[Rule]:
    """Keep of several scores of a section the lowest: between it and the next, conditions decide."""
    bars = [one.value for one in rules if isinstance(one, Threshold)]
    return [one for one in rules if not isinstance(one, Threshold) or one.value == min(bars)]


def close_bands(rules: list[Rule]) -> list[Rule]:
    """Close the open ends of a section's bands by their neighbours: "up to 1M", then "up to 5M".

    Args:
        rules: The rules of one section, in reading order.

    Returns:
        The same rules; a band that named only one bound ends where the one beside it begins.
    """
    closed = _without_levels(rules)
    before: dict[Scope, int] = {}
    for at, band in enumerate(closed):
        if not isinstance(band, ApprovalBand) or band.scope.departments:
            continue
        if band.scope in before:
            first = before[band.scope]
            closed[first], closed[at] = _close(closed[first], band)
        before[band.scope] = at
    return closed


def _without_levels(rules: list[Rule]) -> list[Rule]:
    """Free rows whose item only names their level: where no two items' amounts overlap, none binds."""
    bands = [one for one in rules if isinstance(one, ApprovalBand) and one.scope.text]
    items = [one for one in bands if not one.scope.kinds and not one.scope.departments]
    overlaps = any(
        one.scope.text != other.scope.text and other.from_jpy < (one.to_jpy or other.from_jpy + 1)
        for one, other in combinations(sorted(items, key=lambda band: band.from_jpy), 2)
    )
    if overlaps or len(items) < len(bands):
        return list(rules)
    names = {one.scope.text for one in items}
    return [
        one.model_copy(update={"scope": Scope()})
        if isinstance(one, ApprovalBand | Concurrence | QuoteRule) and one.scope.text in names
        else one
        for one in rules
    ]


def _close(first: Rule, second: ApprovalBand) -> tuple[Rule, Rule]:
    if not isinstance(first, ApprovalBand):
        return first, second
    names_no_floor = second.from_jpy == 0 and first.to_jpy is not None
    if names_no_floor and (second.to_jpy is None or second.to_jpy > (first.to_jpy or 0)):
        floor = {"from_jpy": first.to_jpy, "from_is_inclusive": not first.to_is_inclusive}
        return first, second.model_copy(update=floor)
    if first.to_jpy is None and second.from_jpy > first.from_jpy:
        ceiling = {"to_jpy": second.from_jpy, "to_is_inclusive": not second.from_is_inclusive}
        return first.model_copy(update=ceiling), second
    if 0 < (second.to_jpy or 0) < (first.to_jpy or 0) and first.from_jpy == second.from_jpy == 0:
        floor = {"from_jpy": second.to_jpy, "from_is_inclusive": not second.to_is_inclusive}
        return first.model_copy(update=floor), second  # the highest stands first
    both = first.to_is_inclusive and second.from_is_inclusive
    if both and first.to_jpy is not None and first.to_jpy == second.from_jpy:
        return first, second.model_copy(update={"from_is_inclusive": False})
    return first, second
