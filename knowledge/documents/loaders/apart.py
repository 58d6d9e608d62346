"""Have a file read by a process that can die alone, and make a result of whatever becomes of it.

A parser that is killed, crashes, hangs or says nothing is a normal outcome: a problem with its remedy.
"""

import os
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from pydantic import ValidationError

import knowledge
from knowledge.documents.intake import Problem, UnreadableFileError
from knowledge.documents.loaders.draft import Draft
from knowledge.documents.loaders.kinds import Kind
from knowledge.documents.loaders.reply import Limits, Reply, Request

MAX_AT_ONCE = 2
DEFAULT_LIMITS = Limits()
TEXT_LIMITS = Limits(text_chars=4_000_000)  # of plain text: there is nothing to unpack

_TURN = threading.BoundedSemaphore(MAX_AT_ONCE)
_ROOT = Path(next(iter(knowledge.__path__))).parent
_SPLIT = "split it into parts, or save its text as .txt or .md"
_TOO_LONG = Problem(
    code="too_costly", message="reading the file takes longer than one file may take", remedy=_SPLIT
)
_DIED = Problem(
    code="reader_died",
    message="the file made its reader crash: it is damaged, or needs more memory than one file may use",
    remedy="open it in its program and save it again, or save its text as .txt or .md",
)
_TOO_MUCH = Problem(code="too_large", message="the file holds more text than one file may", remedy=_SPLIT)


class ReadApartError(Exception):
    """The process that read the file gave no text; `problem` says why and what to do."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.message}; {problem.remedy}")
        self.problem = problem


def read_apart(path: Path, kind: Kind, *, limits: Limits = DEFAULT_LIMITS) -> tuple[Draft, Kind]:
    """Read a file in a child process.

    At most two run at once; a third call waits. The child starts as a new interpreter, so that it holds
    none of this process's memory, threads, secrets or environment.

    Args:
        path: The file; only its bytes are handed over.
        kind: One of `READ_APART`.
        limits: What the file may cost.

    Returns:
        The draft, and the kind the file was read as. Memory grows by the size of the reply at most.

    Raises:
        ReadApartError: If there is no draft, whether the child says so or died.
        UnreadableFileError: If the file cannot be opened.
    """
    with _TURN, tempfile.TemporaryDirectory(prefix="sandan-read-") as own:
        written = Path(own) / "reply"
        try:
            file = path.open("rb")
        except OSError as error:
            raise UnreadableFileError("the file cannot be read", remedy="check its rights") from error
        with file, written.open("wb") as out:
            child = subprocess.Popen(  # noqa: S603 - our own interpreter and module, no shell
                _command(Request(kind=kind, limits=limits)),
                stdin=file,
                stdout=out,
                stderr=subprocess.DEVNULL,
                cwd=own,
                env=_environment(own),
                start_new_session=True,
            )
            code = _wait(child, limits.wall_seconds)
        reply = _reply(written, code, kind, limits)
    if reply.draft is None:
        raise ReadApartError(reply.problem or _DIED)
    return reply.draft, reply.kind


def _command(request: Request) -> list[str]:
    return [
        sys.executable, "-P", "-s", "-W", "ignore", "-m", "knowledge.documents.loaders.child",
        request.model_dump_json(),
    ]  # fmt: skip


def _environment(own: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "LD_LIBRARY_PATH") if name in os.environ}
    return {
        **kept, "PYTHONPATH": str(_ROOT), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1",
        "HOME": own, "TMPDIR": own, "TEMP": own, "TMP": own, "MALLOC_ARENA_MAX": "2",
    }  # fmt: skip


def _wait(child: "subprocess.Popen[bytes]", seconds: float) -> int | None:
    """Wait for the end; None when the time was over and the child had to be killed."""
    try:
        return child.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        return None
    finally:
        if child.poll() is None:
            child.kill()
            child.wait()


def _reply(written: Path, code: int | None, kind: Kind, limits: Limits) -> Reply:
    if code is None or code == -getattr(signal, "SIGXCPU", signal.SIGTERM):
        return Reply(kind=kind, problem=_TOO_LONG)
    size = written.stat().st_size
    if code == -getattr(signal, "SIGXFSZ", signal.SIGTERM) or size > limits.reply_bytes:
        return Reply(kind=kind, problem=_TOO_MUCH)
    if code != 0:
        return Reply(kind=kind, problem=_DIED)
    try:
        return Reply.model_validate_json(written.read_bytes())
    except ValidationError:
        return Reply(kind=kind, problem=_DIED)
