"""Recognise a question about a country's law of which no passage found says anything."""

import re
from collections.abc import Iterable

from bot.advisor.countries import country_patterns
from knowledge.documents.folding import fold_string

_LAW = re.compile(
    r"法(?!人|的措置|務部)|規制|条例|義務|罰|\blaws?\b|\bacts?\b|regulat|requir|legislat|statut|legal|fine"
)


def asks_unheld_law(query: str, found: Iterable[str]) -> bool:
    """Tell whether the law of a country is asked for, and nothing found speaks of that country.

    Args:
        query: The question as asked.
        found: Texts of the passages found for it.
    """
    folded = fold_string(query)
    if not _LAW.search(folded):
        return False
    named = [pattern for pattern in country_patterns().values() if pattern.search(folded)]
    texts = [fold_string(one) for one in found]
    return bool(named) and not any(pattern.search(text) for pattern in named for text in texts)
