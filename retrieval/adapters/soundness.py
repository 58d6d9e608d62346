"""Tell whether Chroma's files may be opened: a damaged file can crash whoever opens it.

Files that are byte for byte as they were left are trusted; those that a process left open when it died are
opened first by a process that may die: `python -m retrieval.adapters.soundness REQUEST`.
"""

import os
import subprocess
import sys
from hashlib import blake2b
from pathlib import Path

import structlog
from pydantic import BaseModel, ConfigDict

import retrieval
from retrieval.adapters.chroma import ChromaChunkIndex
from retrieval.adapters.durable import remove_durably, write_durably
from retrieval.adapters.probing import Probe, find_themselves
from retrieval.interface import EmbeddingMismatchError, IndexUnavailableError

log = structlog.get_logger()

_SEAL = "as-left"
_MODULE = "retrieval.adapters.soundness"
_BLOCK = 1 << 20
_PATIENCE_S = 120.0
_ROOT = Path(next(iter(retrieval.__path__))).parent


class SoundnessRequest(BaseModel):
    """What an index must hold to be whole."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: Path
    model_id: str
    dimension: int
    chunks: int
    probes: tuple[Probe, ...] = ()


def keep_seal(folder: Path, path: Path) -> None:
    """Note how Chroma's files under `path` were left; call when nothing has them open."""
    write_durably(folder / _SEAL, _seal(path))


def may_be_opened(folder: Path, request: SoundnessRequest) -> bool:
    """Tell whether it is safe to open the index; the note of how it was left is taken away.

    Returns:
        True when the files are as they were left, or were left open by a process that died and can be opened
        by another; False when somebody else has changed them, or opening them fails or kills.
    """
    try:
        seal = (folder / _SEAL).read_text(encoding="ascii")
    except OSError:
        return opens_apart(request)
    remove_durably(folder / _SEAL)
    return seal == _seal(request.path)


def opens_apart(request: SoundnessRequest) -> bool:
    """Open the index in a process of its own and look into it; False when that process says so, or dies."""
    command = [sys.executable, "-P", "-W", "ignore", "-m", _MODULE, request.model_dump_json()]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module, no shell
            command,
            env={**os.environ, "PYTHONPATH": str(_ROOT)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_PATIENCE_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        log.warning("index_probe_hangs")
        return False
    if done.returncode < 0:
        log.warning("index_probe_died", signal=-done.returncode)
    return done.returncode == 0


def is_whole(index: ChromaChunkIndex, *, chunks: int, probes: tuple[Probe, ...]) -> bool:
    """Tell whether an index holds so many chunks, and each probe finds itself."""
    try:
        return index.count() == chunks and find_themselves(index, probes)
    except (IndexUnavailableError, EmbeddingMismatchError):
        return False


def _seal(path: Path) -> str:
    digest = blake2b(digest_size=20)
    for file in sorted(path.rglob("*")):
        if file.is_file():
            digest.update(f"{file.relative_to(path).as_posix()}\x00{file.stat().st_size}\x00".encode())
            with file.open("rb") as stream:
                while block := stream.read(_BLOCK):
                    digest.update(block)
    return digest.hexdigest()


def _main() -> None:
    request = SoundnessRequest.model_validate_json(sys.argv[1])
    index = ChromaChunkIndex(request.path, request.model_id, request.dimension)
    sys.exit(0 if is_whole(index, chunks=request.chunks, probes=request.probes) else 1)


if __name__ == "__main__":
    _main()
