"""Gather the rules that count on one day: versions in force with their supplements put in.

What has run out or is yet to come is kept apart, to correct a belief and never to decide. Which version
stands is `knowledge.documents.standing`'s to say, reading is `reading`'s, changing `amending`'s.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.advisor.rules.amending import amend, on_day
from bot.advisor.rules.conduct import Precedence, Rule
from bot.advisor.rules.place import Frozen, PlacedRule
from bot.advisor.rules.rulebook import RuleBook, RuleType
from knowledge.documents.document import Document, SourceClass
from knowledge.documents.standing import amendments_on, standing_on


class DatedBook(Frozen):
    """The rules of a version that does not count on the day, with the days on which it does."""

    book: RuleBook
    effective_from: date | None = None
    effective_to: date | None = None


class CompanyRules(Frozen):
    """All rules of a company as they stand on one day; empty before any policy."""

    day: date
    in_force: tuple[RuleBook, ...] = ()
    superseded: tuple[DatedBook, ...] = ()
    coming: tuple[DatedBook, ...] = ()
    unread: tuple[str, ...] = ()  # keys of policies in force whose rules were not read

    @property
    def is_empty(self) -> bool:
        """Tell whether no policy is in force on the day."""
        return not self.in_force

    @property
    def first_day(self) -> date | None:
        """Give the first day on which a policy will be in force, where none is yet."""
        days = [one.effective_from for one in self.coming if one.effective_from is not None]
        return min(days) if self.is_empty and days else None

    @property
    def rules(self) -> tuple[Rule, ...]:
        """List all rules in force, document by document, in reading order."""
        return tuple(rule for book in self.in_force for rule in book.rules)

    @property
    def arbiters(self) -> tuple[str, ...]:
        """Name who settles a doubt between texts; none is usual."""
        found = (rule.arbiter for rule in self.of_type(Precedence) if rule.arbiter)
        return tuple(dict.fromkeys(found))

    def of_type(self, kind: type[RuleType]) -> tuple[RuleType, ...]:
        """List the rules in force of one type."""
        return tuple(rule for book in self.in_force for rule in book.of_type(kind))

    def beside(self, rule: PlacedRule, kind: type[RuleType]) -> tuple[RuleType, ...]:
        """List the rules of one type that stand in the same section as a rule."""
        place = (rule.document, rule.section)
        return tuple(one for one in self.of_type(kind) if (one.document, one.section) == place)

    def title_of(self, document: str) -> str:
        """Give the title of a document version by its key; the key itself for an unknown one."""
        books = (*self.in_force, *(one.book for one in (*self.superseded, *self.coming)))
        return next((book.title for book in books if book.document == document), document)


def rules_on(documents: Sequence[Document], books: Mapping[str, RuleBook], day: date) -> CompanyRules:
    """Gather the rules that count on a day.

    Args:
        documents: All versions held; those that are no policies are left out.
        books: The rules read from them, by document key.
        day: The day that counts (`as_of`, or the day the question asks about).

    Returns:
        Policies in force in the given order, amended by the supplements in force that day. A supplement
        stands by itself only where the version it changes is not in force.
    """
    policies = [one for one in documents if one.source_class == SourceClass.POLICY]
    standings = {one.key: standing_on(one, day, policies) for one in policies}
    current = [one for one in policies if standings[one.key] == "in_force"]
    absorbed = {supplement.key for one in current for supplement in amendments_on(one, day, policies)}
    standing_alone = [one for one in current if one.key not in absorbed]
    return CompanyRules(
        day=day,
        in_force=tuple(_amended(one, day, policies, books) for one in standing_alone if one.key in books),
        superseded=tuple(
            _dated(one, books[one.key])
            for one in policies
            if standings[one.key] == "superseded" and one.key in books
        ),
        coming=tuple(
            _dated(one, _foreseen(one, policies, books))
            for one in policies
            if standings[one.key] == "not_yet_in_force" and one.key in books
        ),
        unread=tuple(one.key for one in current if one.key not in books),
    )


def _amended(
    document: Document, day: date, others: Sequence[Document], books: Mapping[str, RuleBook]
) -> RuleBook:
    book = on_day(books[document.key], day)
    for supplement in amendments_on(document, day, others):
        if supplement.key in books:
            book = amend(book, books[supplement.key])
    return book


def _foreseen(document: Document, others: Sequence[Document], books: Mapping[str, RuleBook]) -> RuleBook:
    """Give a coming version's rules; a supplement's with the version it will change."""
    book = books[document.key]
    if document.amends is None:
        return book
    for other in others:
        is_changed = other.id == document.id and other.shelf == document.shelf
        if is_changed and other.version == document.amends and other.key in books:
            changed = amend(books[other.key], book)
            return changed.model_copy(update={"document": book.document, "title": book.title})
    return book


def _dated(document: Document, book: RuleBook) -> DatedBook:
    return DatedBook(book=book, effective_from=document.effective_from, effective_to=document.effective_to)
