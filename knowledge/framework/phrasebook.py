"""The phrase book: sentences for meetings in our words, each with cards, an objection and a reply.

Data of the corpus (`phrasebook.yaml`); which sentence fits a question is `bot.advisor.phrases`'s decision.
Slots such as {poc_limit} are filled from the company's rules; a sentence whose slots cannot be filled is
left out.
"""

import re
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from knowledge.documents.bundled import bundled_root
from knowledge.documents.cards import CorpusError
from knowledge.documents.document import Language
from knowledge.framework.framework import Bilingual

Listener = Literal["board", "floor", "partner"]
Register = Literal["polite", "formal"]
Stance = Literal["for", "cautious", "against"]

_SLOT = re.compile(r"\{(\w+)\}")


class PhraseText(BaseModel):
    """One sentence in one language and register."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    language: Language
    register_: Register = Field(alias="register")
    text: str = Field(min_length=1)

    @property
    def slots(self) -> tuple[str, ...]:
        """Name the slots to be filled."""
        return tuple(_SLOT.findall(self.text))


class PhraseEntry(BaseModel):
    """One thing to say to one kind of listener, in several wordings."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    about: tuple[str, ...] = Field(min_length=1)  # intents, or "strategy"
    steps: tuple[int, ...] = ()
    listener: Listener
    stance: Stance = "for"
    cards: tuple[str, ...] = Field(min_length=1)
    texts: tuple[PhraseText, ...] = Field(min_length=1)
    objection: Bilingual
    reply: Bilingual


def load_phrasebook(root: Path | None = None) -> tuple[PhraseEntry, ...]:
    """Read the phrase book of a corpus.

    Args:
        root: Folder of an altered copy; None for the bundled corpus.

    Raises:
        CorpusError: If the file is missing or an entry lacks what it needs.
    """
    path = (root or bundled_root()) / "phrasebook.yaml"
    try:
        rows = yaml.safe_load(path.read_text(encoding="utf-8"))["phrases"]
        return tuple(PhraseEntry.model_validate(row) for row in rows)
    except (OSError, yaml.YAMLError, ValidationError, KeyError, TypeError) as error:
        raise CorpusError(path.name, str(error)) from error
