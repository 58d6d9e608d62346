"""Guides: for each kind of question the conclusion in our words, and the cards it rests on.

Data of the corpus (`guides.yaml`); what is chosen from them for a question is `bot.advisor`'s.
"""

from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from knowledge.documents.bundled import bundled_root
from knowledge.documents.cards import CorpusError
from knowledge.framework.framework import Bilingual


class GuidedAction(BaseModel):
    """One next action that a kind of question leads to."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    what: Bilingual
    who: Bilingual
    when: Bilingual
    cards: tuple[str, ...] = Field(min_length=1)


class Guide(BaseModel):
    """How one kind of question is answered from the cards."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    intent: str  # an intent of the advisor, or "strategy" for the whole way
    steps: tuple[int, ...]
    summary: Bilingual
    lead: tuple[str, ...] = Field(min_length=1)  # cards that carry the summary
    points: tuple[str, ...]
    counter: tuple[str, ...]  # when it does not hold
    missing: tuple[Bilingual, ...]  # what has to be known for the next step
    actions: tuple[GuidedAction, ...]

    @property
    def cards(self) -> tuple[str, ...]:
        """Every card the guide names."""
        of_actions = (card for action in self.actions for card in action.cards)
        return tuple(dict.fromkeys((*self.lead, *self.points, *self.counter, *of_actions)))


def load_guides(root: Path | None = None) -> dict[str, Guide]:
    """Read the guides of a corpus, by intent.

    Args:
        root: Folder of an altered copy; None for the bundled corpus.

    Raises:
        CorpusError: If the file is missing or a guide lacks what it needs.
    """
    path = (root or bundled_root()) / "guides.yaml"
    try:
        rows = yaml.safe_load(path.read_text(encoding="utf-8"))["guides"]
        guides = tuple(Guide.model_validate(row) for row in rows)
    except (OSError, yaml.YAMLError, ValidationError, KeyError, TypeError) as error:
        raise CorpusError(path.name, str(error)) from error
    return {guide.intent: guide for guide in guides}
