"""Measure putting documents in against nothing but embedding the same texts with the same model.

In one process, with the model loaded before: a part of the passages is put in through the product, then
exactly the texts that were embedded for it are embedded alone. Several parts in turn even out other load.
"""

import json
import time
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from bot.settings import Settings
from bot.wiring.house import House, open_house
from bot.wiring.ownership import acquire
from bot.wiring.owning import Owner, open_owner
from bot.wiring.readiness import build
from knowledge.documents.document import Shelf
from knowledge.documents.intake import IntakeOptions
from tests.evaluation.bench_corpus import Passages

_PARTS = 2  # each of 800 passages: fewer would go through the engine for few
_WARM_UP = 450  # enough to start the engine for many
_DAY = date(2026, 4, 1)


class IngestionFigures(BaseModel):
    """Rates in chunks a second."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    chunks: int
    raw: float
    ingested: float

    @property
    def ratio(self) -> float:
        """Tell which share of the raw rate is reached."""
        return self.ingested / self.raw


def measure_ingestion(passages: Passages, folder: Path, *, count: int) -> IngestionFigures:
    """Put passages into a new home under the folder, part by part.

    Args:
        passages: The last of them warm the engine up.
        folder: Empty.
        count: How many passages are measured.
    """
    settings = Settings(home=folder / "home")
    with open_house(settings) as house, acquire(house):
        build(house, _silent)
        house.embedder.embed_passages(passages.indexed[-_WARM_UP:])
        with open_owner(house, _silent, today=lambda: _DAY, load=True) as owner:
            rounds = [_round(house, owner, file) for file in _files(passages, folder, count)]
    chunks = sum(one[0] for one in rounds)
    return IngestionFigures(
        chunks=chunks,
        ingested=chunks / sum(one[1] for one in rounds),
        raw=chunks / sum(one[2] for one in rounds),
    )


def _round(house: House, owner: Owner, file: Path) -> tuple[int, float, float]:
    """Give chunks, seconds for putting them in, and seconds for embedding alone."""
    began = time.perf_counter()
    owner.ingest([file], IntakeOptions(), _silent)
    done = time.perf_counter()
    [document] = [
        one for one in house.record.documents() if one.shelf == Shelf.OWN and one.origin.endswith(file.name)
    ]
    texts = [one.chunk.indexed_text for one in house.record.chunks(document.key)]
    before = time.perf_counter()
    house.embedder.embed_passages(texts)
    return len(texts), done - began, time.perf_counter() - before


def _files(passages: Passages, folder: Path, count: int) -> list[Path]:
    files = []
    for part in range(_PARTS):
        rows = range(part, min(count, len(passages.texts) - _WARM_UP), _PARTS)
        lines = (
            json.dumps(
                {"id": f"bench-{row}", "title": passages.titles[row], "text": passages.texts[row]},
                ensure_ascii=False,
            )
            for row in rows
        )
        files.append(folder / f"part-{part}.jsonl")
        files[-1].write_text("\n".join(lines) + "\n", encoding="utf-8")
    return files


def _silent(_what: str, _done: int, _total: int) -> None:
    """Report nothing: the clock runs."""
