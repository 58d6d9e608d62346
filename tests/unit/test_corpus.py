"""The bundled corpus is complete and sound, and the check of a corpus sees what is not."""

import json
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.advisor.amounts import find_amounts
from knowledge.corpus_check import check_corpus
from knowledge.documents.bundled import bundled_root, load_bundled
from knowledge.documents.cards import CorpusError
from knowledge.documents.document import Document, Section, Shelf
from knowledge.documents.phrasings import load_null_questions, load_phrasings

TEST_DATA = os.environ.get("SANDAN_TEST_DATA", "")
needs_test_data = pytest.mark.skipif(
    not TEST_DATA, reason="SANDAN_TEST_DATA does not name the folder of the outside test data"
)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A copy that a test may spoil."""
    return shutil.copytree(bundled_root(), tmp_path / "corpus")


def outside_rows(name: str) -> list[dict[str, Any]]:
    lines = (Path(TEST_DATA) / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def bundled_sections(shelf: Shelf) -> Iterator[tuple[Document, Section]]:
    for document in load_bundled():
        if document.shelf == shelf:
            yield from ((document, section) for section in document.sections)


def add_line(file: Path, row: dict[str, Any]) -> None:
    text = file.read_text(encoding="utf-8")
    file.write_text(f"{text}{json.dumps(row, ensure_ascii=False)}\n", encoding="utf-8")


def change_first_card(file: Path, **fields: object) -> None:
    first, *rest = file.read_text(encoding="utf-8").splitlines()
    changed = json.dumps({**json.loads(first), **fields}, ensure_ascii=False)
    file.write_text("\n".join([changed, *rest, ""]), encoding="utf-8")


def replace_text(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_the_bundled_corpus_has_no_fault() -> None:
    assert check_corpus() == ()


@needs_test_data
def test_every_card_given_stands_once_in_each_language_as_it_was_given() -> None:
    given = outside_rows("knowledge_cards.jsonl")
    origins = {"seed": "article", "paper2023": "paper", "successor2024": "successor"}

    held = Counter(
        (
            source.id,
            s.id,
            s.language,
            s.text,
            s.locator,
            s.card.kind,
            s.card.steps,
            s.card.indicators,
            s.card.grade,
        )
        for source, s in bundled_sections(Shelf.KNOWLEDGE)
        if s.card is not None and source.id in origins.values()
    )

    assert len(given) == 142
    assert held == Counter(
        (
            *(origins[row["origin"]], row["id"], language, row[language], row["locator"], row["kind"]),
            *(tuple(row["steps"]), tuple(row["indicators"]), row.get("grade")),
        )
        for row in given
        for language in ("ja", "en")
    )


@needs_test_data
def test_every_clause_given_stands_once_with_its_text_version_and_dates() -> None:
    given = outside_rows("policy_clauses.jsonl")

    held = Counter(
        (
            s.id,
            s.text,
            s.heading,
            d.title,
            d.id,
            d.version,
            d.source_class.value,
            d.effective_from,
            d.effective_to,
        )
        for d, s in bundled_sections(Shelf.SAMPLE)
        if "#cover#" not in s.id
    )

    assert len(given) == 47
    assert held == Counter(
        (
            *(row[key] for key in ("id", "text", "clause_title", "title", "document", "version", "kind")),
            *(day and date.fromisoformat(day) for day in (row["effective_from"], row["effective_to"])),
        )
        for row in given
    )


def test_every_record_and_clause_can_be_asked_for_in_both_languages() -> None:
    counts = Counter((phrasing.id, phrasing.language) for phrasing in load_phrasings())

    asked_for = {
        section.id
        for document in load_bundled()
        for section in document.sections
        if document.id != "article" and document.source_class != "news" and "#cover#" not in section.id
    }

    assert len(asked_for) == 84
    assert [one for one in sorted(asked_for) if counts[one, "ja"] < 5 or counts[one, "en"] < 2] == []


def test_every_regulation_card_has_its_date_and_stands_in_both_languages_and_can_be_asked_for() -> None:
    counts = Counter((phrasing.id, phrasing.language) for phrasing in load_phrasings())

    cards = [(s, s.card) for d, s in bundled_sections(Shelf.KNOWLEDGE) if d.source_class == "news" and s.card]

    assert Counter(s.language for s, _ in cards) == {"ja": 35, "en": 35}
    assert [s.id for s, card in cards if card.dated is None or f"{card.dated.year}" not in s.text] == []
    assert [s.id for s, card in cards if f"R-{card.jurisdiction}-" != s.id[:-2]] == []
    assert [s.id for s, _ in cards if counts[s.id, "ja"] < 4 or counts[s.id, "en"] < 2] == []


def test_no_regulation_card_names_a_sum_that_could_be_taken_for_an_offer() -> None:
    texts = [s.text for d, s in bundled_sections(Shelf.KNOWLEDGE) if d.source_class == "news"]

    assert [text for text in texts if find_amounts(text)] == []


def test_no_phrasing_asks_for_two_sections() -> None:
    ids_by_text: dict[str, list[str]] = {}
    for phrasing in load_phrasings():
        ids_by_text.setdefault(phrasing.text, []).append(phrasing.id)

    assert {text: ids for text, ids in ids_by_text.items() if len(ids) > 1} == {}


def test_there_are_two_hundred_null_questions_and_none_is_also_a_phrasing() -> None:
    nulls = load_null_questions()

    assert Counter(one.language for one in nulls) == {"ja": 120, "en": 80}
    assert len({one.text for one in nulls}) == 200
    assert {one.text for one in nulls} & {phrasing.text for phrasing in load_phrasings()} == set()


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        pytest.param(
            lambda root: change_first_card(root / "paper.jsonl", links=["P-99"]),
            "P-01 links to P-99, which is not there",
            id="a link into nothing",
        ),
        pytest.param(
            lambda root: change_first_card(root / "paper.jsonl", links=["P-01"]),
            "P-01 links to itself",
            id="a link to itself",
        ),
        pytest.param(
            lambda root: change_first_card(root / "regulation.jsonl", links=["R-JP-99"]),
            "R-JP-01 links to R-JP-99, which is not there",
            id="a regulation card's link into nothing",
        ),
        pytest.param(
            lambda root: change_first_card(root / "successor.jsonl", id="P-02"),
            "P-02 stands 2 times in ja",
            id="an id twice",
        ),
        pytest.param(
            lambda root: add_line(
                root / "phrasings_policy.jsonl", {"id": "A3-99", "lang": "en", "text": "Who pays for that?"}
            ),
            "phrasings are given for A3-99, which is not there",
            id="phrasings of nothing",
        ),
        pytest.param(
            lambda root: replace_text(root / "policies" / "ai-use-policy-v3.md", "{#A3-12}", "{#A3-120}"),
            "phrasings are given for A3-12, which is not there",
            id="a clause that lost its id",
        ),
    ],
)
def test_a_planted_fault_is_named(corpus: Path, spoil: Callable[[Path], None], fault: str) -> None:
    before = check_corpus(corpus)

    spoil(corpus)

    assert before == ()
    assert fault in check_corpus(corpus)


def test_a_version_that_is_there_twice_cannot_be_read(corpus: Path) -> None:
    replace_text(corpus / "policies" / "ai-use-policy-v2.md", 'version: "2"', 'version: "3"')

    with pytest.raises(CorpusError, match="sample:ai-use-policy@3"):
        check_corpus(corpus)


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"date": None}, id="without its date"),
        pytest.param({"date": "2026-13-01"}, id="of a day that is none"),
        pytest.param({"url": "javascript:alert(1)"}, id="with an address that is no page"),
        pytest.param({"jurisdiction": "EU"}, id="apart from its jurisdiction's others"),
    ],
)
def test_a_regulation_card_that_is_not_whole_cannot_be_read(corpus: Path, fields: dict[str, str]) -> None:
    change_first_card(corpus / "regulation.jsonl", **fields)

    with pytest.raises(CorpusError, match=r"regulation\.jsonl"):
        check_corpus(corpus)


@pytest.mark.parametrize(
    "name", ["article.jsonl", "paper.jsonl", "successor.jsonl", "bibliography.yaml", "regulation.jsonl"]
)
def test_a_corpus_without_one_of_its_sources_cannot_be_read(corpus: Path, name: str) -> None:
    (corpus / name).unlink()

    with pytest.raises(CorpusError, match=name):
        check_corpus(corpus)
