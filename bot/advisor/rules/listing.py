"""Say each rule that was read in one line, so that a person can hold it against the text.

Lines are in the language of the policy; names, papers and conditions are the policy's own words. They are
for checking, not for answers: the composers word those.
"""

from bot.advisor.rules.conduct import Rule
from bot.advisor.rules.figures import Tongue, tongue_of
from bot.advisor.rules.place import Frozen
from bot.advisor.rules.reading import read_rules
from bot.advisor.rules.rulebook import RuleBook
from bot.advisor.rules.saying import say_rule
from knowledge.documents.document import Document


class RuleLine(Frozen):
    """One rule in one line, or a sentence that was not understood, with its span of the section."""

    type: str  # a rule's type, or `not_understood`
    section: str
    text: str
    start: int
    end: int


class RuleDescription(Frozen):
    """What was read out of a version, and what looks like a rule and was not understood."""

    rules: tuple[RuleLine, ...] = ()
    not_understood: tuple[RuleLine, ...] = ()


def describe_rules(document: Document) -> RuleDescription:
    """Read a version's rules and describe them, for a person to check.

    Args:
        document: A policy; of other documents nothing is read that binds anybody.
    """
    book = read_rules(document)
    texts = {section.id: section.text for section in document.sections}
    missed = tuple(
        RuleLine(
            type="not_understood",
            section=one.section,
            text=" ".join(texts[one.section][one.start : one.end].split()),
            start=one.start,
            end=one.end,
        )
        for one in book.unread
    )
    return RuleDescription(rules=list_rules(book), not_understood=missed)


def list_rules(book: RuleBook) -> tuple[RuleLine, ...]:
    """Describe every rule of a book, in reading order.

    Args:
        book: The rules of one version, amended or not.

    Returns:
        One line for each rule; none when nothing was read.
    """
    tongue = tongue_of(book.title)
    return tuple(_line(rule, tongue) for rule in book.rules)


def _line(rule: Rule, tongue: Tongue) -> RuleLine:
    changed = "".join(f" ← {place.document} {place.section}" for place in rule.changed_by)
    return RuleLine(
        type=rule.type,
        section=rule.section,
        text=f"{tongue.labels[rule.type]}: {' '.join(say_rule(rule, tongue).split())}{changed}",
        start=rule.start,
        end=rule.end,
    )
