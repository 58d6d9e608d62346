"""Say in the reader's language why a file was not read, or what was noticed in it.

The loaders speak English; what they say is a closed list of sentences (`intake_words.yaml`). A sentence that
is not in it stays as it is.
"""

import re
from functools import cache
from pathlib import Path

import yaml

from knowledge.documents.document import Language

_PLACE = re.compile(r"\\\{([a-d])\\\}")
_PLACE_TO_FILL = re.compile(r"\{([a-d])\}")
_VALUES = {
    "a Word file": "Word ファイル", "a PowerPoint file": "PowerPoint ファイル",
    "an Excel file": "Excel ファイル", "a PDF": "PDF", "a web page": "ウェブページ", "a table": "表",
    "an Office file": "Office ファイル",
    "text": "テキスト", "JSON lines": "JSON の行", "a picture": "画像", "an archive": "圧縮ファイル",
    "a compressed file": "圧縮ファイル", "rich text": "リッチテキスト", "everyone": "全員",
    "it did not answer in time": "時間内に応答なし", "it was busy": "混雑", "it refused": "モデルが拒否",
    "it sent nothing that could be read": "返事を読み取れない", "it could not be reached": "接続できない",
    "it could not be used as it is configured": "設定のとおりに使えない",
    "they were too long for it": "モデルには長すぎる", "it had failed three times in a row": "3回続けて失敗",
    "the time for asking was over": "制限時間に到達",
    "nothing that it wrote could be used": "使える文なし",
    "they are pictures of pages": "ページの画像だけのファイルです", "they are empty": "白紙です",
}  # fmt: skip
_LINE = re.compile(r"line (\d+): ")
_BETWEEN_PROBLEMS = " | "


def say_reason(reason: str, language: Language) -> str:
    """Translate the reason of a failed file: problems parted by " | ", each with its remedy."""
    if language == "en":
        return reason
    return " / ".join(_problem(one) for one in reason.split(_BETWEEN_PROBLEMS))


def say_warning(warning: str, language: Language) -> str:
    """Translate one note on a file; a document's name in front of it stays."""
    if language == "en":
        return warning
    name, mark, rest = warning.partition(": ")
    if mark and "@" in name and " " not in name:
        return f"{name}: {_translate(rest) or rest}"
    return _translate(warning) or warning


def _problem(problem: str) -> str:
    line = _LINE.match(problem)
    place, said = (f"{line[1]} 行目: ", problem[line.end() :]) if line else ("", problem)
    for mark in re.finditer("; ", said):
        message, remedy = _translate(said[: mark.start()]), _translate(said[mark.end() :])
        if message is not None and remedy is not None:
            return f"{place}{message}。{remedy}。"
    return place + (_translate(said) or said)


def _translate(sentence: str) -> str | None:
    for pattern, japanese in _sentences():
        if match := pattern.fullmatch(sentence):
            return _PLACE_TO_FILL.sub(lambda place: _VALUES.get(match[place[1]], match[place[1]]), japanese)
    return None


@cache
def _sentences() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Sentences as patterns; those with fewer open places are tried first."""
    path = Path(__file__).with_suffix(".yaml")
    table: dict[str, str] = yaml.safe_load(path.read_text(encoding="utf-8"))
    in_order = sorted(table.items(), key=lambda pair: len(_PLACE.findall(re.escape(pair[0]))))
    return tuple((_pattern(english), japanese) for english, japanese in in_order)


def _pattern(english: str) -> re.Pattern[str]:
    return re.compile(_PLACE.sub(r"(?P<\1>.+?)", re.escape(english)), re.DOTALL)
