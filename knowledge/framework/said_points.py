"""How people say what the leading cards say: patterns by which a restatement is known to cover a point.

Data of the corpus (`said_points.yaml`). Covering is no proof: whether a sentence is right is judged apart.
"""

import re
from collections.abc import Mapping
from pathlib import Path

import yaml

from knowledge.documents.bundled import bundled_root
from knowledge.documents.cards import CorpusError

SaidPoints = Mapping[str, tuple[re.Pattern[str], ...]]


def load_said_points(root: Path | None = None) -> SaidPoints:
    """Read the patterns of a corpus, by card.

    Args:
        root: Folder of an altered copy; None for the bundled corpus.

    Raises:
        CorpusError: If the file is missing or a pattern is none.
    """
    path = (root or bundled_root()) / "said_points.yaml"
    try:
        rows = yaml.safe_load(path.read_text(encoding="utf-8"))["points"]
        return {str(card): tuple(re.compile(one) for one in patterns) for card, patterns in rows.items()}
    except (OSError, yaml.YAMLError, re.error, KeyError, TypeError, AttributeError) as error:
        raise CorpusError(path.name, str(error)) from error


def covers(patterns: tuple[re.Pattern[str], ...], folded: str) -> bool:
    """Tell whether a folded stretch of text says what the patterns of a card ask for."""
    return all(one.search(folded) for one in patterns)
