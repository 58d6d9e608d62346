"""Run all benchmarks of retrieval and print them as tables: `make bench`.

    python -m tests.evaluation.bench_retrieval [--sizes 10000,100000,300000] [--questions 1000]
        [--keep FOLDER]

With SANDAN_TEST_DATA set, JSQuAD is measured; else the bundled corpus, whose questions are its own first
sentences (so that only times and rates say something there). Vectors are kept under build/bench. Filled
engines are kept in FOLDER and used again by the next run, whose times of filling say nothing then. Times of
the rows differ by what else runs meanwhile; the last table asks in turns.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import numpy as np
import torch
from rich.console import Console
from rich.table import Table

from retrieval.adapters.embedded import EmbeddedEmbedder
from retrieval.interface import Vectors
from tests.contract.servers import new_database, running_postgres
from tests.evaluation.bench_corpus import Passages, load_passages
from tests.evaluation.bench_ingestion import measure_ingestion
from tests.evaluation.bench_peers import compare

_KEPT = Path(__file__).parents[2] / "build" / "bench"
_RECOMMENDED = 50_000  # chunks up to which docs/scaling.md recommends the embedded index
_COMPARED_UP_TO = 100_000  # the other engines are shown beside it
_INGESTED = 1_600  # two files large enough for the engine for many
_CONSOLE = Console(width=118)


def main() -> None:
    """Measure everything, one thing after another."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--sizes", default="10000,100000,300000")
    parser.add_argument("--questions", type=int, default=1000)
    parser.add_argument("--keep", type=Path, default=None, metavar="FOLDER")
    arguments = parser.parse_args()
    passages, embedder = load_passages(), EmbeddedEmbedder(cache=_KEPT / "models")
    _KEPT.mkdir(parents=True, exist_ok=True)
    _show_machine(passages)
    file = _vectors(passages, embedder)
    _show_ingestion(passages)
    with np.load(file) as held:
        _show_peers(passages, held["vectors"], embedder, arguments.questions)
    with nullcontext(arguments.keep) if arguments.keep else tempfile.TemporaryDirectory() as keep:
        _show_engines([int(one) for one in arguments.sizes.split(",")], file, Path(keep))


def _show_machine(passages: Passages) -> None:
    table = _table("Machine", "what", "value")
    rows = {
        "processor": f"{_processor()}, {os.cpu_count()} cores",
        "memory": f"{_memory_gb():.0f} GB",
        "system": f"{platform.system()} {platform.release()}, Python {platform.python_version()}",
        "load before": "/".join(f"{one:.1f}" for one in os.getloadavg()),
        "versions": ", ".join(f"{name} {version(name)}" for name in ("chromadb", "sentence-transformers")),
        "arithmetic": "bfloat16" if torch.cpu.get_capabilities().get("avx512_bf16") else "float32",
        "texts": passages.origin,
    }
    for name, value in rows.items():
        table.add_row(name, value)
    _CONSOLE.print(table)


def _show_ingestion(passages: Passages) -> None:
    with tempfile.TemporaryDirectory() as folder:
        figures = measure_ingestion(passages, Path(folder), count=_INGESTED)
    table = _table("Putting documents in, against embedding alone", "chunks", "raw/s", "put in/s", "ratio")
    table.add_row(
        str(figures.chunks), f"{figures.raw:.1f}", f"{figures.ingested:.1f}", f"{figures.ratio:.2f}"
    )
    _CONSOLE.print(table)


def _show_peers(passages: Passages, vectors: Vectors, embedder: EmbeddedEmbedder, count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = compare(passages, vectors, embedder, folder=Path(folder), count=count)
    title = "Hybrid retrieval, same passages, questions and vectors; times without embedding"
    table = _table(title, "system", "nDCG@10", "recall@10", "p50 ms", "p95 ms", "English", "reworded")
    for name, one in found.items():
        if one is None:
            table.add_row(name, "not installed (extra peers)")
        else:
            ours = ["" if score is None else f"{score:.4f}" for score in (one.english, one.reworded)]
            times = f"{one.p50_ms:.1f}", f"{one.p95_ms:.1f}"
            table.add_row(name, f"{one.ndcg:.4f}", f"{one.recall:.4f}", *times, *ours)
    _CONSOLE.print(table)


def _show_engines(sizes: list[int], vectors: Path, keep: Path) -> None:
    title = (
        "One question end to end (embedding included, a reader of 50 %), * recommended at this size; beyond "
        "the real passages chunks are derived, their vectors mixed from real ones (bench_corpus.py)"
    )
    columns = {
        "chunks": "chunks", "engine": "engine", "p50_ms": "p50 ms", "p95_ms": "p95 ms", "recall": "recall@10",
        "rss_mb": "process MB", "index_mb": "index MB", "record_s": "record s", "build_s": "index s",
    }  # fmt: skip
    table = _table(title, *columns.values(), "load")
    for size in sizes:
        others = ("exact", "chroma", "postgres") if size <= _COMPARED_UP_TO else ()
        for engine in dict.fromkeys((_recommended(size), *others)):
            row = _measured(engine, size, vectors, keep)
            shown = {**row, "engine": engine + " *" * (engine == _recommended(size))}
            table.add_row(*(str(shown[name]) for name in columns), f"{os.getloadavg()[0]:.1f}")
    _CONSOLE.print(table)
    _show_in_turns(sizes, keep)


def _show_in_turns(sizes: list[int], keep: Path) -> None:
    """Ask what is recommended at each size in turns: what else runs on the machine meets all alike."""
    with ExitStack() as stack:
        command = [sys.executable, "-m", "tests.evaluation.bench_alternately"]
        for size in sizes:
            engine, folder = _recommended(size), keep / f"{_recommended(size)}-{size}"
            command += [engine, str(size), str(folder), stack.enter_context(_address(engine, folder))]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8")
    rows = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    title = f"The recommended engines, asked in turns in one process, load {os.getloadavg()[0]:.1f}"
    table = _table(title, "chunks", "engine", "p50 ms", "p95 ms", "p95, first = 1")
    for row in rows:
        ratio = f"{row['p95_ms'] / rows[0]['p95_ms']:.2f}"
        table.add_row(str(row["size"]), row["engine"], str(row["p50_ms"]), str(row["p95_ms"]), ratio)
    _CONSOLE.print(table)


def _recommended(size: int) -> str:
    return "chroma" if size <= _RECOMMENDED else "postgres"


def _measured(engine: str, size: int, vectors: Path, keep: Path) -> dict[str, object]:
    """Measure in a process of its own, whose memory is then nobody else's."""
    _CONSOLE.print(f"measuring {engine} at {size:,} …", style="dim")
    folder = keep / f"{engine}-{size}"
    folder.mkdir(parents=True, exist_ok=True)
    with _address(engine, folder) as address:
        command = [sys.executable, "-m", "tests.evaluation.bench_engines", engine, str(size), str(vectors)]
        done = subprocess.run(
            [*command, str(folder), address], check=True, stdout=subprocess.PIPE, encoding="utf-8"
        )
    row: dict[str, object] = json.loads(done.stdout.strip().splitlines()[-1])
    return row


@contextmanager
def _address(engine: str, folder: Path) -> Iterator[str]:
    if engine != "postgres":
        yield ""
        return
    with running_postgres(folder, keeps_data=True) as url:
        yield new_database(url, "sandan_bench")


def _vectors(passages: Passages, embedder: EmbeddedEmbedder) -> Path:
    """Embed the real passages once for all runs."""
    name = sha256("\x00".join((embedder.model_id, *passages.indexed)).encode()).hexdigest()[:16]
    file = _KEPT / f"vectors-{name}.npz"
    if not file.exists():
        _CONSOLE.print(f"embedding {len(passages.texts):,} passages …", style="dim")
        np.savez(file, vectors=embedder.embed_passages(passages.indexed))
        embedder.release_bulk()
    return file


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left")
    for column in columns:
        table.add_column(column)
    return table


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text("utf-8").splitlines() if info.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def _memory_gb() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9


if __name__ == "__main__":
    main()
