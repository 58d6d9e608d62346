"""Recognise a question about a country's law of which no passage found says anything."""

import re
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

import yaml

from knowledge.documents.folding import fold_string

_LAW = re.compile(
    r"法(?!人|的措置|務部)|規制|条例|義務|罰|\blaws?\b|\bacts?\b|regulat|requir|legislat|statut|legal|fine"
)


@lru_cache(maxsize=1)
def _countries() -> dict[str, re.Pattern[str]]:
    raw = yaml.safe_load(files("bot.advisor").joinpath("countries.yaml").read_text(encoding="utf-8"))
    return {code: re.compile("|".join(f"(?:{one})" for one in names)) for code, names in raw.items()}


def asks_unheld_law(query: str, found: Iterable[str]) -> bool:
    """Tell whether the law of a country is asked for, and nothing found speaks of that country.

    Args:
        query: The question as asked.
        found: Texts of the passages found for it.
    """
    folded = fold_string(query)
    if not _LAW.search(folded):
        return False
    named = [pattern for pattern in _countries().values() if pattern.search(folded)]
    texts = [fold_string(one) for one in found]
    return bool(named) and not any(pattern.search(text) for pattern in named for text in texts)
