"""The three steps and the three indicators as typed data: names, what each contains, and which cards say so.

What is claimed about them stands in the cards (`knowledge.corpus`); what follows from them for a question
is `bot.advisor`'s.
"""

from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from knowledge.documents.bundled import bundled_root
from knowledge.documents.cards import CorpusError
from knowledge.documents.document import IndicatorId, Language


class Bilingual(BaseModel):
    """A short name in both languages."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ja: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def in_language(self, language: Language) -> str:
        """Choose the language of the answer."""
        return self.ja if language == "ja" else self.en


class Step(BaseModel):
    """One of the three steps."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: Annotated[int, Field(ge=1, le=3)]
    name: Bilingual
    contains: Bilingual
    card: str  # names the step
    content_card: str  # says what the step contains
    phrase_card: str  # how to say it in a meeting


class Indicator(BaseModel):
    """One of the three indicators: direct effect, indirect effect, risk and running cost."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: IndicatorId
    name: Bilingual
    contains: Bilingual
    card: str


class Framework(BaseModel):
    """Steps and indicators, in order."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    steps: tuple[Step, ...] = Field(min_length=3, max_length=3)
    indicators: tuple[Indicator, ...] = Field(min_length=3, max_length=3)

    def step(self, number: int) -> Step:
        """Give the step of this number, 1 to 3."""
        return self.steps[number - 1]

    def indicator(self, identity: IndicatorId) -> Indicator:
        """Give the indicator of this id."""
        return next(indicator for indicator in self.indicators if indicator.id == identity)


def load_framework(root: Path | None = None) -> Framework:
    """Read the framework of a corpus.

    Args:
        root: Folder of an altered copy; None for the bundled corpus.

    Raises:
        CorpusError: If the file is missing, or the three steps or indicators are not all there in order.
    """
    path = (root or bundled_root()) / "framework.yaml"
    try:
        framework = Framework.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise CorpusError(path.name, str(error)) from error
    if [step.number for step in framework.steps] != [1, 2, 3]:
        raise CorpusError(path.name, "the steps are not 1, 2, 3")
    if [indicator.id for indicator in framework.indicators] != ["I1", "I2", "I3"]:
        raise CorpusError(path.name, "the indicators are not I1, I2, I3")
    return framework


FRAMEWORK = load_framework()
