"""Split Japanese and English text into the terms of the lexical arm, with SudachiPy and Snowball.

How terms are scored is `retrieval.lexical`'s business.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.metadata import version
from threading import Lock, local

import snowballstemmer
import sudachipy  # type: ignore[import-untyped]  # its stubs lack the marker

_TERMS_VERSION = "1"  # raise it when the same text gives other terms
_MAX_PIECE_CHARS = 8_000  # Sudachi refuses more than 49,149 bytes at once
_BREAKS = "\n。．.！？!? 　、，,"
_CONTENT = frozenset({"名詞", "動詞", "形容詞", "形状詞", "副詞", "接頭辞", "接尾辞"})
_HAS_CONTENT = re.compile(r"\w")
_HAS_ASCII_LETTER = re.compile(r"(?=.*[A-Za-z])[\x21-\x7e\u2019]+")
_ASCII_PART = re.compile(r"[A-Za-z]+(?:['\u2019][A-Za-z]+)?|[0-9]+(?:\.[0-9]+)?")
_ENGLISH_STOPWORDS = frozenset(
    """
    a about above after again against all am an and any are as at be because been before being below
    between both but by can could did do does doing don down during each few for from further had has
    have having he her here hers herself him himself his how i if in into is it its itself just ll me
    more most my myself no nor not now of off on once only or other our ours ourselves out over own re s
    same she should so some such t than that the their theirs them themselves then there these they this
    those through to too under until up ve very was we were what when where which while who whom why
    will with would you your yours yourself
    """.split()  # noqa: SIM905 - words read better so
)


@dataclass(frozen=True)
class SudachiTokenizer:
    """Content words in normalised form, short units; safe to share between threads."""

    _state: "_State" = field(default_factory=lambda: _State())  # noqa: PLW0108 - defined below

    @property
    def tokenizer_id(self) -> str:
        """Name engine, dictionary and settings in one line."""
        engine, words = _version("sudachipy"), _version("sudachidict-core")
        return f"sudachi-{engine}/core-{words}/A/normalised/content/{_TERMS_VERSION}"

    def split_terms(self, text: str) -> list[str]:
        """Split into normalised content terms, with repeats, in reading order."""
        tokenizer = self._state.tokenizer()
        normal = unicodedata.normalize("NFKC", text).replace("\x00", " ").encode("utf-8", "replace").decode()
        return [
            term
            for piece in _pieces(normal)
            for morpheme in tokenizer.tokenize(piece)
            for term in _terms_of(morpheme)
        ]


class _State:
    """One dictionary for all threads, one tokenizer for each; both made on first use."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._dictionary: sudachipy.Dictionary | None = None
        self._local = local()

    def tokenizer(self) -> sudachipy.Tokenizer:
        held = getattr(self._local, "tokenizer", None)
        if held is None:
            with self._lock:
                if self._dictionary is None:
                    self._dictionary = sudachipy.Dictionary(dict="core")
                held = self._dictionary.tokenizer(sudachipy.SplitMode.A, fields={"pos", "normalized_form"})
            self._local.tokenizer = held
        return held


def _pieces(text: str) -> Iterator[str]:
    """Cut a long text behind a line, a sentence or a word, so that the engine accepts each piece."""
    while len(text) > _MAX_PIECE_CHARS:
        window = text[:_MAX_PIECE_CHARS]
        cut = max((window.rfind(mark) + 1 for mark in _BREAKS), default=0) or _MAX_PIECE_CHARS
        yield text[:cut]
        text = text[cut:]
    yield text


def _terms_of(morpheme: sudachipy.Morpheme) -> Iterator[str]:
    surface = morpheme.surface()
    if _HAS_ASCII_LETTER.fullmatch(surface):  # the dictionary knows "GPT-4" as one word, people write "GPT"
        yield from filter(None, map(_english_term, _ASCII_PART.findall(surface.lower())))
    elif morpheme.part_of_speech()[0] in _CONTENT and _HAS_CONTENT.search(surface):
        yield morpheme.normalized_form().lower()


@lru_cache(maxsize=50_000)
def _english_term(word: str) -> str:
    """Stem a word; empty for one that says nothing."""
    plain = word.replace("\u2019", "'")
    if plain.partition("'")[0] in _ENGLISH_STOPWORDS:
        return ""
    with _STEMMING:
        return str(_STEMMER.stemWord(plain))


_version = cache(version)  # reads a file each time, and is asked with every question
_STEMMER = snowballstemmer.stemmer("english")
_STEMMING = Lock()  # a stemmer keeps the word it works on
