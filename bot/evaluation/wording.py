"""Make texts comparable, and find words and numbers in them however they are written.

200万円, 2,000,000円, ２００万円 and "JPY 2 million" come out alike, as do 3か月, 3ヶ月 and 3カ月.
"""

import re
from decimal import Decimal
from functools import lru_cache

from bot.evaluation.exam_question import is_regular_expression
from knowledge.documents.folding import fold_string

_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_NUMBER = r"(?<![\d.])(\d+(?:\.\d+)?)"
_OKU_MAN = re.compile(rf"{_NUMBER} ?億(?: ?(\d+(?:\.\d+)?) ?万)?")
_SCALED = re.compile(rf"{_NUMBER}(?: ?(万|千(?=円))|(?:[ -]?(million|mn|m)\b))", re.IGNORECASE)
_SCALES = {"万": 10**4, "千": 10**3, "million": 10**6, "mn": 10**6, "m": 10**6}
_MONTHS = re.compile("[ヶヵケカ箇]月")
_JAPANESE = "\u3041-\u30ff\u3400-\u9fff々"
_INNER_SPACE = re.compile(rf"(?<=[{_JAPANESE}]) (?=\S)|(?<=\S) (?=[{_JAPANESE}])")
_QUOTED = re.compile(r"「[^「」]*」|『[^『』]*』|“[^“”]*”|\"[^\"]*\"")


def normalise(text: str) -> str:
    """Fold width, case, white space, digits with their units, and ways to write months."""
    folded = " ".join(fold_string(text).split())
    return _INNER_SPACE.sub("", _unfold_numbers(folded))


def occurs(pattern: str, normalised: str) -> bool:
    """Look for a pattern in a normalised text.

    Args:
        pattern: Words, or `/a regular expression/` over the normalised text. A number at either end of the
            words does not match a part of a longer number: 3年 is not in 13年.
        normalised: What `normalise` returned.
    """
    return _compiled(pattern).search(normalised) is not None


def outside_quotes(text: str) -> str:
    """Take out what stands in quotation marks: words of others, perhaps in another language."""
    return _QUOTED.sub(" ", text)


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    if is_regular_expression(pattern):
        return re.compile(_unfold_numbers(pattern[1:-1]), re.IGNORECASE)
    words = normalise(pattern)
    before = r"(?<![\d.])" if words[:1].isdigit() else r"(?<![a-z])" if words[:1].isascii() else ""
    after = r"(?!\.?\d)" if words[-1:].isdigit() else ""
    return re.compile(before + re.escape(words) + after)


def _unfold_numbers(text: str) -> str:
    text = _MONTHS.sub("か月", _THOUSANDS.sub("", text))
    text = _OKU_MAN.sub(_oku, text)
    return _SCALED.sub(_scaled, text)


def _oku(match: re.Match[str]) -> str:
    return _plain(Decimal(match[1]) * 10**8 + Decimal(match[2] or 0) * 10**4)


def _scaled(match: re.Match[str]) -> str:
    unit = (match[2] or match[3]).lower()
    return _plain(Decimal(match[1]) * _SCALES[unit])


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
