"""Files become documents in the record, once, with a report on each."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from bot.ingestion import FileOutcome, Ingestion
from knowledge.documents.document import Shelf, SourceClass
from knowledge.documents.intake import IntakeOptions
from retrieval.catalogue import ChunkCatalogue
from retrieval.indexer import Indexer
from retrieval.interface import Progress, Vectors
from retrieval.lexical import LexicalIndex
from tests.fakes import MemoryChunkRecord


@dataclass
class LengthEmbedder:
    """The length of a text as its direction."""

    model_id: str = "length"
    dimension: int = 2

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        vectors = np.array([[len(text), 1.0] for text in texts], dtype=np.float32).reshape(-1, 2)
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        return self.embed_queries(texts)


class LetterTokenizer:
    """Every letter is a term."""

    tokenizer_id = "letters"

    def split_terms(self, text: str) -> list[str]:
        return list(text)


class Shelfful(MemoryChunkRecord):
    """The record in memory, able to tell who holds a section id."""

    def holders(self, section_ids: Sequence[str], *, shelf: Shelf) -> dict[str, tuple[str, str]]:
        return {
            section.id: (document.key, document.origin)
            for document in self.documents()
            if document.shelf == shelf
            for section in document.sections
            if section.id in section_ids
        }


@dataclass
class Place:
    """A folder, a record, and what puts the one into the other."""

    folder: Path
    record: Shelfful
    ingestion: Ingestion

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def rows(self, name: str, **texts: str) -> Path:
        lines = [json.dumps({"id": key, "text": text}) for key, text in texts.items()]
        return self.write(name, "\n".join(lines))

    def ingest(self, *paths: Path, **options: object) -> tuple[FileOutcome, ...]:
        return self.ingestion.ingest(paths, IntakeOptions.model_validate(options), lambda *_: None)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    record = Shelfful()
    indexer = Indexer(LengthEmbedder(), LetterTokenizer(), record, LexicalIndex(), ChunkCatalogue())
    return Place(tmp_path, record, Ingestion(indexer, record))


def test_a_file_that_is_known_is_left_as_it_is(place: Place) -> None:
    path = place.write("travel.md", "# Travel\n\n## 1. Hotels\n\nA night costs at most 120 euros.\n")
    [first] = place.ingest(path)
    generation = place.record.generation()

    [again] = place.ingest(path)

    assert (first.state, again.state) == ("ingested", "unchanged")
    assert first.chunks > 0
    assert place.record.generation() == generation


def test_a_bad_file_does_not_stop_the_others(place: Place) -> None:
    bad = place.write("bad.jsonl", "no json\n")
    good = place.rows("good.jsonl", a="Hotels cost money.")

    outcomes = place.ingest(bad, good)

    assert [one.state for one in outcomes] == ["failed", "ingested"]
    assert "line 1" in outcomes[0].reason
    assert [one.id for one in place.record.documents()] == ["good"]


def test_a_row_id_that_another_file_holds_is_refused_with_both_names(place: Place) -> None:
    place.ingest(place.rows("first.jsonl", a="One.", b="Two."))

    [outcome] = place.ingest(place.rows("second.jsonl", b="Other."))

    assert outcome.state == "failed"
    assert "'b'" in outcome.reason
    assert "first.jsonl" in outcome.reason
    assert "second.jsonl" in outcome.reason
    assert [one.id for one in place.record.documents()] == ["first"]


def test_two_files_of_one_call_may_not_share_a_row_id_either(place: Place) -> None:
    first, second = place.rows("first.jsonl", a="One."), place.rows("second.jsonl", a="Other.")

    outcomes = place.ingest(first, second)

    assert [one.state for one in outcomes] == ["ingested", "failed"]


def test_a_changed_file_takes_the_place_of_what_it_was(place: Place) -> None:
    place.ingest(place.rows("rows.jsonl", a="One.", b="Two."))

    [outcome] = place.ingest(place.rows("rows.jsonl", a="One, changed."))

    [held] = place.record.documents()
    assert outcome.state == "ingested"
    assert [section.text for section in held.sections] == ["One, changed."]


def test_what_nobody_said_is_reported_as_assumed(place: Place) -> None:
    path = place.rows("rows.jsonl", a="One.")

    [silent] = place.ingest(path)
    [told] = place.ingest(path, source_class=SourceClass.POLICY, audience="board")

    assert {"class external (assumed)", "audience everyone (assumed)"} <= set(silent.warnings)
    assert not [one for one in told.warnings if "assumed" in one]


def test_a_supplement_that_came_first_finds_the_version_it_amends(place: Place) -> None:
    supplement = place.write(
        "late.md",
        '---\ndocument: rules\nversion: "2"\neffective_from: 2026-04-01\nclass: policy\n---\n\n'
        "# 規程\n\n## 附則\n\n第1条の額を三万円に改める。\n",
    )
    rules = place.write(
        "early.md",
        '---\ndocument: rules\nversion: "1"\neffective_from: 2025-04-01\nclass: policy\n---\n\n'
        "# 規程\n\n## 第1条(額)\n\n額は二万円とする。\n",
    )
    place.ingest(supplement)

    place.ingest(rules)
    [again] = place.ingest(supplement)

    assert {one.version: one.amends for one in place.record.documents()} == {"1": None, "2": "1"}
    assert again.state == "unchanged"


def test_removing_takes_one_version_or_all(place: Place) -> None:
    for version in ("1", "2", "3"):
        path = place.write("rules.md", f"# Rules\n\n## 1. Limit\n\nThe limit is {version}00 euros.\n")
        place.ingest(path, document="rules", version=version)

    one = place.ingestion.remove("rules@2")
    rest = place.ingestion.remove("rules")

    assert one == ("rules@2",)
    assert rest == ("rules@1", "rules@3")
    assert place.record.documents() == []


def test_a_policy_can_be_asked_for_by_heading_and_defined_term_but_rows_of_material_cannot(
    place: Place,
) -> None:
    text = "# 規程\n\n## 第2条(用語の定義)\n\n「重要情報」とは、極秘の情報をいう。\n"
    place.ingest(place.write("rules.md", text), source_class=SourceClass.POLICY)
    place.ingest(place.write("offer.md", text.replace("規程", "提案")), document="offer")

    phrasings = {
        (one.chunk.document_id, one.chunk.text)
        for one in place.record.chunks()
        if one.chunk.kind == "phrasing"
    }
    assert ("rules", "重要情報とは") in phrasings
    assert {document for document, _ in phrasings} == {"rules"}


def test_binding_options_let_nobody_learn_of_documents_for_others(place: Place) -> None:
    secret = "# 役員報酬規程\n\n## 第1条 報酬\n\n報酬は、取締役会が決める。\n"
    place.ingest(place.write("secret.md", secret), audience="slack:T1:S1", source_class=SourceClass.POLICY)
    probe = "# 調査\n\n## 第1条 目的\n\n調べる。\n\n## 附則\n\n「役員報酬規程」は、廃止する。\n"

    bound = {"audience": "slack:T1:U2", "document": "probe", "is_binding": True}
    [outcome] = place.ingest(place.write("probe.md", probe), **bound)
    [free] = place.ingest(place.write("free.md", probe), audience="slack:T1:U2", document="free")

    assert outcome.documents[0].supersedes is None
    assert free.documents[0].supersedes == "secret"
    assert not any("secret" in one for one in outcome.warnings)
