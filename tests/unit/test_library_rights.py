"""The library gives a reader the documents of their audiences, and nothing of the others."""

from collections.abc import Iterator

import pytest

from bot.advisor.holdings import Holdings
from bot.library import Library
from bot.storage.engine import open_database
from bot.surfaces.slack.ports import SourceRef
from bot.wiring.bookcase import LibraryBookcase
from knowledge.documents.bundled import bundled_root
from knowledge.documents.document import EVERYONE, Shelf, SourceClass
from knowledge.documents.intake import IntakeOptions
from knowledge.framework.framework import load_framework
from knowledge.framework.guides import load_guides
from tests.scenarios.real_shelves import RealShelves

AUDIENCES = (EVERYONE, "slack:T1", "slack:T1:C1", "slack:T1:S1", "slack:T2")
ALL_SHELVES = frozenset(Shelf)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("library")
    database = open_database(f"sqlite:///{folder / 'a.db'}")
    shelves = RealShelves(database)
    for number, audience in enumerate(AUDIENCES):
        path = folder / f"rules-{number}.md"
        path.write_text(
            f"# 規程{number}\n\n## 第1条 上限\n\n上限は、{number + 1}00万円とする。\n", encoding="utf-8"
        )
        options = IntakeOptions(
            audience=audience, document=f"rules-{number}", source_class=SourceClass.POLICY, is_binding=True
        )
        shelves.add([path], options, lambda *_: None)
    root = bundled_root()
    yield Library(shelves.record, load_framework(root), load_guides(root), "auto")
    database.dispose()


def _holdings(library: Library, *audiences: str) -> Holdings:
    return library.holdings(frozenset(audiences), ALL_SHELVES)


def _ref(number: int) -> SourceRef:
    section = f"rules-{number}#第1条#0"
    return SourceRef(document=f"rules-{number}", version="1", section=section, language="ja", start=0, end=3)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_reader_holds_the_documents_of_their_audience_only(library: Library, audience: str) -> None:
    held = _holdings(library, audience).documents

    assert [one.audience for one in held] == [audience]


def test_a_reader_of_several_audiences_holds_the_documents_of_each(library: Library) -> None:
    held = _holdings(library, "slack:T1", "slack:T1:S1").documents

    assert {one.audience for one in held} == {"slack:T1", "slack:T1:S1"}


def test_a_reader_of_none_holds_nothing(library: Library) -> None:
    assert _holdings(library, "slack:T9").documents == ()


def test_rules_are_computed_out_of_what_the_reader_holds(library: Library) -> None:
    books = library.books(_holdings(library, "slack:T1:C1"))

    assert [one.document for one in books] == ["rules-2@1"]


def test_a_section_opens_for_its_readers_and_for_nobody_else(library: Library) -> None:
    bookcase = LibraryBookcase(library, lambda *_: "https://sandan.example.com/passage/x")
    ref = _ref(1)
    [section] = _holdings(library, "slack:T1").documents[0].sections
    ref = ref.model_copy(update={"section": section.id})

    opened = {one: bookcase.open(ref, frozenset({one})) is not None for one in AUDIENCES}

    assert opened == {one: one == "slack:T1" for one in AUDIENCES}


def test_only_what_everyone_may_read_has_a_link_that_outlives_rights(library: Library) -> None:
    bookcase = LibraryBookcase(library, lambda *_: "https://sandan.example.com/passage/x")
    everything = frozenset(AUDIENCES)
    refs = {}
    for number, audience in enumerate(AUDIENCES):
        [section] = _holdings(library, audience).documents[0].sections
        refs[audience] = _ref(number).model_copy(update={"section": section.id})

    linked = {audience for audience, ref in refs.items() if bookcase.address(ref, everything)}

    assert linked == {EVERYONE}
