"""Say which version of a rule counts on the day, when that is what a question asks or gets wrong."""

import re
from datetime import date

from bot.advisor.advice import PolicyStatement, Standing
from bot.advisor.citations import CitationBook
from bot.advisor.evidence import Evidence
from bot.advisor.holdings import Holdings
from bot.advisor.situation import Situation
from knowledge.documents.document import Document, Language, Section, SourceClass
from knowledge.documents.folding import fold_string
from knowledge.documents.numbering import is_supplement_name

_ASKS_VERSION = re.compile(
    r"第\s?[\d一二三四五六七八九十]+\s?版|何版|どの版|版数|旧版|新版|最新版?|現行|有効な?の?(?:規程|版|ルール)"
    r"|いま?有効|今有効|施行(?:日|は|され|する)|いつから(?:有効|適用|使|変わ)|廃止|改定|改訂|改正(?!時)"
    r"|in force|\bversions?\b|\beditions?\b"
    r"|currently (?:valid|effective|applies)|superseded|take[sn]? effect|effective (?:date|from)"
    r"|latest (?:policy|rules)"
)
# A law has dates too; they are no version of ours.
_NAMES_LAW = re.compile(
    r"(?:ai|人工知能|個人情報保護|独禁|独占禁止|下請|取適|著作権)法(?!務)|法改正|法律|法令"
    r"|\b(?:ai act|acts?|laws?|gdpr)\b"
)
_NAMES_POLICY = re.compile(r"規程|規則|規定|社内|細則|\bpolic(?:y|ies)|\brules?\b|procedure")
_TITLE_VERSION = re.compile(
    r"[\s(（]*(?:第\s*[\d一二三四五六七八九十]+\s*版|version\s*\S+|v\d+|抜粋|excerpt|[()（）])\s*"
)


def asks_version(situation: Situation) -> bool:
    """Tell whether a question is about versions, or names one."""
    query = fold_string(situation.query)
    if _NAMES_LAW.search(query) and not _NAMES_POLICY.search(query):
        return False
    return bool(situation.believed_versions) or _ASKS_VERSION.search(query) is not None


def say_versions(
    situation: Situation, holdings: Holdings, evidence: Evidence, book: CitationBook
) -> tuple[PolicyStatement, ...]:
    """Say for each document that is meant which version counts, and what became of the others.

    Returns:
        None when no policy is held that the question could mean.
    """
    said = (
        _say_family(holdings, identity, situation, book)
        for identity in _meant_documents(situation, holdings, evidence)
    )
    return tuple(one for one in said if one is not None)


def _meant_documents(situation: Situation, holdings: Holdings, evidence: Evidence) -> list[str]:
    policies = holdings.of_class(SourceClass.POLICY)
    query = fold_string(situation.query)
    named = [one.id for one in policies if _is_named(one, query)]
    if not named:  # a number that only some documents have names them
        named = [one.id for one in policies if one.version in situation.believed_versions]
    if not named and (found := [*evidence.clauses[:1], *evidence.former[:1]]):
        best = max(found, key=lambda one: one.score)
        named = [best.chunk.document_id]
    return list(dict.fromkeys(named or [one.id for one in policies]))[:3]


def _is_named(document: Document, query: str) -> bool:
    names = re.split(r"[・、/&]| and ", _TITLE_VERSION.sub(" ", fold_string(document.title)))
    stem = re.sub(r"(?:規程|規則|規定|細則|policy|procedure|rules?)\s*$", "", names[-1].strip())
    candidates = [*names, *([stem] if len(stem) >= 2 else [])]
    return any(len(one.strip()) >= 2 and one.strip() in query for one in candidates)


def _say_family(
    holdings: Holdings, identity: str, situation: Situation, book: CitationBook
) -> PolicyStatement | None:
    day = situation.rules_on
    versions = holdings.versions(identity)
    standing = {one.key: holdings.standing(one, day) for one in versions}
    current = [one for one in versions if standing[one.key] == "in_force"]
    order = [*current, *(one for one in versions if one not in current)]
    sentences = [_say_version(one, standing[one.key], day, situation.language) for one in order]
    numbers = tuple(
        dict.fromkeys(
            number for one in order for number in book.cite(_dated_section(one).id, document_key=one.key)
        )
    )
    if not numbers:
        return None
    joined = ("" if situation.language == "ja" else " ").join(sentences)
    return PolicyStatement(
        verdict="conditional" if current else "not_covered", text=joined, citations=numbers
    )


def _say_version(document: Document, standing: Standing, day: date, language: Language) -> str:
    return (_in_english if language == "en" else _in_japanese)(document, standing, day)


def _in_japanese(document: Document, standing: Standing, day: date) -> str:
    name, start, end = f"「{document.title}」", _ja(document.effective_from), _ja(document.effective_to)
    if standing == "in_force" and document.amends:
        return f"{name}は第{document.amends}版を一部改める版で、{start}から有効です。"
    if standing == "in_force":
        since = f"（{start}施行）" if start else ""
        return f"{_ja(day)}の時点で有効なのは、{name}{since}です。"
    if standing == "not_yet_in_force":
        return f"{name}は{start}に施行される版で、{_ja(day)}の時点ではまだ使えません。"
    until = f"{end}まで有効だった版で、すでに廃止されています。" if end else ""
    return f"{name}は{until or '後の版に置き換えられており、'}{_ja(day)}の時点では使えません。"


def _in_english(document: Document, standing: Standing, day: date) -> str:
    name, start, end = f"“{document.title}”", document.effective_from, document.effective_to
    if standing == "in_force" and document.amends:
        return f"{name} amends version {document.amends} in part and is in force from {start}."
    if standing == "in_force":
        since = f", in force since {start}" if start else ""
        return f"On {day} the version that counts is {name} (version {document.version}{since})."
    if standing == "not_yet_in_force":
        return f"{name} (version {document.version}) takes effect on {start}; it does not count yet on {day}."
    until = f" was in force until {end} and" if end else ""
    return f"{name} (version {document.version}){until} no longer counts on {day}."


def _dated_section(document: Document) -> Section:
    for section in document.sections:
        names = (section.locator, section.heading, *section.path[-1:])
        if "#cover" not in section.id and any(is_supplement_name(one) for one in names if one):
            return section
    return document.sections[0]


def _ja(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""
