"""Tell whether a sentence forbids, obliges, permits, recommends, allows for, conditions, denies or states.

A closed table for Japanese and English. It is there to refuse: where claim and quote are of different
classes, the claim says something else. Sentences of the same classes may still differ.
"""

import re
from collections.abc import Iterable
from typing import Literal

from knowledge.documents.folding import fold_string
from knowledge.documents.sentences import split_sentences

Modality = Literal[
    "prohibition", "obligation", "permission", "recommendation", "possibility", "condition", "negation"
]

# In this order; what one pattern took is not read again, so that 「してはならない」 is no negation.
_TABLE: tuple[tuple[Modality, str], ...] = (
    (
        "prohibition",
        (
            r"ては(?:なら|いけ|なりま|いけま)(?:ない|ぬ|ず|せん)?|ではならな|べきで(?:は)?な|べからず|禁(?:止|じ)|不可"
            r"|(?:認|許)(?:めら|さ)れ(?:ない|ません|ていな)|(?:こと|)が?でき(?:ない|ません)|ないこと(?=[。\s]|$)"
            r"|\b(?:must|may|shall|can|should)(?: not|not|n't)\b|\b(?:prohibit|forbid|forbidden|bann?ed)\w*"
            r"|\bnot (?:allowed|permitted)\b|\bdo not\b|\bnever\b|\bno (?:one|employee|person) may\b"
        ),
    ),
    (
        "obligation",
        (
            r"な(?:ければ|くては)(?:なら|いけ|なりま|いけま)(?:ない|ぬ|ず|せん)?|ねばならな[いく]|必要(?:が|で|と)|義務|要する|(?:もの|こと)とする"
            r"|を要し|必須|\bmust\b|\bshall\b|\b(?:is|are) (?:required|obliged)\b|\brequires?\b"
            r"|\b(?:has|have|need|needs) to\b|\bmandatory\b"
        ),
    ),
    (
        "permission",
        (
            r"て(?:も)?(?:よい|良い|いい|構わない|かまわない)|できる|できます|可能で|可とする|(?:認|許)(?:めら|さ)れ"
            r"|許可(?:する|され)|差し支え|\bmay\b|\bcan\b|\b(?:is|are) (?:allowed|permitted)\b"
        ),
    ),
    (
        "recommendation",
        (
            r"べき|望まし|推奨|勧め|ましょう|ほうがよい|方がよい|ください|\bshould\b|\brecommend\w*|\badvis\w+\b"
            r"|\bought to\b|\bpreferabl\w+"
        ),
    ),
    (
        "possibility",
        (
            r"かもしれ|可能性|おそれ|恐れ|ことがある|あり得|ありう|だろう|でしょう|見込|と(?:み|見)られ"
            r"|\bmight\b|\bcould\b|\blikely\b|\bpossib\w+|\bperhaps\b|\btend(?:s)? to\b|\brisk of\b"
        ),
    ),
    (
        "condition",
        (
            r"場合|ときは|とき、|限り|限って|に限る|ただし|を条件|除[きく]|たら、|(?<!よ)れば、|なら(?:ば)?、"
            r"|\bif\b|\bunless\b|\bexcept\b|\bprovided\b|\bonly\b|\bwhen\b|\bsubject to\b"
        ),
    ),
    ("negation", r"ない|ません|ず(?=[、。にと])|なし|\bnot\b|n't\b|\bno\b|\bwithout\b|\bnone\b"),
)
_PROVISO = re.compile(
    r"\s*[(（]?(?:但し?、?|ただし|もっとも、|except\b|however\b|provided\b|this does not apply\b|unless\b)"
)
_PATTERNS = tuple((modality, re.compile(pattern)) for modality, pattern in _TABLE)


def modalities_of(sentence: str) -> frozenset[Modality]:
    """Give the classes of one sentence; a plain statement has none."""
    left = fold_string(sentence)
    found: set[Modality] = set()
    for modality, pattern in _PATTERNS:
        left, count = pattern.subn("\x00", left)
        if count:
            found.add(modality)
    return frozenset(found)


def modalities_agree(claim: str, quotes: Iterable[str]) -> bool:
    """Tell whether every sentence of a claim is of the same classes as some quoted sentence.

    A sentence with a proviso behind it (「ただし…」, "However, …") is one with it: a claim that leaves the
    proviso out does not agree.
    """
    quoted = [rule for quote in quotes for rule in _rules_of(quote)]
    return bool(quoted) and all(
        any(main <= said <= allowed for main, allowed in quoted) for _, said in _rules_of(claim)
    )


def with_proviso(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """Widen a span of whole sentences by the provisos that follow it."""
    end = span[1]
    for one in split_sentences(text):
        if one.start >= end and _PROVISO.match(fold_string(text[one.start : one.end])):
            end = one.end
        elif one.start >= end:
            break
    return span[0], end


def _rules_of(text: str) -> list[tuple[frozenset[Modality], frozenset[Modality]]]:
    """Give for each sentence the least it says and, with its provisos, the most."""
    found: list[tuple[frozenset[Modality], frozenset[Modality]]] = []
    for one in split_sentences(text):
        sentence = text[one.start : one.end]
        classes = modalities_of(sentence)
        if found and _PROVISO.match(fold_string(sentence)):
            least, most = found[-1]
            found[-1] = (least | {"condition"}, most | classes | {"condition"})
        else:
            found.append((classes, classes))
    return found
