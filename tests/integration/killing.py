"""Kill ingestions at random moments, and look at what the next process finds.

`python -m tests.integration.killing HOME FOLDER` is that next process: it prints what it found as JSON.
"""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np

from bot.advisor.question import Question
from bot.settings import Settings
from bot.wiring.desk import HouseDesk
from bot.wiring.house import House, open_house
from bot.wiring.ownership import acquire
from bot.wiring.owning import open_owner
from bot.wiring.readiness import make_ready
from bot.wiring.reading import open_reader
from knowledge.documents.document import EVERYONE, Document, Shelf
from knowledge.documents.intake import IntakeOptions
from knowledge.documents.loaders.load import load_paths
from retrieval.interface import Embedder, Progress, Vectors
from retrieval.restoring import restored_vectors
from tests.integration.test_cli import environment, start

TODAY = date(2026, 9, 15)
OPTIONS = IntakeOptions()
_SECTIONS = 14
_FRESH_EVERY = 10  # trials on one home before it is begun anew


@dataclass
class CountingEmbedder:
    """The real model, and what it was asked for."""

    inner: Embedder
    passages: list[str] = field(default_factory=list)

    @property
    def model_id(self) -> str:
        return self.inner.model_id

    @property
    def dimension(self) -> int:
        return self.inner.dimension

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        return self.inner.embed_queries(texts)

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        self.passages.extend(texts)
        return self.inner.embed_passages(texts, progress)


def write_files(folder: Path, trial: int) -> None:
    """Write two files that are new, one that changes each time, and leave the others as they were."""
    for name in (f"new-{trial}-a", f"new-{trial}-b", "changing"):
        sections = "\n\n".join(
            f"## 第{at}条（項目{at}）\n\n{name}の合言葉は{canary(name, trial)}である。"
            f"項目{at}の値は{trial * 100 + at}とし、{at * 7}日以内に見直す。"
            for at in range(1, _SECTIONS + 1)
        )
        path = folder / f"{name}.md"
        path.write_text(f"---\nversion: '1'\n---\n\n# {name}\n\n{sections}\n", encoding="utf-8")


def canary(name: str, trial: int) -> str:
    """A word that stands in one file only."""
    return f"kanaria{''.join(c for c in name if c.isalnum())}x{trial}"


def kill_ingestions(template: Path, place: Path, *, trials: int, seed: int) -> Iterator[dict[str, object]]:
    """Kill so many ingestions, every second one while it writes, and report after each."""
    chance = random.Random(seed)
    longest = 0.0
    for trial in range(trials):
        home, folder = place / "home", place / "files"
        if trial % _FRESH_EVERY == 0:
            for old in (home, folder):
                shutil.rmtree(old, ignore_errors=True)
            shutil.copytree(template, home)
            folder.mkdir()
        write_files(folder, trial)
        if not longest:
            longest = _unkilled_seconds(template, place, folder)
        aim = "while writing" if trial % 2 else "any time"
        was_killed = _ingest_and_kill(home, folder, chance, longest, aim)
        yield {"trial": trial, "aim": aim, "killed": was_killed, **_found(home, folder)}


def _unkilled_seconds(template: Path, place: Path, folder: Path) -> float:
    home = place / "measured"
    shutil.copytree(template, home)
    began = time.monotonic()
    start(home, "ingest", str(folder), "--json").communicate(timeout=300)
    shutil.rmtree(home)
    return time.monotonic() - began


def _ingest_and_kill(home: Path, folder: Path, chance: random.Random, longest: float, aim: str) -> bool:
    process = start(home, "ingest", str(folder), "--json")
    began = time.monotonic()
    if aim == "while writing":
        # The marker stands while the index is opened too; the journal comes after that.
        for sign in ("vectors.journal", "index/v-*/dirty"):
            while process.poll() is None and not list(home.glob(sign)):
                time.sleep(0.001)
        time.sleep(chance.uniform(0, 0.35))
    else:
        time.sleep(max(0.0, chance.uniform(0.05, longest) - (time.monotonic() - began)))
    was_running = process.poll() is None
    if was_running:
        os.kill(process.pid, signal.SIGKILL)
    process.communicate(timeout=60)
    return was_running


def _found(home: Path, folder: Path) -> dict[str, object]:
    command = [sys.executable, "-m", "tests.integration.killing", str(home), str(folder)]
    done = subprocess.run(
        command, env=environment(home), capture_output=True, text=True, check=False, timeout=300
    )
    if done.returncode:
        return {"problems": [f"the next process ended with {done.returncode}: {done.stderr[-2_000:]}"]}
    return dict(json.loads(done.stdout.splitlines()[-1]))


def look(home: Path, folder: Path) -> dict[str, object]:
    """Ask, list, search, compare the index with the record, then finish what was interrupted."""
    problems: list[str] = []
    with open_house(Settings(home=home)) as house:
        counting = house.embedder = CountingEmbedder(house.embedder)
        make_ready(house, _silent)
        wanted = {one.key: one for report in load_paths([folder], OPTIONS) for one in report.documents}
        held = {one.key: one for one in house.record.documents() if one.shelf == Shelf.OWN}
        problems += _asked(house, held)
        index_state, index_problems = _compared(house, held)
        problems += index_problems
        if counting.passages:
            problems.append(f"{len(counting.passages)} passages were embedded before anything was put in")
        missing = {key for key, one in wanted.items() if _hash(held.get(key)) != one.content_hash}
        embedded_again = _finish(house, folder, counting)
        if any(not any(key.split("@")[0] in text for key in missing) for text in embedded_again):
            problems.append("passages of a file that was done already were embedded again")
        now = {one.key: one for one in house.record.documents() if one.shelf == Shelf.OWN}
        problems += [
            f"{key} is not held as it was written"
            for key, one in wanted.items()
            if _hash(now.get(key)) != one.content_hash
        ]
        problems += _asked(house, now)
        state, index_problems = _compared(house, now)
        problems += index_problems + ([] if state == "current" else [f"afterwards the index was {state}"])
    return {
        "problems": problems,
        "index": index_state,
        "held": len(held),
        "missing": len(missing),
        "embedded_again": len(embedded_again),
    }


def _silent(*_: object) -> None:
    return None


def _hash(document: Document | None) -> str:
    return document.content_hash if document else ""


def _asked(house: House, held: dict[str, Document]) -> Iterator[str]:
    """Every document that is held is listed and found by its word; a question gets its answer."""
    desk = HouseDesk(house, open_reader(house), TODAY, _silent)
    everyone = frozenset({EVERYONE})
    listed = {f"{one.id}@{one.version}" for one in desk.documents(audiences=everyone).documents}
    for key, document in held.items():
        if key not in listed:
            yield f"{key} is held and not listed"
        word = document.sections[0].text.split("合言葉は")[1].split("である")[0]
        hits = desk.search(word, audiences=everyone, scope="ingested", k=3).hits
        if not hits or hits[0].document != document.id or word not in hits[0].text:
            yield f"{key} is held and not found by its word"
    question = Question(
        id="q", text="PoCを始める前に何を決めますか?", language="ja", as_of=TODAY, audiences=everyone
    )
    if not desk.answer(question).citations:
        yield "a question was not answered"


def _compared(house: House, held: dict[str, Document]) -> tuple[str, list[str]]:
    """The index holds what the record holds, vector by vector."""
    problems = []
    chunks = list(house.record.chunks())
    with acquire(house), open_owner(house, _silent, today=lambda: TODAY, load=False) as owner:
        if owner.index.count() != len(chunks):
            problems.append(f"the index counts {owner.index.count()}, the record {len(chunks)}")
        own = [one for one in chunks if one.chunk.document_key in held]
        found = owner.index.vectors([one.chunk.key for one in own])
        wanted = restored_vectors([one.vector for one in own], house.embedder.dimension)
        for one, vector in zip(own, wanted, strict=True):
            if one.chunk.key not in found or float(np.dot(found[one.chunk.key], vector)) < 0.999:
                problems.append(f"{one.chunk.key} has another vector, or none, in the index")
        return owner.index.state, problems


def _finish(house: House, folder: Path, counting: CountingEmbedder) -> list[str]:
    counting.passages.clear()
    with acquire(house), open_owner(house, _silent, today=lambda: TODAY, load=False) as owner:
        owner.ingest([folder], OPTIONS, _silent)
    return list(counting.passages)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(look(Path(sys.argv[1]), Path(sys.argv[2]))))
