"""Time questions while hostile files are read: `python -m tests.evaluation.time_questions_beside_bombs`.

A service runs in this process, as `sandan serve` does: it answers here while it has each file read by another
process. Prints one line a file, then the ratio of all; the figure to hold is twice the usual time. Names of
files after the command choose some of them.
"""

import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from bot.advisor.question import Question
from bot.settings import Settings
from bot.wiring.service import Service, running_service
from knowledge.documents.document import EVERYONE
from knowledge.documents.intake import IntakeOptions
from tests.integration.bombs.archives import ARCHIVE_BOMBS
from tests.integration.bombs.others import PDF_BOMBS, TEXT_BOMBS

TODAY = date(2026, 9, 15)
_BOMBS = {**ARCHIVE_BOMBS, **PDF_BOMBS, **TEXT_BOMBS}
_QUESTIONS = (
    "PoCを始める前に何を決めますか?",
    "顧客の図面を外部のAIサービスに入力してよいですか?",
    "年額300万円のAIサービスは誰が承認しますか?",
    "What should a board ask before it signs with one vendor?",
    "運用費はどう見積もりますか?",
)
_ROUNDS = 4


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as place:
        home, files = Path(place) / "home", Path(place) / "files"
        files.mkdir()
        with running_service(Settings(home=home), lambda *_: None, today=lambda: TODAY) as service:
            _ask_all(service)
            quiet = [second for _ in range(_ROUNDS) for second in _ask_all(service)]
            _tell("quiet", quiet, quiet, 0.0)
            names = sys.argv[1:] or list(_BOMBS)
            beside = [second for name in names for second in _beside(service, files / name, name, quiet)]
            _tell("all files", beside, quiet, 0.0)


def _beside(service: Service, path: Path, name: str, quiet: list[float]) -> list[float]:
    """Ask for as long as the file is being read, once at least."""
    path.write_bytes(_BOMBS[name]())
    seconds: list[float] = []
    with _being_read(service, path) as reader:
        began = time.monotonic()
        while reader.is_alive():
            seconds += _ask_all(service, reader)
        lasted = time.monotonic() - began
    path.unlink()
    _tell(name, seconds, quiet, lasted)
    return seconds


@contextmanager
def _being_read(service: Service, path: Path) -> Iterator[threading.Thread]:
    def read() -> None:
        service.owner.ingest([path], IntakeOptions(), lambda *_: None)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        yield reader
    finally:
        reader.join()


def _ask_all(service: Service, while_alive: threading.Thread | None = None) -> list[float]:
    seconds = []
    for number, text in enumerate(_QUESTIONS):
        if while_alive is not None and not while_alive.is_alive():
            break
        question = Question(id=str(number), text=text, as_of=TODAY, audiences=frozenset({EVERYONE}))
        began = time.perf_counter()
        service.conversation.answer(question)
        seconds.append(time.perf_counter() - began)
    return seconds


def _tell(name: str, seconds: list[float], quiet: list[float], lasted: float) -> None:
    if not seconds:
        sys.stdout.write(f"{name:32} read before a question could be asked\n")
        return
    usual, now = statistics.median(quiet), statistics.median(seconds)
    slowest = sorted(seconds)[max(0, round(0.95 * len(seconds)) - 1)]
    sys.stdout.write(
        f"{name:32} {len(seconds):4} questions, median {now * 1_000:6.0f} ms ({now / usual:.2f} x usual), "
        f"p95 {slowest * 1_000:6.0f} ms, read in {lasted:4.1f} s\n"
    )
    sys.stdout.flush()


if __name__ == "__main__":
    main()
