"""The words by which policies name the same thing, and the concepts they share.

The words are data (`lexicon.yaml`); grammar lives in the readers. All texts given here are folded.
"""

import re
from functools import lru_cache
from importlib.resources import files
from typing import Literal

import yaml

from bot.advisor.rules.place import Term
from knowledge.documents.folding import fold_string

Field = Literal["data", "destination", "kind", "subject", "act"]
SPENDING_KINDS = (  # of the concepts of a kind, those that a rule on spending may be bound to
    *("ai", "cloud", "software", "it_system", "poc", "prototype", "tooling", "laboratory"),
    *("consumables", "equipment", "outsourcing"),
)

# Who is in a wider class than whom: a rule on an external service covers an external AI service.
_WIDER: dict[str, tuple[str, ...]] = {
    "external_ai": ("external_service", "outside"),
    "external_cloud": ("external_service", "outside"),
    "external_network": ("outside",),
    "external_service": ("outside",),
    "removable_media": ("outside",),
    "customer_drawing": ("drawing",),
}


@lru_cache(maxsize=1)
def _patterns() -> dict[str, dict[str, re.Pattern[str]]]:
    raw = yaml.safe_load(files("bot.advisor.rules").joinpath("lexicon.yaml").read_text(encoding="utf-8"))
    return {
        field: {concept: re.compile(pattern) for concept, pattern in concepts.items()}
        for field, concepts in raw.items()
    }


@lru_cache(maxsize=16_384)
def find_concepts(folded: str, field: Field) -> tuple[str, ...]:
    """List the concepts of a field that a folded text names, in the lexicon's order; none is usual."""
    return tuple(concept for concept, pattern in _patterns()[field].items() if pattern.search(folded))


def find_first(folded: str, field: Field) -> tuple[str, int, int] | None:
    """Find the first place where a folded text names a concept; the more specific concept wins a tie."""
    found = [
        (match.start(), order, concept, match.end())
        for order, (concept, pattern) in enumerate(_patterns()[field].items())
        if (match := pattern.search(folded))
    ]
    if not found:
        return None
    start, _, concept, end = min(found)
    return concept, start, end


def make_term(text: str, *, is_or_above: bool = False) -> Term:
    """Build a term from words as written, with the data, destination and kind concepts they name."""
    folded = fold_string(text)
    fields: tuple[Field, ...] = ("data", "kind")
    concepts = tuple(dict.fromkeys(concept for field in fields for concept in find_concepts(folded, field)))
    return Term(text=text, concepts=concepts, is_or_above=is_or_above)


def make_destination(text: str) -> Term:
    """Build the term of a destination; an internal one is never counted as an external one too."""
    concepts = find_concepts(fold_string(text), "destination")
    if "internal_ai" in concepts:
        concepts = ("internal_ai",)
    return Term(text=text, concepts=concepts[:1])


def widen(concepts: tuple[str, ...]) -> frozenset[str]:
    """Add the wider concepts each one falls under."""
    wider = {wide for concept in concepts for wide in _WIDER.get(concept, ())}
    return frozenset(concepts) | wider
