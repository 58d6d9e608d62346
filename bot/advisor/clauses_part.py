"""Say what the clauses found for a question lay down: word for word where the reader reads their language.

Rules that were read are worded from their values in the other language; what was not read is quoted with a
note that no translation is held.
"""

import re

from bot.advisor.advice import PolicyStatement, Verdict
from bot.advisor.citations import CitationBook
from bot.advisor.evidence import Evidence
from bot.advisor.rules.company_rules import CompanyRules
from bot.advisor.rules.conduct import Permission, Prohibition, Requirement, Rule
from bot.advisor.rules.spending import ApprovalBand, Concurrence
from bot.advisor.rules.wording import describe_rule
from knowledge.documents.document import Language
from retrieval.passage import Passage

_NEAR = 0.55  # share of the best clause's score that another one must reach to be said beside it
_MOST_CHARS = 400
_UNTRANSLATED: dict[Language, str] = {
    "ja": "原文のまま引用します（訳は用意していません）",
    "en": "quoted in the original; no translation is held",
}


def say_clauses(
    evidence: Evidence, rules: CompanyRules, book: CitationBook, language: Language, *, most: int
) -> tuple[PolicyStatement, ...]:
    """Say what the best clauses in force lay down.

    Args:
        evidence: What was found.
        rules: Of the day.
        book: Where clauses are cited; those cited already are not said again.
        language: Of the answer.
        most: At most so many.

    Returns:
        One statement for each clause, best first; covers of documents are left out.
    """
    clauses = [one for one in evidence.clauses if "#cover" not in one.chunk.section_id]
    best = clauses[0].score if clauses else 0.0
    said: list[PolicyStatement] = []
    for passage in clauses:
        if len(said) == most or passage.score < _NEAR * best:
            break
        if not book.is_cited(passage.chunk.section_id):
            said.append(say_clause(passage, rules, book, language))
    return tuple(said)


def say_clause(
    passage: Passage, rules: CompanyRules, book: CitationBook, language: Language
) -> PolicyStatement:
    """Say what one clause lays down, with its name in front."""
    chunk = passage.chunk
    read = [
        one for one in rules.rules if (one.document, one.section) == (chunk.document_key, chunk.section_id)
    ]
    span = (chunk.start, chunk.end) if len(chunk.section_text) > _MOST_CHARS else None
    numbers = book.cite(chunk.section_id, document_key=chunk.document_key, span=span)
    return PolicyStatement(
        verdict=verdict_of(read),
        text=f"{name_clause(passage, language)}{_say(passage, read, language)}",
        citations=numbers,
    )


def name_clause(passage: Passage, language: Language) -> str:
    """Name a clause as people do: 「AI利用規程 第3版」第8条（PoCの条件）."""
    chunk = passage.chunk
    heading = chunk.heading if chunk.heading not in ("", chunk.locator) else ""
    if language == "ja":
        return f"「{chunk.title}」{chunk.locator}{f'（{heading}）' if heading else ''}："
    return f"“{chunk.title}” {chunk.locator}{f' ({heading})' if heading else ''}: "


def verdict_of(read: list[Rule]) -> Verdict:
    """Give the verdict that a clause's rules amount to by themselves."""
    if any(isinstance(one, Prohibition) for one in read):
        is_mixed = any(isinstance(one, Permission) for one in read)
        return "conditional" if is_mixed else "prohibited"
    if any(isinstance(one, ApprovalBand | Concurrence) for one in read):
        return "needs_approval"
    if any(isinstance(one, Requirement) and one.needs_approval for one in read):
        return "needs_approval"
    if any(isinstance(one, Permission) and not one.conditions and not one.approver for one in read):
        return "allowed"
    return "conditional"


def _say(passage: Passage, read: list[Rule], language: Language) -> str:
    chunk = passage.chunk
    text = chunk.section_text if len(chunk.section_text) <= _MOST_CHARS else chunk.text
    words = re.sub(r"\s*\n\s*", " / ", text.strip())
    if chunk.section_language == language:
        return words
    sentences = tuple(dict.fromkeys(describe_rule(one, language) for one in read))
    if sentences:
        return ("" if language == "ja" else " ").join(sentences)
    note = _UNTRANSLATED[language]
    return f"「{words}」（{note}）" if language == "ja" else f"「{words}」 ({note})"
