"""Say what the clauses found for a question lay down: word for word where the reader reads their language.

Rules that were read are worded from their values in the other language; what was not read is quoted with a
note that no translation is held.
"""

import re
from itertools import islice

from bot.advisor.advice import PolicyStatement, Verdict
from bot.advisor.evidence import MATERIAL_CLASSES, Evidence
from bot.advisor.holdings import Holdings
from bot.advisor.naming import names_actor
from bot.advisor.rule_writing import RuleWriter
from bot.advisor.rules.conduct import Definition, Effect, Permission, Prohibition, Requirement, Rule
from bot.advisor.rules.route_currency import currency_of
from bot.advisor.rules.spending import ApprovalBand, Concurrence
from bot.advisor.rules.wording import describe_rule
from bot.advisor.situation import Situation
from knowledge.documents.document import Document, Language, Section
from knowledge.documents.folding import fold_string
from knowledge.documents.translations import translation_of
from retrieval.passage import Passage

_NEAR = 0.55  # share of the best clause's score that another one must reach to be said beside it
_NEAR_OVERALL = 0.5  # and of the best passage of any class
_MOST_CHARS = 400
_LEAST_HEADING = 2
_FEW = 3  # rules in one section, so that they amount to a verdict
_LONG_WORD = re.compile(r"[\u3400-\u9fff]{3,}|[ァ-ヶー]{4,}")
_ASKS_MEANING = re.compile(r"とは|って何|定義|意味|what (?:is|are|does|counts)|mean|defin")
_CONVERTS = re.compile(r"換算|為替|\bconvert|exchange rate|conversion")
_UNTRANSLATED: dict[Language, str] = {
    "ja": "原文のまま引用します（訳は用意していません）",
    "en": "quoted in the original; no translation is held",
}


def say_clauses(
    situation: Situation, evidence: Evidence, writer: RuleWriter, *, most: int
) -> tuple[PolicyStatement, ...]:
    """Say what the best clauses in force lay down.

    Args:
        situation: Whose words choose among the rules of a clause.
        evidence: What was found.
        writer: Of the answer; clauses cited already are not said again.
        most: At most so many.

    Returns:
        One statement for each clause, best first, those that only define words last; covers of documents
        are left out.
    """
    clauses = [one for one in evidence.clauses if "#cover" not in one.chunk.section_id]
    best = clauses[0].score if clauses else 0.0
    others = (one for one in evidence.passages if one.chunk.source_class not in MATERIAL_CLASSES)
    overall = next((one.score for one in others), 0.0)  # a vendor's paper is nearest to what it says itself
    least = max(_NEAR * best, _NEAR_OVERALL * overall)
    near = [one for one in clauses if one.score >= least]
    near = [one for one in near if not writer.book.is_cited(one.chunk.section_id)]
    named = fold_string(situation.query)
    near.sort(key=lambda one: (not _is_headed(one, named), -_shared_words(one, named)))
    if not _ASKS_MEANING.search(named):
        near.sort(key=lambda one: _only_defines(_rules_of(one, writer)))
    return tuple(say_clause(one, situation, writer) for one in near[:most])


def _is_headed(passage: Passage, query: str) -> bool:
    """Tell whether a folded question names a clause's own heading: 「検収のときに必要なものは」."""
    heading, locator = fold_string(passage.chunk.heading), fold_string(passage.chunk.locator)
    return len(heading) >= _LEAST_HEADING and heading != locator and heading in query


def _shared_words(passage: Passage, query: str) -> int:
    """Count the long words of a folded question that a clause has as they are: 「再委託」."""
    text = fold_string(passage.chunk.section_text)
    return sum(word in text for word in set(_LONG_WORD.findall(query)))


def say_conversion(
    situation: Situation, holdings: Holdings, writer: RuleWriter
) -> tuple[PolicyStatement, ...]:
    """Say what a clause lays down on converting money, where a sum is in another currency than the rules'."""
    if situation.purchase is None or not situation.purchase.amounts:
        return ()
    currency = currency_of(writer.rules, situation.purchase)
    if all(one.currency == currency for one in situation.purchase.amounts):
        return ()
    found = (
        (document, section)
        for document in holdings.in_force(writer.rules.day)
        for section in document.sections
        if _CONVERTS.search(fold_string(section.text))
    )
    return tuple(_say_section(*one, writer) for one in islice(found, 1))


def _say_section(document: Document, section: Section, writer: RuleWriter) -> PolicyStatement:
    words = re.sub(r"\s*\n\s*", " / ", section.text.strip())
    named = _named(document.title, section.locator, section.heading, writer.language)
    said = words if section.language == writer.language else _quoted(words, writer.language)
    numbers = writer.book.cite(section.id, document_key=document.key)
    return PolicyStatement(verdict="conditional", text=f"{named}{said}", citations=numbers)


def say_clause(passage: Passage, situation: Situation, writer: RuleWriter) -> PolicyStatement:
    """Say what one clause lays down, with its name in front."""
    chunk, language = passage.chunk, writer.language
    read = _rules_of(passage, writer)
    meant = _meant_rules(read, situation)
    span = (chunk.start, chunk.end) if len(chunk.section_text) > _MOST_CHARS else None
    numbers = writer.book.cite(chunk.section_id, document_key=chunk.document_key, span=span)
    return PolicyStatement(
        verdict=verdict_of(meant) if len(meant) <= _FEW else "conditional",  # a chapter says many things
        text=f"{name_clause(passage, language)}{_say(passage, meant, language)}",
        citations=numbers,
    )


def _rules_of(passage: Passage, writer: RuleWriter) -> list[Rule]:
    place = (passage.chunk.document_key, passage.chunk.section_id)
    return [one for one in writer.rules.rules if (one.document, one.section) == place]


def _only_defines(read: list[Rule]) -> bool:
    return bool(read) and all(isinstance(one, Definition | Effect) for one in read)


def _meant_rules(read: list[Rule], situation: Situation) -> list[Rule]:
    """Keep the rules of the department that a question names, where a clause has rules for several."""
    query = fold_string(situation.query)
    named = [one for one in read if any(names_actor(actor, query) for actor in getattr(one, "actors", ()))]
    return named or read


def name_clause(passage: Passage, language: Language) -> str:
    """Name a clause as people do: 「AI利用規程 第3版」第8条（PoCの条件）."""
    chunk = passage.chunk
    return _named(chunk.title, chunk.locator, chunk.heading, language)


def _named(title: str, locator: str, heading: str, language: Language) -> str:
    heading = heading if heading not in ("", locator) else ""
    if language == "ja":
        return f"「{title}」{locator}{f'（{heading}）' if heading else ''}："
    return f"“{title}” {locator}{f' ({heading})' if heading else ''}: "


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
    if (translated := translation_of(chunk.section_text, language)) is not None:
        return f"{translated} (our translation)"
    sentences = tuple(dict.fromkeys(describe_rule(one, language) for one in read))
    if sentences:
        return ("" if language == "ja" else " ").join(sentences)
    return _quoted(words, language)


def _quoted(words: str, language: Language) -> str:
    note = _UNTRANSLATED[language]
    return f"「{words}」（{note}）" if language == "ja" else f"「{words}」 ({note})"
