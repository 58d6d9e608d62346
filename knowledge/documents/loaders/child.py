"""Read one file in a process of its own: `python -m knowledge.documents.loaders.child REQUEST`.

The file comes on standard input, the reply goes to standard output as JSON. The process may die at any
moment; `knowledge.documents.loaders.apart` says what that means.
"""

import importlib
import os
import sys
from collections.abc import Callable
from typing import BinaryIO

from knowledge.documents.intake import FileTooLargeError, IntakeError, Problem
from knowledge.documents.loaders.archive import check_archive
from knowledge.documents.loaders.confinement import confine, used_much_memory
from knowledge.documents.loaders.decoding import decode_text
from knowledge.documents.loaders.draft import Draft
from knowledge.documents.loaders.kinds import Kind
from knowledge.documents.loaders.markdown import read_markdown
from knowledge.documents.loaders.reply import Limits, Reply, Request
from knowledge.documents.loaders.text import read_text

TOO_MUCH_MEMORY = Problem(
    code="too_costly",
    message="reading the file needs more memory than one file may use",
    remedy="split it into parts, or save its text as .txt or .md",
)
_OF_TEXT: dict[Kind, Callable[[str], Draft]] = {"text": read_text, "markdown": read_markdown}
_DAMAGED = Problem(
    code="damaged",
    message="the file is damaged, or not built as its kind is",
    remedy="open it in its program and save it again",
)


def main() -> None:
    """Read the file on standard input and write the reply."""
    request = Request.model_validate_json(sys.argv[1])
    reply_to = _take_standard_output()
    confine(request.limits)
    reply = answer(request, sys.stdin.buffer)
    with os.fdopen(reply_to, "wb") as out:
        out.write(reply.model_dump_json().encode("utf-8"))


def _take_standard_output() -> int:
    """Libraries that print must not write into the reply."""
    kept = os.dup(1)
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    return kept


def answer(request: Request, file: BinaryIO) -> Reply:
    """Read a file and reply; for a process that is confined already.

    Args:
        request: What kind of file it is, and the limits.
        file: Its bytes.

    Returns:
        The draft or the problem; it raises nothing, but the process may die.
    """
    kind = request.kind
    try:
        if kind in {"office", "docx", "pptx", "xlsx"}:
            kind = check_archive(file)
            file.seek(0)
        draft = _read(kind, file)
        _check_size(draft, request.limits)
    except IntakeError as error:
        return Reply(kind=kind, problem=error.as_problem())
    except MemoryError:
        return Reply(kind=kind, problem=TOO_MUCH_MEMORY)
    except Exception:  # noqa: BLE001 - parsers raise anything on damaged files; their words are not for people
        is_short = used_much_memory(request.limits)  # some parsers report it as an error in the file
        return Reply(kind=kind, problem=TOO_MUCH_MEMORY if is_short else _DAMAGED)
    return Reply(kind=kind, draft=draft)


def _check_size(draft: Draft, limits: Limits) -> None:
    size = sum(len(section.text) for section in draft.sections)
    if size > limits.text_chars:
        raise FileTooLargeError(
            f"the text has {size:,} characters, the limit is {limits.text_chars:,}",
            remedy="split the file into parts",
        )
    if len(draft.sections) > limits.sections:
        raise FileTooLargeError(
            f"the text falls into {len(draft.sections):,} sections, the limit is {limits.sections:,}",
            remedy="split the file into parts",
        )


def _read(kind: Kind, file: BinaryIO) -> Draft:
    """Import only the one parser that is needed: it saves 50 MB and 0.2 s a file."""
    if kind in _OF_TEXT:
        decoded = decode_text(file.read())
        draft = _OF_TEXT[kind](decoded.text)
        return draft.model_copy(update={"warnings": (*decoded.warnings, *draft.warnings)})
    module = importlib.import_module(f"knowledge.documents.loaders.{kind}")
    draft = module.read(file)
    if not isinstance(draft, Draft):
        raise TypeError(kind)
    return draft


if __name__ == "__main__":
    main()
