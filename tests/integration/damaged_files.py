"""Whole files of each kind, and what cutting and random changes make of them."""

import io
import random
import zipfile
from collections.abc import Callable
from functools import cache

from tests.integration import page_files, sheet_files, text_files, word_files
from tests.integration.company_texts import DATA, USE

KINDS = ("docx", "pptx", "xlsx", "pdf", "html", "csv")


@cache
def whole(kind: str) -> bytes:
    """Give an undamaged file of a kind."""
    makers = {
        "docx": lambda: word_files.numbered(USE),
        "pptx": lambda: sheet_files.slides(DATA),
        "xlsx": lambda: sheet_files.limits_sheet(USE),
        "pdf": lambda: page_files.clauses_over_pages(USE),
        "html": lambda: text_files.page(USE),
        "csv": lambda: sheet_files.limits_csv(USE, encoding="cp932"),
    }
    return makers[kind]()


def cut(kind: str, percents: range) -> dict[str, bytes]:
    """Keep the given shares of a file."""
    data = whole(kind)
    return {f"cut_{percent}.{kind}": data[: len(data) * percent // 100] for percent in percents}


def mutate(data: bytes, seed: int) -> bytes:
    """Change, cut out, double or blank up to twelve places.

    Every second seed changes what is inside: an archive's part with its checksum made right again, or a
    text's characters instead of its bytes; else checksums and decoding would refuse nearly all.
    """
    chance = random.Random(seed)
    if seed % 2 and data.startswith(b"PK"):
        return _mutate_part(data, chance)
    if seed % 2 and not data.startswith(b"%PDF"):
        encoding = "utf-8" if b"utf-8" in data else "cp932"
        letters = [ord(letter) for letter in data.decode(encoding)]
        changed = "".join(map(chr, _changed(letters, chance, lambda: chance.randrange(9, 127))))
        return changed.encode(encoding)
    return bytes(_changed(list(data), chance, lambda: chance.randrange(256)))


def _mutate_part(data: bytes, chance: random.Random) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(held, "w") as new:
        chosen = chance.choice([entry.filename for entry in old.infolist() if entry.file_size > 100])
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == chosen:
                content = bytes(_changed(list(content), chance, lambda: chance.randrange(32, 127)))
            new.writestr(entry.filename, content)
    return held.getvalue()


def _changed(units: list[int], chance: random.Random, make: Callable[[], int]) -> list[int]:
    for _ in range(chance.randint(1, 12)):
        at, length = chance.randrange(len(units)), chance.randint(1, 24)
        action = chance.randrange(4)
        if action == 0:
            units[at] = make()
        elif action == 1 and len(units) > 100:
            del units[at : at + length]
        elif action == 2:
            units[at:at] = units[at : at + length]
        else:
            units[at : at + length] = [32] * len(units[at : at + length])
    return units
