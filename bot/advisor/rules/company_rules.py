"""The company's rules of one day: books of the versions in force, with supplements put in.

Versions that are no longer or not yet in force are kept apart: they only serve to correct a belief.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.advisor.rules.amending import amend
from bot.advisor.rules.place import PlacedRule
from bot.advisor.rules.rulebook import RuleBook, RuleType
from knowledge.documents.document import Document, SourceClass
from knowledge.documents.standing import amendments_on, standing_on


@dataclass(frozen=True)
class CompanyRules:
    """All rules that one reader may see, parted by how their versions stand on the day."""

    day: date
    books: tuple[RuleBook, ...] = ()  # in force, supplements put in
    former: tuple[RuleBook, ...] = ()
    coming: tuple[RuleBook, ...] = ()

    def of_type(self, kind: type[RuleType]) -> tuple[RuleType, ...]:
        """List the rules of one type in force, by document and reading order."""
        return tuple(rule for book in self.books for rule in book.of_type(kind))

    def former_of_type(self, kind: type[RuleType]) -> tuple[RuleType, ...]:
        """List the rules of one type in versions no longer in force."""
        return tuple(rule for book in self.former for rule in book.of_type(kind))

    def coming_of_type(self, kind: type[RuleType]) -> tuple[RuleType, ...]:
        """List the rules of one type in versions not yet in force."""
        return tuple(rule for book in self.coming for rule in book.of_type(kind))

    def in_section(self, document: str, section: str) -> tuple[PlacedRule, ...]:
        """List the rules in force read from one section."""
        return tuple(rule for rule in self._rules() if rule.document == document and rule.section == section)

    @property
    def are_held(self) -> bool:
        """Tell whether any rule is in force on the day."""
        return bool(self.books)

    def _rules(self) -> Iterator[PlacedRule]:
        return (rule for book in self.books for rule in book.rules)


def rules_on(documents: Sequence[Document], day: date, read: Callable[[Document], RuleBook]) -> CompanyRules:
    """Gather the rules of one day.

    Args:
        documents: All that the reader may see; only policies count.
        day: The day that counts.
        read: Gives a version's book, perhaps from a cache.
    """
    policies = [one for one in documents if one.source_class == SourceClass.POLICY]
    books, former, coming = [], [], []
    for document in policies:
        standing = standing_on(document, day, policies)
        if standing == "superseded":
            former.append(read(document))
        elif standing == "not_yet_in_force":
            coming.append(read(document))
        elif document.amends is None:
            book = read(document)
            for supplement in amendments_on(document, day, policies):
                book = amend(book, read(supplement))
            books.append(book)
    return CompanyRules(day, tuple(books), tuple(former), tuple(coming))
