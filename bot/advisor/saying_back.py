"""Say it back: hold somebody's own summary against the sources.

Pure and without a language model. Each sentence is looked at by the detectors beside this module; what the
sources have on the topic and the summary lacks is named; the corrected version keeps the speaker's words and
mends only what was found. Likeness of sentences to cards comes in as numbers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.advisor.citations import CitationBook, check_citations
from bot.advisor.holdings import Holdings
from bot.advisor.rules.company_rules import CompanyRules
from bot.advisor.rules.place import PlacedRule
from bot.advisor.rules.wording import describe_rule
from bot.advisor.saying_back_approvers import compare_approvers
from bot.advisor.saying_back_market import find_market_flaws
from bot.advisor.saying_back_mending import mend
from bot.advisor.saying_back_points import cover_points
from bot.advisor.saying_back_reply import CheckReply, CheckVerdict, Flaw, Point, Problem, Sentence, cite_flaw
from bot.advisor.saying_back_sources import find_misattributions, find_vendor_rules, find_wrong_records
from bot.advisor.saying_back_terms import compare_terms
from bot.advisor.saying_back_uses import find_wrong_uses
from bot.advisor.saying_back_values import compare_values, place_of
from bot.advisor.saying_back_words import find_invented_figures, find_overclaims, known_figures
from bot.advisor.vocabulary import Vocabulary
from knowledge.documents.document import Language
from knowledge.documents.folding import fold_string
from knowledge.documents.sentences import split_sentences

_MOST_SENTENCES = 200
_REASONS: dict[Language, dict[str, str]] = {
    "ja": {
        "empty": "確かめる文がありません。会議で言うつもりの要約を入れてください。",
        "foreign": "この文の内容は資料にありません。記事・論文・社内規程に関わる要約なら確かめられます。",
    },
    "en": {
        "empty": "There is nothing to check. Please give the summary you mean to say.",
        "foreign": (
            "The sources hold nothing on this. Summaries on the article, "
            "the papers or the rules can be checked."
        ),
    },
}


@dataclass(frozen=True)
class Sources:
    """What a statement is held against.

    Attributes:
        likeness: For each sentence, by its number, how near each card is to it, 0 to 1; may be empty.
        topics: Guides the statement seems to be about, best first; may be empty.
        topic_is_given: The topic was asked for, so that its points are due whatever is said.
    """

    holdings: Holdings
    rules: CompanyRules
    vocabulary: Vocabulary
    language: Language
    likeness: Sequence[Mapping[str, float]] = ()
    topics: Sequence[str] = ()
    topic_is_given: bool = False


def part_statement(statement: str, language: Language) -> tuple[Sentence, ...]:
    """Part a statement into its sentences; the numbers of `likeness` follow this order."""
    sentences: list[Sentence] = []
    for span in split_sentences(statement)[:_MOST_SENTENCES]:
        text = statement[span.start : span.end]
        before = sentences[-1].folded if sentences else ""
        sentences.append(
            Sentence(
                text=text, start=span.start, folded=_fold_in_place(text), before=before, language=language
            )
        )
    return tuple(sentences)


def check_statement(statement: str, sources: Sources) -> CheckReply:
    """Hold a statement against the sources.

    Args:
        statement: Canonical text, what somebody means to say.
        sources: What may be cited, the rules of the day, and what retrieval found near each sentence.

    Returns:
        Verdict `wrong` when a problem was found, `incomplete` when a leading point of the topic is missing,
        else `sound`. `corrected` equals the statement where there was nothing to mend.
    """
    language = sources.language
    sentences = part_statement(statement, language)
    if not sentences:
        return CheckReply(language=language, verdict="incomplete", reason=_REASONS[language]["empty"])
    book = CitationBook(sources.holdings, language=language, day=sources.rules.day)
    flaws, right = _look(sentences, sources)
    cited = [(flaw, sentence, numbers) for flaw, sentence in flaws if (numbers := cite_flaw(flaw, book))]
    problems = tuple(
        Problem(sentence=sentence.text, kind=flaw.kind, reason=flaw.reason, citations=numbers)
        for flaw, sentence, numbers in cited
    )
    coverage = cover_points(
        sentences,
        sources.holdings,
        sources.likeness,
        sources.topics,
        topic_is_given=sources.topic_is_given,
    )
    covered = (*_rule_points(right, book, language), *_card_points(coverage.covered, sources, book))
    is_about = sources.topic_is_given or bool(coverage.covered)
    missing = _card_points(coverage.missing, sources, book) if is_about else ()
    is_foreign = not (problems or covered or missing)
    return CheckReply(
        language=language,
        verdict=_verdict(problems, missing, is_foreign=is_foreign),
        covered=covered,
        missing=missing,
        problems=problems,
        corrected=mend(statement, [(flaw, sentence) for flaw, sentence, _ in cited]),
        citations=check_citations(book.citations(), sources.holdings),
        topic=coverage.topic,
        reason=_REASONS[language]["foreign"] if is_foreign else "",
    )


def _look(
    sentences: Sequence[Sentence], sources: Sources
) -> tuple[list[tuple[Flaw, Sentence]], list[PlacedRule]]:
    known = known_figures(sources.holdings)
    flaws: list[tuple[Flaw, Sentence]] = []
    right: list[PlacedRule] = []
    for sentence in sentences:
        values = compare_values(sentence, sources.rules)
        terms = compare_terms(sentence, sources.rules)
        ruled = compare_approvers(sentence, sources.rules, sources.vocabulary)
        right += [*values.right, *terms.right, *ruled.right]
        found = (
            *find_wrong_records(sentence),
            *find_misattributions(sentence),
            *find_vendor_rules(sentence),
            *find_market_flaws(sentence),
            *values.flaws,
            *terms.flaws,
            *ruled.flaws,
            *find_wrong_uses(sentence, sources.rules, sources.vocabulary),
            *find_invented_figures(sentence, known),
            *find_overclaims(sentence),
        )
        flaws += [(flaw, sentence) for flaw in _apart(found)]
    return flaws, right


def _apart(flaws: Sequence[Flaw]) -> list[Flaw]:
    """Keep what does not overlap, the earlier detector before the later one."""
    kept: list[Flaw] = []
    for flaw in flaws:
        if not any(one.start < flaw.end and flaw.start < one.end for one in kept):
            kept.append(flaw)
    return sorted(kept, key=lambda one: one.start)


def _verdict(problems: Sequence[Problem], missing: Sequence[Point], *, is_foreign: bool) -> CheckVerdict:
    if problems:
        return "wrong"
    return "incomplete" if missing or is_foreign else "sound"


def _rule_points(rules: Sequence[PlacedRule], book: CitationBook, language: Language) -> tuple[Point, ...]:
    points: list[Point] = []
    for rule in dict.fromkeys(rules):
        key, section, span = place_of(rule)
        numbers = book.cite(section, document_key=key, span=span)
        if numbers:
            points.append(Point(text=describe_rule(rule, language), citations=numbers))
    return tuple(points)


def _card_points(cards: Sequence[str], sources: Sources, book: CitationBook) -> tuple[Point, ...]:
    points: list[Point] = []
    for card in cards:
        place = sources.holdings.place(card, sources.language)
        if place is not None:
            points.append(Point(text=place.section.text, citations=book.cite(card)))
    return tuple(points)


def _fold_in_place(text: str) -> str:
    """Fold without moving anything: where folding changes the length, only letters' case is folded."""
    folded = fold_string(text)
    if len(folded) == len(text):
        return folded
    return "".join(one if len(fold_string(one)) != 1 else fold_string(one) for one in text)
