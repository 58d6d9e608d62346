"""Find the information class of data, and compare classes by the company's own scale.

The scale names its classes strictest first. A label counts only where it stands for itself: 「秘」 is not
named by 秘密.
"""

import re
from functools import lru_cache

from bot.advisor.rules.company_rules import CompanyRules
from bot.advisor.rules.conduct import Classification, ClassScale
from bot.advisor.rules.lexicon import find_concepts, widen
from bot.advisor.rules.place import Term
from bot.advisor.rules.verdict_finding import ClassFinding
from bot.advisor.situation import Use
from knowledge.documents.folding import fold_string

_AFTER = r'(?=[」』"\'）)]|以上|以下|の|に|と|は|が|を|情報|区分|データ|資料|[、,・/及又並]|\s|$)'

_OR_ABOVE = re.compile(r"以上|(?:or|and) (?:above|higher|stricter|more)")


def find_classes(use: Use, concepts: frozenset[str], rules: CompanyRules) -> tuple[ClassFinding, ...]:
    """Find the classes the data of a use belongs to, those named in the question first."""
    labels = labels_of(rules)
    scales = rules.of_type(ClassScale)
    named = [label for label in labels for said in use.class_labels if _same(label, said)]
    named += [label for text in use.objects for label in labels_in(text, labels)]
    found = [ClassFinding(label=label, scale=_scale_of(label, scales)) for label in dict.fromkeys(named)]
    for rule in rules.of_type(Classification):
        if any(term_names(term, concepts, use.objects) for term in rule.contents):
            scale = _scale_of(rule.label, scales)
            found.append(ClassFinding(label=rule.label, classification=rule, scale=scale))
    return tuple(dict.fromkeys(found))


def labels_of(rules: CompanyRules) -> tuple[str, ...]:
    """List the class labels of all scales in force, strictest first in each."""
    return tuple(dict.fromkeys(label for one in rules.of_type(ClassScale) for label in one.labels))


def labels_in(text: str, labels: tuple[str, ...]) -> tuple[str, ...]:
    """List the labels a text names as such, longer ones first claimed: 社外秘 does not name 秘."""
    rest, found = fold_string(text), []
    for label in sorted(labels, key=len, reverse=True):
        rest, count = _pattern(fold_string(label)).subn(" ", rest)
        if count:
            found.append(label)
    return tuple(label for label in labels if label in found)


def covers_class(term: Term, own: str, rules: CompanyRules) -> bool:
    """Tell whether a term names a class, or one it is stricter than with 「以上」."""
    for scale in rules.of_type(ClassScale):
        order = [fold_string(label) for label in scale.labels]
        named = [fold_string(label) for label in labels_in(term.text, scale.labels)]
        if fold_string(own) not in order or not named:
            continue
        rank = order.index(fold_string(own))
        is_or_above = term.is_or_above or bool(_OR_ABOVE.search(fold_string(term.text)))
        if fold_string(own) in named or (is_or_above and any(rank <= order.index(one) for one in named)):
            return True
    return False


def term_names(term: Term, concepts: frozenset[str], objects: tuple[str, ...]) -> bool:
    """Tell whether a term means the data: by its most specific concept, or in the same words."""
    data = [one for one in term.concepts if one in find_concepts(fold_string(term.text), "data")]
    if data:
        return data[0] in concepts
    return any(_overlaps(term.text, text) for text in objects)


def data_concepts(use: Use) -> frozenset[str]:
    """List the concepts of a use's data, with the wider ones they fall under."""
    written = [one for text in use.objects for one in find_concepts(fold_string(text), "data")]
    return widen((*use.data, *written))


def _overlaps(one: str, other: str) -> bool:
    first, second = fold_string(one).strip(" 「」"), fold_string(other).strip(" 「」")
    shorter, longer = sorted((first, second), key=len)
    return len(shorter) >= 2 and shorter in longer


def _same(one: str, other: str) -> bool:
    return fold_string(one).strip(" 「」") == fold_string(other).strip(" 「」")


def _scale_of(label: str, scales: tuple[ClassScale, ...]) -> ClassScale | None:
    return next((one for one in scales if any(_same(label, own) for own in one.labels)), None)


@lru_cache(maxsize=256)
def _pattern(label: str) -> re.Pattern[str]:
    before = r"(?<![a-z])" if label.isascii() else r"(?<![\u3400-\u9fff])(?<![\u30a0-\u30ff])"
    after = r"(?![a-z])" if label.isascii() else _AFTER
    return re.compile(before + re.escape(label) + after)
