"""Decide whether a spending rule is bound to a purchase: by kind and by department.

An AI service is software and an information system; a rule on these holds for it too, so that the
stricter reading is the one that is taken.
"""

import re
from collections.abc import Iterable

from bot.advisor.naming import names_thing
from bot.advisor.rules.place import Scope
from knowledge.documents.folding import fold_string

_WIDER = {
    "ai": ("software", "it_system"),
    "cloud": ("software", "it_system"),
    "software": ("it_system",),
}
_TOPIC_END = re.compile(
    r"(?:に(?:関わる|係る|関する|関係する|かかわる|伴う|用いる|及ぶ)|を(?:含む|伴う|扱う|要する|目的とする))[^、。]*$"
    r"|(?:の)?(?:購入|調達|支出|契約|費|費用|経費|発注)$|^[0-9.() ]+"
)
_QUALIFIERS = frozenset(("poc",))  # say how something is bought, not what


def widen_kinds(kinds: Iterable[str]) -> frozenset[str]:
    """Add the wider kinds each one falls under."""
    named = tuple(kinds)
    return frozenset((*named, *(wide for kind in named for wide in _WIDER.get(kind, ()))))


def says_what(kinds: Iterable[str]) -> bool:
    """Tell whether kinds say what is bought, and not only how."""
    return bool(set(kinds) - _QUALIFIERS)


def scope_holds(scope: Scope, kinds: frozenset[str], departments: tuple[str, ...], words: str = "") -> bool:
    """Tell whether a rule's scope covers a purchase.

    Args:
        scope: Of the rule; one in words that have no concept covers what a question names in these words.
        kinds: Of the purchase, widened.
        departments: Of the buyer.
        words: The question, folded.
    """
    if scope.is_general:
        return True
    if not scope.kinds and not scope.departments:
        return names_topic(scope, words)
    return kinds_hold(scope, kinds) and departments_hold(scope.departments, departments)


def names_topic(scope: Scope, words: str) -> bool:
    """Tell whether a folded question names what a scope in words of its own is bound to."""
    topic = _TOPIC_END.sub("", fold_string(scope.text)).strip()
    return bool(words) and bool(topic) and (topic in words or names_thing(topic, words))


def kinds_hold(scope: Scope, kinds: frozenset[str]) -> bool:
    """Tell whether a scope names one of the kinds, or none at all."""
    return not scope.kinds or bool(kinds & set(scope.kinds))


def strictly_holds(
    scope: Scope, kinds: frozenset[str], departments: tuple[str, ...], words: str = ""
) -> bool:
    """Tell whether a relief covers a purchase: how it is bought has to fit too, not only what."""
    return scope_holds(scope, kinds, departments, words) and (set(scope.kinds) & _QUALIFIERS) <= kinds


def departments_hold(bound: tuple[str, ...], departments: tuple[str, ...]) -> bool:
    """Tell whether one of the departments is one a rule is bound to; a rule bound to none holds for all."""
    return not bound or any(same_name(one, other) for one in bound for other in departments)


def same_name(one: str, other: str) -> bool:
    """Compare two names of departments or bodies; a longer one may name the shorter more fully."""
    first, second = (_bare(name) for name in (one, other))
    return bool(first) and bool(second) and (first.endswith(second) or second.endswith(first))


def _bare(name: str) -> str:
    return fold_string(name).strip().removeprefix("the ").replace(" ", "")
