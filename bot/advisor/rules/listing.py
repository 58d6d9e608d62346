"""Say each rule that was read in one line, so that a person can hold it against the text.

Lines are in the language of the policy; names, papers and conditions are the policy's own words. They are
for checking, not for answers: the composers word those.
"""

from collections.abc import Callable
from typing import Any, Literal

from bot.advisor.rules.figures import Tongue, tongue_of
from bot.advisor.rules.place import Frozen, PlacedRule
from bot.advisor.rules.rulebook import RuleBook


class RuleLine(Frozen):
    """One rule in one line, with the span of the section it was read from."""

    type: str
    section: str
    text: str
    start: int
    end: int
    document: str  # `id@version`: in an amended book not every rule is of the same version


def list_rules(book: RuleBook) -> tuple[RuleLine, ...]:
    """Describe every rule of a book, in reading order.

    Args:
        book: The rules of one version, amended or not.

    Returns:
        One line for each rule; none when nothing was read.
    """
    tongue = tongue_of(book.title)
    return tuple(_line(rule, tongue) for rule in book.rules)


def _line(rule: PlacedRule, tongue: Tongue) -> RuleLine:
    kind = str(getattr(rule, "type", ""))
    label = tongue.labels[kind]
    said = _SAYERS[kind](rule, tongue)
    changed = "".join(f" ← {place.document} {place.section}" for place in rule.changed_by)
    return RuleLine(
        type=kind,
        section=rule.section,
        text=f"{label}: {' '.join(said.split())}{changed}",
        start=rule.start,
        end=rule.end,
        document=rule.document,
    )
