"""Say up to what amount an officer may approve, where a question asks that of a position it names."""

import re

from bot.advisor.advice import PolicyStatement
from bot.advisor.naming import names_actor
from bot.advisor.rule_writing import RuleWriter
from bot.advisor.rules.spending import ApprovalBand
from bot.advisor.rules.wording import describe_rule
from bot.advisor.situation import Situation
from knowledge.documents.folding import fold_string

_ASKS_RANGE = re.compile(
    r"いくら(?:まで|から|以上|未満)|何円(?:まで|から)|何万(?:円)?(?:まで|から)|どこまで|権限|決裁(?:枠|範囲|額)"
    r"|上限"
    r"|up to (?:what|which|how)|how much (?:may|can|is)|\b(?:limit|authority|ceiling|threshold|range)\b"
    r"|how high"
)
_MANAGER = re.compile(r"\b(?:department|division) (?:head|manager|chief)s?|\bheads? of departments?")
_SECTION = re.compile(r"\bsection (?:head|manager|chief)s?|\bheads? of sections?|\bteam managers?")
_MOST = 3


def say_powers(situation: Situation, writer: RuleWriter) -> tuple[PolicyStatement, ...]:
    """Say the bands of the officers that a question names; none where it states a sum or asks no range."""
    query = fold_string(situation.query)
    has_sum = situation.purchase is not None and bool(situation.purchase.amounts)
    if has_sum or not _ASKS_RANGE.search(query):
        return ()
    named = [one for one in writer.rules.of_type(ApprovalBand) if _is_named(one.approver, query)]
    named.sort(key=lambda one: not one.scope.is_general)
    return tuple(
        writer.say("needs_approval", describe_rule(one, writer.language), (one,)) for one in named[:_MOST]
    )


def _is_named(approver: str, query: str) -> bool:
    if names_actor(approver, query):
        at = query.find(fold_string(approver))
        return at <= 0 or not _is_longer_title(approver, query, at)
    return {"部長": _MANAGER, "課長": _SECTION}.get(approver, re.compile(r"(?!)")).search(query) is not None


def _is_longer_title(approver: str, query: str, at: int) -> bool:
    """Tell whether what stands there is the end of another title: 部長 in 本部長 or 事業部長."""
    return approver in ("部長", "課長", "係長") and query[at - 1] in "本業副次"
