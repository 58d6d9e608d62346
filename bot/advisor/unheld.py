"""Notice what a question names that no document held contains: an attachment, a version, a person, a rate.

Found by name alone, so that it can be said instead of answered from something near.
"""

import re
from collections.abc import Iterator

from bot.advisor.evidence import Evidence
from bot.advisor.holdings import Holdings
from bot.advisor.situation import Situation
from knowledge.documents.document import Document, Language, SourceClass
from knowledge.documents.folding import fold_string

_ATTACHMENT = re.compile(
    r"(?:別表|別紙|付表|附表|様式|別添)(?:第)?\s?[0-9一二三四五六七八九十]{0,3}"
    r"|\b(?:appendix|annex|schedule|exhibit|attachment) (?:[0-9]{1,2}|[a-z])\b"
)
_ASKS_CONTENTS = re.compile(
    r"一覧|リスト|中身|内容は|全部|すべて|挙げ|列挙|製品名|サービス名|ツール名|何が(?:載|書)|載って"
    r"|どの(?:サービス|ツール|製品|ai)|どれが承認"
    r"|\blists?\b|which (?:ai )?(?:services?|tools?|products?)|what (?:services?|tools?|products?)"
    r"|name (?:all|the|every)|contents? of"
)
_RATE = re.compile(
    r"為替|換算(?:レート|率)|何円換算|円換算|exchange rate|conversion rate"
    r"|convert(?:ed|ing)? (?:it |them )?(?:in)?to (?:yen|jpy)"
)
_PERSONS_NAME = re.compile(
    r"(?:委員長|委員|部長|課長|室長|所長|役員|責任者|担当者?|社長|取締役|長)(?:の方|さん)?の?(?:お名前|名前|氏名|姓名)"
    r"|\bnames? of (?:our|the|your) (?:[\w-]+ ){0,4}"
    r"(?:director|manager|officer|chair\w*|head|president|owner)"
    r"|(?:director|manager|officer|chair\w*|president)(?:'s|s') (?:full )?name\b"
)
# A figure that rules are asked for.
_FIGURE = re.compile(
    r"(?:規程|規則|規定|ルール|社内)[^。?]{0,20}(?:何|なん)(?:点|%|パーセント|割)"
    r"|(?:何|なん)(?:点|%|パーセント|割)[^。?]{0,14}(?:決まって|定め|規程|規則|ルール)"
    r"|\b(?:what|which) [\w -]{0,30}(?:rate|percentage|score|accuracy)\b"
    r"[^?]{0,40}\b(?:rules?|polic|require|allow)"
)
_HAS_FIGURE = re.compile(r"[0-9一二三四五六七八九十百]\s?(?:点|%|パーセント|割|percent|points?)")
_VERSION_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_NEAREST = 2  # clauses in which a figure that is asked for may stand
_POLICY = re.compile(r"規程|規則|規定|細則|ルール|polic(?:y|ies)|rules?\b|procedure|regulation")
_WORDS: dict[Language, dict[str, str]] = {
    "ja": {
        "attachment": "{name}の中身は、手元の文書にありません。",
        "version": "第{name}版は、手元の文書にありません。",
        "person": "役職にある人の氏名は、手元の文書にありません。",
        "figure": "お尋ねの数値の定めは、手元の規程に見当たりません。",
        "rate": "外貨の換算レートの定めは、手元の規程にありません。",
    },
    "en": {
        "attachment": "The contents of {name} are not among the documents held.",
        "version": "Version {name} is not among the documents held.",
        "person": "The names of persons in office are not among the documents held.",
        "figure": "The policies held lay down no such figure.",
        "rate": "The policies held lay down no exchange rate.",
    },
}


def say_unheld(situation: Situation, evidence: Evidence, holdings: Holdings) -> tuple[str, ...]:
    """Say what is named in a question and not held; nothing is usual.

    Args:
        situation: What was understood.
        evidence: Its best clauses may refer to an attachment that is asked for without its name.
        holdings: What may be cited.

    Returns:
        Sentences in the asker's language.
    """
    words = _WORDS[situation.language]
    query = fold_string(situation.query)
    policies = holdings.of_class(SourceClass.POLICY)
    said = [words["attachment"].format(name=one) for one in _attachments(query, evidence, holdings.documents)]
    if _POLICY.search(query):
        said += [words["version"].format(name=one) for one in _versions(situation, policies)]
    if _PERSONS_NAME.search(query):
        said.append(words["person"])
    asks_figure = _FIGURE.search(query) and not _RATE.search(query)
    if asks_figure and not any(
        _HAS_FIGURE.search(fold_string(one.chunk.section_text)) for one in evidence.clauses[:_NEAREST]
    ):
        said.append(words["figure"])
    if _RATE.search(query) and not any(_RATE.search(_text(one)) for one in policies):
        said.append(words["rate"])
    return tuple(dict.fromkeys(said))


def _attachments(query: str, evidence: Evidence, documents: tuple[Document, ...]) -> Iterator[str]:
    """Yield the attachments whose contents are asked for: by name, or through the clause found first."""
    if not _ASKS_CONTENTS.search(query):
        return
    named = _ATTACHMENT.findall(query)
    if not named:
        named = [
            name for one in evidence.clauses[:1] for name in _ATTACHMENT.findall(fold_string(one.chunk.text))
        ]
    held = {fold_string(name).strip() for one in documents for name in _headings(one)}
    for name in dict.fromkeys(one.strip() for one in named):
        if not any(one.startswith(name) for one in held):
            yield name


def _headings(document: Document) -> Iterator[str]:
    yield document.title
    for section in document.sections:
        yield from (section.locator, section.heading, *section.path)


def _versions(situation: Situation, policies: tuple[Document, ...]) -> Iterator[str]:
    """Yield the version numbers that a question names and no policy held has."""
    held = {number for one in policies for number in _VERSION_NUMBER.findall(f"{one.version} {one.title}")}
    yield from (one for one in situation.believed_versions if policies and one not in held)


def _text(document: Document) -> str:
    return fold_string("\n".join(one.text for one in document.sections))
