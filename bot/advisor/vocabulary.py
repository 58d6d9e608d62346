"""The company's own names, collected from its rules: departments, officers, classes, documents, terms.

With them other companies' departments and classes are recognised in questions; everything also works by
the form of words alone, with an empty vocabulary.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from pydantic import BaseModel, ConfigDict

from bot.advisor.rules.actors import find_actors
from bot.advisor.rules.conduct import (
    Classification,
    ClassScale,
    Definition,
    Permission,
    Prohibition,
    Requirement,
    Responsible,
)
from bot.advisor.rules.rulebook import RuleBook
from bot.advisor.rules.spending import ApprovalBand, Concurrence, CountingRule, QuoteRule
from knowledge.documents.document import Document, SourceClass
from knowledge.documents.folding import fold_string

_TITLE_NOISE = re.compile(
    r"[\s(]*(?:第\s?[\d一二三四五六七八九十]+\s?版|(?:version|ver\.?|v)\s?\d[\w.]*|抜粋|excerpt)[\s)]*"
)
_COMPANY = re.compile(r"\s*\([^()]*\)$")
_NAME_PARTS = re.compile(r"[・/&]| and |及び|および")
_RULE_WORD = re.compile(
    r"(?:規程|規則|規定|細則|要領|基準|policy|rules?|regulations?|procedures?|standards?)\s*$"
)
_NO_DEPARTMENT = re.compile(
    r"^(?:[内外大細上下一全本各]|社[内外])部$|^(?:事務局|窓口|センター|グループ|チーム|デスク)$"
    r"|(?:当該|各|他|該当|対象|導入|担当|所管|主管|関係|申請|利用|発注|依頼|所属"
    r"|事業)(?:の)?(?:部門?"
    r"|課|室|部署|チーム)$"
    r"|^(?:the |each |any |other )?(?:department|team|office|unit|division|group|function|desk)s?$"
)
_SHORTEST_NAME, _SHORTEST_ENGLISH, _LONGEST_NAME = 2, 4, 40


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class NamedDocument(_Frozen):
    """One document of the company with the names it goes by."""

    id: str
    titles: tuple[str, ...]  # full title first, then what is left without version and rule word; folded
    versions: tuple[str, ...]


class Vocabulary(_Frozen):
    """Names as the company writes them, in order of appearance; longer ones are tried first."""

    departments: tuple[str, ...] = ()
    officers: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    class_labels: tuple[str, ...] = ()  # strictest first, as in the scale
    documents: tuple[NamedDocument, ...] = ()
    terms: tuple[str, ...] = ()  # defined by the company's rules

    def names(self) -> Iterator[str]:
        """List everything the company's rules have a name for."""
        yield from (*self.departments, *self.officers, *self.bodies, *self.terms)
        for document in self.documents:
            yield from document.titles


def build_vocabulary(books: Sequence[RuleBook], documents: Sequence[Document]) -> Vocabulary:
    """Collect the names that rules and documents use.

    Args:
        books: The rules read from each document version.
        documents: The same documents; only policies count.
    """
    policies = [one for one in documents if one.source_class == SourceClass.POLICY]
    names: dict[str, list[str]] = {"unit": [], "officer": [], "body": []}
    for name in _names_in_rules(books):
        _sort_in(name, names)
    for document in policies:
        for section in document.sections:
            _sort_in(section.text, names)
    names["unit"].extend(_bound_departments(books))
    return Vocabulary(
        departments=_unique(one for one in names["unit"] if not _NO_DEPARTMENT.search(fold_string(one))),
        officers=_unique(names["officer"]),
        bodies=_unique(names["body"]),
        class_labels=_labels(books),
        documents=_named_documents(policies),
        terms=_unique(rule.term for book in books for rule in book.of_type(Definition)),
    )


def _names_in_rules(books: Sequence[RuleBook]) -> Iterator[str]:
    for book in books:
        for allowed in book.of_type(Permission):
            yield from (*allowed.actors, allowed.approver or "")
        for forbidden in book.of_type(Prohibition):
            yield from forbidden.actors
        for required in book.of_type(Requirement):
            yield from (*required.actors, required.by or "")
        for responsible in book.of_type(Responsible):
            yield from (responsible.role, responsible.holder)
        yield from (band.approver for band in book.of_type(ApprovalBand))
        yield from (concurrence.body for concurrence in book.of_type(Concurrence))


def _bound_departments(books: Sequence[RuleBook]) -> Iterator[str]:
    for book in books:
        for rule in book.rules:
            if isinstance(rule, ApprovalBand | Concurrence | CountingRule | QuoteRule):
                yield from rule.scope.departments


def _sort_in(text: str, names: dict[str, list[str]]) -> None:
    for actor in find_actors(fold_string(text), text):
        if _SHORTEST_NAME <= len(actor.text) <= _LONGEST_NAME:
            names[actor.kind].append(actor.text)


def _labels(books: Sequence[RuleBook]) -> tuple[str, ...]:
    scales = (label for book in books for scale in book.of_type(ClassScale) for label in scale.labels)
    single = (rule.label for book in books for rule in book.of_type(Classification))
    return _unique((*scales, *single))


def _named_documents(policies: Sequence[Document]) -> tuple[NamedDocument, ...]:
    found: dict[str, tuple[list[str], list[str]]] = {}
    for document in policies:
        titles, versions = found.setdefault(document.id, ([], []))
        titles.extend(_titles(document.title))
        versions.append(document.version)
    return tuple(
        NamedDocument(id=key, titles=_unique(titles), versions=_unique(versions))
        for key, (titles, versions) in found.items()
    )


def _titles(title: str) -> Iterator[str]:
    bare = _COMPANY.sub("", _TITLE_NOISE.sub(" ", fold_string(title)).strip())
    yield bare
    stem = _RULE_WORD.sub("", bare).strip()
    for part in (stem, *_NAME_PARTS.split(stem)):
        name = part.strip()
        if len(name) >= (_SHORTEST_ENGLISH if name.isascii() else _SHORTEST_NAME):
            yield name


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.strip("「」\"' ") for one in names if one.strip("「」\"' ")))
