"""Each sample clause has our English wording, with the same figures; an altered clause has none."""

import json
import re

import pytest

from knowledge.documents.bundled import bundled_root, load_bundled
from knowledge.documents.cards import CorpusError
from knowledge.documents.document import Shelf, SourceClass
from knowledge.documents.translations import read_translations, translation_of

ROWS = [
    json.loads(line)
    for line in (bundled_root() / "policy_translations.jsonl").read_text(encoding="utf-8").splitlines()
]
KANJI = {"二": 2, "四": 4}


def figures_of(text: str) -> set[int]:
    """Read the numbers of a text, yen in full, whatever their notation."""
    plain = re.sub(r"[一二三四五六七八九十]つ", lambda match: str(KANJI.get(match[0][0], 0)), text)
    plain = re.sub(r"([\d,]+)万", lambda match: f"{int(match[1].replace(',', '')) * 10_000}", plain)
    plain = plain.replace("Four ", "4 ").replace("April", "4").replace("October", "10")
    return {int(one.replace(",", "")) for one in re.findall(r"\d[\d,]*", plain)}


def test_every_clause_of_the_sample_rules_has_an_english_wording() -> None:
    clauses = [
        section
        for document in load_bundled()
        if (document.shelf, document.source_class) == (Shelf.SAMPLE, SourceClass.POLICY)
        for section in document.sections
        if "#cover" not in section.id
    ]

    lacking = [one.id for one in clauses if translation_of(one.text, "en") is None]

    assert (len(clauses), lacking) == (46, [])


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_a_wording_names_the_same_figures_as_the_clause(row: dict[str, str]) -> None:
    own, translated = figures_of(row["ja"]), figures_of(row["en"])

    assert own - {1} == translated - {1}  # "one extension", "once a year", "one company" are written out


def test_an_altered_clause_has_no_wording() -> None:
    assert translation_of("入力と出力の記録を1年保存する。", "en") is not None
    assert translation_of("入力と出力の記録を2年保存する。", "en") is None
    assert translation_of("入力と出力の記録を1年保存する。", "ja") is None


def test_a_corpus_without_translations_has_none() -> None:
    assert read_translations(bundled_root() / "absent.jsonl") == {}


def test_a_broken_line_is_refused_with_its_number(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("translations") / "broken.jsonl"
    path.write_text('{"id": "A", "ja": "x", "en": "y"}\n{"id": "B"}\n', encoding="utf-8")

    with pytest.raises(CorpusError, match="line 2"):
        read_translations(path)
