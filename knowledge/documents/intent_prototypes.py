"""Read the intent prototypes: questions as people put them, by what they are after."""

import json
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from knowledge.documents.bundled import bundled_root
from knowledge.documents.cards import CorpusError
from knowledge.documents.document import Language

FILE_NAME = "intents.jsonl"


class IntentPrototype(BaseModel):
    """One question that is surely after one thing."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    intent: str = Field(min_length=1)  # one of `bot.advisor.advice.Intent`
    language: Language = Field(alias="lang")
    text: str = Field(min_length=1)


def load_intent_prototypes(root: Path | None = None) -> tuple[IntentPrototype, ...]:
    """Read `intents.jsonl` of a corpus; none where there is no such file.

    Raises:
        CorpusError: If a line cannot be used.
    """
    path = (root or bundled_root()) / FILE_NAME
    if not path.exists():
        return ()
    prototypes = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            prototypes.append(IntentPrototype.model_validate(json.loads(line)))
        except (json.JSONDecodeError, ValidationError) as error:
            raise CorpusError(f"{FILE_NAME}:{number}", str(error)) from error
    return tuple(prototypes)
