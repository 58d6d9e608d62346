"""The rules read from one version of a text, with what was not understood.

Pure data. `reading` fills it, `amending` puts a supplement's changes in.
"""

from datetime import date
from typing import TypeVar

from bot.advisor.rules.conduct import Rule
from bot.advisor.rules.place import Frozen, PlacedRule

RuleType = TypeVar("RuleType", bound=PlacedRule)


class UnreadSentence(Frozen):
    """A sentence that looks like a rule and was not understood, or not wholly: for a person to read."""

    section: str
    start: int
    end: int
    cue: str  # what made it look like a rule: a number, a modal word


class InterimRules(Frozen):
    """The rules of one section as they are to be read for a time; None has no end."""

    section: str
    first_day: date | None = None
    last_day: date | None = None
    rules: tuple[Rule, ...] = ()

    def holds_on(self, day: date) -> bool:
        """Tell whether this reading counts on a day."""
        return (self.first_day is None or self.first_day <= day) and (
            self.last_day is None or day <= self.last_day
        )


class RuleBook(Frozen):
    """All rules of one document version, in reading order."""

    document: str  # `id@version`
    title: str
    rules: tuple[Rule, ...] = ()
    unread: tuple[UnreadSentence, ...] = ()
    interim: tuple[InterimRules, ...] = ()

    def of_type(self, kind: type[RuleType]) -> tuple[RuleType, ...]:
        """List the rules of one type, in reading order."""
        return tuple(rule for rule in self.rules if isinstance(rule, kind))
