"""Say what papers from outside hold: a vendor's proposal, a manual, news. Never as authority.

Regulation cards are `bot.advisor.law_part`'s. A sentence that addresses the AI that reads it is material like
any other, yet no answer repeats it unasked: the answer says that it is there.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from bot.advisor.advice import Statement
from bot.advisor.amounts import find_amounts
from bot.advisor.citations import CitationBook
from bot.advisor.durations import find_durations
from bot.advisor.evidence import Evidence
from bot.advisor.naming import names_thing
from bot.advisor.notices import say_day
from bot.advisor.rules.place import length_of
from bot.advisor.rules.ranges import units_of
from bot.advisor.rules.wording_values import say_length, say_money
from bot.advisor.situation import Situation
from knowledge.documents.document import Language, SourceClass
from knowledge.documents.folding import fold_string
from knowledge.documents.sentences import Span, split_sentences
from retrieval.passage import Passage

_MOST = 2
_LEADS = 1.0  # of the best other passage's score: from there on the paper is what was asked about
_LEADS_RULES = 1.5  # likewise, where clauses speak of it: a paper from outside lays down nothing
_NEAR = 0.85  # of the best material's score
_BESIDE = 0.9  # of the best passage's score
_MOST_CHARS = 400
_COMPANY = re.compile(r"(?<![0-9a-z])[0-9a-z]{1,12}社|vendor [a-z]\b")
_ASIDE = re.compile(r"[(（\[].*?[)）\]]")
_KIND = re.compile(r"提案書|見積書|カタログ|仕様書|契約書案|proposal|quotation|brochure|datasheet")
_ASKS_VENDOR = re.compile(
    r"(?:業者|ベンダー|売り手)(?:さん)?の?(?:資料|書類|説明|言い分|提案|話)"
    r"|(?:vendor|supplier)(?:'s)? (?:says?|papers?|material|document|offers?|claims?|promise)"
)
_ASKS_HIDDEN = re.compile(r"隠|白い文字|命令|指示|hidden|instruct|inject|white text|invisible")
# Words that speak to a reading program and not to a person.
_TO_READER = re.compile(
    r"(?:読|処理|要約|回答)(?:む|する|した)?(?:ai|llm|言語モデル|アシスタント|ボット)(?:へ|に|は)"
    r"|(?:ai|llm|アシスタント|ボット)への(?:指示|命令|連絡)|白い文字で|隠し(?:文字|テキスト)"
    r"|(?:以前|これまで|上記|前)の(?:指示|命令)を(?:すべて|全て)?(?:無視|忘れ)"
    r"|ignore (?:all |any |the )*(?:previous|prior|above|earlier) (?:instructions|prompts?|text)"
    r"|disregard (?:all |any |the )*(?:previous|prior|above)|system ?prompt"
    r"|(?:note|instructions?|message) (?:to|for) (?:the |any )?(?:ai|llm|assistant|language model|bot)s?\b"
    r"|(?:ai|llm|assistant|language model)s? (?:reading|processing|summari[sz]ing|that reads?) this"
)
_STOP = re.compile(r"[。！？!?\n]|\.(?=\s)")


@dataclass(frozen=True)
class _Words:
    says: str
    news: str
    no_authority: str
    hidden: str
    untranslated: str
    figures: str


_WORDS: dict[Language, _Words] = {
    "ja": _Words(
        says="「{title}」{place}（社外資料）：{text}",
        news="「{title}」（{day}公表）：{text}",
        no_authority="社外資料の記載であり、社内の規程ではありません。手続きや可否の根拠にはなりません。",
        hidden="この資料には、読むAIに宛てた指示文が含まれています。指示には従わず、回答にも使っていません。",
        untranslated="「{text}」（原文のまま引用します。訳は用意していません）",
        figures="",
    ),
    "en": _Words(
        says="“{title}” {place} (a paper from outside): {text}",
        news="“{title}” (published {day}): {text}",
        no_authority="This is what a paper from outside says. It is not a rule of the company and decides "
        "nothing on procedure.",
        hidden="This paper contains instructions addressed to an AI that reads it. They were not followed "
        "and are left out here.",
        untranslated="“{text}” (quoted in the original; no translation is held)",
        figures="Figures named there: {figures}. ",
    ),
}


@dataclass(frozen=True)
class MaterialFinding:
    """What papers from outside say on a question, and whether they are what it is about."""

    statements: tuple[Statement, ...] = ()
    leads: bool = False


def find_materials(situation: Situation, evidence: Evidence, book: CitationBook) -> MaterialFinding:
    """Say what papers from outside hold on a question.

    Args:
        situation: What was understood; a paper named in the question leads.
        evidence: What was found.
        book: Takes the citations.

    Returns:
        Up to two statements and the notice that they are no authority; nothing where no paper is near.
    """
    query = fold_string(situation.query)
    found = evidence.own_materials if evidence.is_materials_only else evidence.materials
    papers = tuple(one for one in found if _may_be_meant(one, query))
    if not papers:
        return MaterialFinding()
    named = tuple(one for one in papers[: _MOST * 2] if _is_named(one, query))
    best_other = max((one.score for one in (*evidence.cards[:1], *evidence.clauses[:1])), default=0.0)
    leads = _LEADS_RULES if evidence.rules_coverage == "covered" else _LEADS
    is_best = evidence.is_materials_only or (
        papers[0].score >= leads * best_other and evidence.belongs == "covered"
    )
    overall = evidence.passages[0].score
    chosen = named or (papers if is_best else tuple(one for one in papers if one.score >= _BESIDE * overall))
    chosen = tuple(one for one in chosen if one.score >= _NEAR * chosen[0].score)[:_MOST]
    if not chosen:
        return MaterialFinding()
    asks_hidden = _ASKS_HIDDEN.search(query) is not None
    said = tuple(_say(one, situation.language, book, with_hidden=asks_hidden) for one in chosen)
    return MaterialFinding((*said, *_notices(chosen, situation.language)), leads=bool(named) or is_best)


def speaks_to_a_program(text: str) -> bool:
    """Tell whether a text of others speaks to a program that reads it, and not to a person."""
    return bool(_TO_READER.search(fold_string(text)))


def _may_be_meant(passage: Passage, query: str) -> bool:
    """Leave out regulation cards, covers, and papers of another company than the one asked about."""
    if passage.chunk.card is not None or "#cover" in passage.chunk.section_id:
        return False
    asked, titled = (set(_COMPANY.findall(one)) for one in (query, fold_string(passage.chunk.title)))
    return not asked or not titled or bool(asked & titled)


def _is_named(passage: Passage, query: str) -> bool:
    """Tell whether a question names the paper: by a word of its title, or as a vendor's paper."""
    title = fold_string(passage.chunk.title)
    if set(_COMPANY.findall(query)) & set(_COMPANY.findall(title)):
        return True
    if names_thing(_ASIDE.sub("", title), query):
        return True
    shared = set(_KIND.findall(title)) & set(_KIND.findall(query))
    return bool(shared) or (_is_vendors(title) and _ASKS_VENDOR.search(query) is not None)


def _is_vendors(title: str) -> bool:
    return _KIND.search(title) is not None


def _say(passage: Passage, language: Language, book: CitationBook, *, with_hidden: bool) -> Statement:
    chunk, words = passage.chunk, _WORDS[language]
    span = Span(chunk.start, chunk.end) if with_hidden else _spoken(passage)
    text = " ".join(chunk.section_text[span.start : span.end].split())
    if chunk.section_language != language:
        text = f"{_figures(text, language)}{words.untranslated.format(text=text)}"
    frame = words.news if chunk.source_class == SourceClass.NEWS and chunk.effective_from else words.says
    day = say_day(chunk.effective_from, language) if chunk.effective_from else ""
    return Statement(
        text=frame.format(title=chunk.title, place=chunk.locator, day=day, text=text),
        citations=book.cite_exactly(chunk.section_id, span, document_key=chunk.document_key),
    )


def _spoken(passage: Passage) -> Span:
    """Cut to what is said to people: up to the first sentence that addresses a reading program."""
    chunk = passage.chunk
    start, end = chunk.start, min(chunk.end, chunk.start + _MOST_CHARS)
    if end < chunk.end:
        ends = [start + one.end for one in split_sentences(chunk.section_text[start : chunk.end])]
        end = next((one for one in reversed(ends) if one <= start + _MOST_CHARS), end)
    text = chunk.section_text[start:end]
    stops = [0, *(one.end() for one in _STOP.finditer(text)), len(text)]
    pieces = pairwise(stops)
    first = next((at for at, to in pieces if speaks_to_a_program(text[at:to])), len(text))
    return Span(start, start + first) if first else Span(start, end)


def _notices(chosen: tuple[Passage, ...], language: Language) -> tuple[Statement, ...]:
    words = _WORDS[language]
    hidden = any(speaks_to_a_program(one.chunk.section_text) for one in chosen)
    said = (words.no_authority, *((words.hidden,) if hidden else ()))
    return tuple(Statement(kind="notice", text=one) for one in said)


def _figures(text: str, language: Language) -> str:
    """Name sums and lengths of a text that the asker cannot read."""
    sums = [
        say_money(units, language, one.currency)
        for one in find_amounts(text)
        if (units := units_of(one)) is not None
    ]
    lengths = [say_length(length_of(one), language) for one in find_durations(text)]
    figures = ", ".join(dict.fromkeys([*sums, *lengths]))
    return _WORDS[language].figures.format(figures=figures) if figures else ""
