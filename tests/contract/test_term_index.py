"""What every index of chunks by their terms must do: in memory and in PostgreSQL."""

from collections.abc import Iterator, Mapping, Sequence

import pytest

from knowledge.documents.document import Shelf
from retrieval.adapters.postgres import PostgresPlace
from retrieval.adapters.postgres_terms import PostgresTermIndex
from retrieval.interface import TermIndex, TermScores
from retrieval.lexical import LexicalIndex
from retrieval.passage import Partition

SALES = Partition(shelf=Shelf.OWN, audience="sales", language="ja")
BOARD = SALES.model_copy(update={"audience": "board"})


@pytest.fixture(params=["memory", pytest.param("postgres", marks=pytest.mark.slow)])
def terms(request: pytest.FixtureRequest) -> Iterator[TermIndex]:
    if request.param == "memory":
        yield LexicalIndex()
        return
    place = PostgresPlace(request.getfixturevalue("postgres_url"))
    kept = PostgresTermIndex(place)
    kept.clear()
    kept.finish()
    yield kept
    place.close()


def put(terms: TermIndex, document: str, texts: Sequence[str], partition: Partition = SALES) -> None:
    entries = [(f"{document}#{row}", partition, tuple(text.split())) for row, text in enumerate(texts)]
    terms.replace_document(document, entries)


def scored(
    terms: TermIndex,
    query: str,
    *,
    partitions: Sequence[Partition] = (SALES,),
    document_keys: frozenset[str] | None = None,
    also: Sequence[str] = (),
    k: int = 100,
) -> TermScores:
    asked = terms.asked(query.split(), partitions=partitions, document_keys=document_keys, k=k)
    return asked.scores(also)


def a_corpus() -> Mapping[str, Sequence[str]]:
    """Give documents whose words are common, rare, repeated, foreign and hard to parse."""
    words = ["規程", "出張", "承認", "宿泊", "c++", "gpt", "4.5", "①", "部長", "o'x", "a:*", "費用"]
    return {
        f"d{number}": [
            " ".join(words[(number * 7 + row * 5 + at * at) % len(words)] for at in range(4 + row))
            for row in range(3)
        ]
        for number in range(12)
    }


def test_chunks_are_scored_by_how_much_of_the_question_they_cover(terms: TermIndex) -> None:
    put(terms, "a", ["出張 承認 部長", "出張 費用", "宿泊 費用"])

    found = scored(terms, "出張 承認")

    assert list(found.coverages) == ["a#0", "a#1"]
    assert 0 < found.coverages["a#1"] < found.coverages["a#0"] < 1
    assert found.coverage("a#2") == 0


@pytest.mark.parametrize(
    "query", ["出張", "承認 gpt", "c++ ① a:*", "4.5 o'x 部長 部長", "知らない 規程", "なし"]
)
def test_scores_are_those_of_the_formula_to_the_last_digits(terms: TermIndex, query: str) -> None:
    reference = LexicalIndex()
    for document, texts in a_corpus().items():
        put(terms, document, texts)
        put(reference, document, texts)

    found, expected = scored(terms, query), scored(reference, query)

    assert found.coverages == pytest.approx(expected.coverages, abs=1e-5)


def test_words_of_other_partitions_shape_no_score(terms: TermIndex) -> None:
    put(terms, "a", ["出張 承認", "出張 費用"])
    before = dict(scored(terms, "出張 承認").coverages)

    put(terms, "b", ["承認 承認 取引"] * 20, BOARD)

    assert scored(terms, "出張 承認").coverages == pytest.approx(before)
    assert scored(terms, "取引").coverages == {}
    assert len(scored(terms, "取引", partitions=[SALES, BOARD]).coverages) == 20


def test_several_partitions_are_one_collection(terms: TermIndex) -> None:
    reference = LexicalIndex()
    for document, texts in a_corpus().items():
        put(terms, document, texts, BOARD if document in {"d1", "d2", "d3"} else SALES)
        put(reference, document, texts)

    found = scored(terms, "出張 gpt 費用", partitions=[BOARD, SALES, BOARD])

    assert found.coverages == pytest.approx(scored(reference, "出張 gpt 費用").coverages, abs=1e-5)


def test_only_the_wanted_documents_are_scored(terms: TermIndex) -> None:
    for document, texts in a_corpus().items():
        put(terms, document, texts)

    found = scored(terms, "出張", document_keys=frozenset({"d3", "unknown"}), also=["d4#0", "d3#0"])

    assert {key.partition("#")[0] for key in found.coverages} <= {"d3"}
    assert found.coverage("d4#0") == 0
    assert scored(terms, "出張", document_keys=frozenset()).coverages == {}


def test_a_chunk_asked_for_by_key_is_scored_although_it_is_not_among_the_best(terms: TermIndex) -> None:
    put(terms, "a", ["出張 出張", "出張 費用 宿泊 部長 規程"])

    found = scored(terms, "出張", k=1, also=["a#1"])

    assert list(found.coverages) == ["a#0"]
    assert found.coverage("a#1") > 0


def test_replaced_and_removed_documents_leave_no_trace_in_the_statistics(terms: TermIndex) -> None:
    put(terms, "a", ["出張 承認", "出張 費用"])
    before = dict(scored(terms, "出張 承認").coverages)
    put(terms, "b", ["承認 取引", "承認 買収"])

    put(terms, "b", ["承認"])
    terms.remove_document("b")
    terms.remove_document("b")

    assert scored(terms, "出張 承認").coverages == pytest.approx(before)
    assert scored(terms, "買収").coverages == {}
    assert terms.count() == 2


def test_an_empty_question_an_empty_place_and_a_chunk_without_terms_are_no_trouble(terms: TermIndex) -> None:
    empty = scored(terms, "出張")
    put(terms, "a", ["", "出張"])

    found = [scored(terms, ""), scored(terms, "出張", partitions=[])]

    assert empty.coverages == {}
    assert [one.coverages for one in found] == [{}, {}]
    assert list(scored(terms, "出張").coverages) == ["a#1"]
    assert terms.count() == 2
