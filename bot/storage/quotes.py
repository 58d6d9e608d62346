"""Take quotes of removed documents out of what was said in threads."""

import re
from collections.abc import Iterable

from sqlalchemy import Engine, select, update

from bot.storage.engine import writing
from bot.storage.tables import turns
from knowledge.documents.sentences import split_sentences

_WINDOW = 14  # characters without white space by which a quoted sentence is known
NOTICE = "（引用した文書が削除されたため、この回答は消しました。/ Erased: a document it quoted was removed.）"


class DatabaseQuotes:
    """What the bot said in threads, as far as it quotes; safe to share between threads and processes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writing = writing(engine)

    def erase(self, texts: Iterable[str]) -> int:
        """Put a notice in place of every answer that quotes a sentence of these texts.

        Args:
            texts: Of the sections that are removed. A sentence shorter than fourteen characters says too
                little to be known again.

        Returns:
            How many answers were erased.
        """
        beginnings = {start for text in texts for start in _beginnings(text)}
        if not beginnings:
            return 0
        with self._engine.connect() as connection:
            said = connection.execute(select(turns.c.number, turns.c.text).where(turns.c.role == "bot")).all()
        found = [row.number for row in said if not beginnings.isdisjoint(_windows(row.text))]
        with self._writing.begin() as connection:
            for number in found:
                connection.execute(update(turns).where(turns.c.number == number).values(text=NOTICE))
        return len(found)


def _beginnings(text: str) -> Iterable[str]:
    for sentence in split_sentences(text):
        squeezed = _squeeze(text[sentence.start : sentence.end])
        if len(squeezed) >= _WINDOW:
            yield squeezed[:_WINDOW]


def _windows(text: str) -> Iterable[str]:
    squeezed = _squeeze(text)
    return (squeezed[at : at + _WINDOW] for at in range(len(squeezed) - _WINDOW + 1))


def _squeeze(text: str) -> str:
    return re.sub(r"[\s*_>|]+", "", text)
