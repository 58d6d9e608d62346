"""Make statements of rules: a sentence with the clauses it rests on, numbered in the answer's book."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.advisor.advice import NextAction, PolicyStatement, Statement, Verdict
from bot.advisor.citations import CitationBook
from bot.advisor.holdings import Place
from bot.advisor.rules.company_rules import CompanyRules
from bot.advisor.rules.place import PlacedRule
from knowledge.documents.document import Language
from knowledge.documents.sentences import split_sentences
from knowledge.documents.translations import translation_of

_QUOTE_MARKS = ("（「", " (“")
_WHOLE_CLAUSE = 120  # characters; of a longer one the sentence is quoted
_MOST_QUOTED = 360  # characters; a longer sentence stands among the sources


@dataclass(frozen=True)
class RuleWriter:
    """Words for one answer about rules."""

    rules: CompanyRules
    book: CitationBook
    language: Language

    def cite(self, rules: Iterable[PlacedRule | None]) -> tuple[int, ...]:
        """Cite the clauses rules were read from, after those that changed and before those that bind them."""
        numbers = [
            number
            for rule in rules
            if rule is not None
            for place in (*rule.changed_by, rule, *rule.bound_by)
            for number in self.book.cite(
                place.section, document_key=place.document, span=(place.start, place.end)
            )
        ]
        return tuple(dict.fromkeys(numbers))

    def say(
        self, verdict: Verdict, text: str, rules: Iterable[PlacedRule | None], *, is_quoted: bool = True
    ) -> PolicyStatement:
        """Say a sentence about rules; without a clause behind it, it is a notice.

        Args:
            verdict: Of the statement.
            text: Composed from the rules.
            rules: What it rests on, the most telling one first.
            is_quoted: Whether to add that rule's sentence, where the asker reads its language.
        """
        listed = tuple(rules)
        numbers = self.cite(listed)
        return PolicyStatement(
            kind="sourced" if numbers else "notice",
            verdict=verdict,
            text=f"{text}{self._quote(listed, text) if is_quoted else ''}",
            citations=numbers,
        )

    def _quote(self, rules: tuple[PlacedRule | None, ...], text: str) -> str:
        """Quote the sentence a statement rests on, where the asker reads its language."""
        rule = next((one for one in rules if one is not None), None)
        place = self.book.place_of(rule.section, rule.document) if rule is not None else None
        if rule is None or place is None:
            return ""
        sentence = self._sentence(place, rule.start)
        if not sentence or len(sentence) > _MOST_QUOTED or sentence in text:
            return ""
        where = place.section.locator or place.section.id
        title = place.section.title or place.document.title
        if self.language == "ja":
            return f"（「{title}」{where}「{sentence}」）"
        is_ours = place.section.language != self.language
        return f" (“{title}” {where}{', translated' if is_ours else ''}: “{sentence}”)"

    def _sentence(self, place: Place, position: int) -> str:
        """Give a short clause, else its sentence at a position; nothing where not in the asker's language."""
        if place.section.language == self.language:
            text = " ".join(place.section.text.split())
            return text if len(text) <= _WHOLE_CLAUSE else sentence_at(place.section.text, position)
        return translation_of(place.section.text, self.language) or ""

    def act(self, what: str, rules: Iterable[PlacedRule | None], *, who: str = "") -> tuple[NextAction, ...]:
        """Say what to do next; nothing where no clause is behind it."""
        numbers = self.cite(rules)
        return (NextAction(what=what, who=who, citations=numbers),) if numbers else ()

    def join(self, sentences: Iterable[str]) -> str:
        """Put sentences one behind the other, as the language does; a clause is quoted behind the last."""
        said = [one for one in sentences if one]
        following = [*said[1:], ""]
        parts = [_without_quote_of(one, [after]) for one, after in zip(said, following, strict=True)]
        return ("" if self.language == "ja" else " ").join(parts)


def quote_once(statements: Sequence[PolicyStatement]) -> list[PolicyStatement]:
    """Take the quote off every statement whose clause an earlier one has quoted."""
    found: list[PolicyStatement] = []
    for one in statements:
        text = _without_quote_of(one.text, [before.text for before in found])
        found.append(one.model_copy(update={"text": text}) if text != one.text else one)
    return found


def _without_quote_of(text: str, others: Sequence[str]) -> str:
    """Take off the quote at the end of a text where another one ends with the same."""
    starts = sorted(text.find(mark) for mark in _QUOTE_MARKS if text.find(mark) > 0)
    at = next((one for one in starts for other in others if other.endswith(text[one:])), len(text))
    return text[:at]


def sentence_at(text: str, position: int) -> str:
    """Give the sentence that holds a position, in one line; empty where there is none."""
    found = next((one for one in split_sentences(text) if one.start <= position < one.end), None)
    return " ".join(text[found.start : found.end].split()) if found else ""


def conclude_from(statement: PolicyStatement) -> Statement:
    """Make the conclusion of a statement about rules."""
    return Statement(kind=statement.kind, text=statement.text, citations=statement.citations)
