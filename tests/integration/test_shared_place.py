"""The whole product on servers: record and index in PostgreSQL, or the index on a Chroma server."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.settings import Settings
from bot.wiring.house import House, open_house
from bot.wiring.ownership import acquire
from bot.wiring.owning import open_owner
from bot.wiring.readiness import is_ready, make_ready
from bot.wiring.reading import open_reader
from knowledge.documents.document import Shelf
from knowledge.documents.intake import IntakeOptions
from retrieval.adapters.exact import ExactChunkIndex
from retrieval.adapters.ownership import IndexOwnedError
from retrieval.adapters.shared_index import SharedChunkIndex
from tests.contract.servers import new_database, running_chroma, running_postgres

pytestmark = pytest.mark.slow

_DAY = date(2026, 4, 1)
_RULE = "海外へ自動車で出張するときは、安全運転管理者の許可を受ける。"
_SECRET = "買収の候補は青葉精機とする。"


@pytest.fixture(scope="module", params=["postgres", "chroma"])
def settings(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    folder = tmp_path_factory.mktemp("shared")
    home = folder / "home"
    if request.param == "chroma":
        with running_chroma(folder) as url:
            yield Settings(home=home, index_url=SecretStr(url))
        return
    with running_postgres(folder) as server:
        url = new_database(server)
        yield Settings(home=home, database_url=SecretStr(url), index_url=SecretStr(url))


def silent(_what: str, _done: int, _total: int) -> None:
    """Report nothing."""


def put_in(house: House, folder: Path) -> None:
    """Put in two rows, each for another audience."""
    for name, text, audience in (("drive", _RULE, "everyone"), ("deal", _SECRET, "board")):
        file = folder / f"{name}.jsonl"
        file.write_text(json.dumps({"id": f"{name}-1", "title": name, "text": text}), encoding="utf-8")
        with acquire(house), open_owner(house, silent, today=lambda: _DAY, load=False) as owner:
            owner.ingest([file], IntakeOptions(audience=audience), silent)


def found(house: House, query: str, *audiences: str) -> list[str]:
    finding = (
        open_reader(house)
        .retriever()
        .retrieve(
            query,
            language="ja",
            audiences=frozenset(audiences),
            shelves=frozenset({Shelf.OWN}),
            document_keys=None,
        )
    )
    return [one.chunk.section_id for one in finding.passages]


def test_a_document_is_put_in_found_by_those_who_may_read_it_and_gone_when_removed(
    settings: Settings, tmp_path: Path
) -> None:
    with open_house(settings) as house:
        make_ready(house, silent)
        put_in(house, tmp_path)
    with open_house(settings) as house:  # as another process would
        ready = is_ready(house)
        everyone = found(house, "車で海外に行きたい", "everyone")
        board = found(house, "買収の候補は?", "everyone", "board")
        nobody = found(house, "買収の候補は?")
        with acquire(house), open_owner(house, silent, today=lambda: _DAY, load=True) as owner:
            state = owner.index.state
            owner.remove("deal", silent)
        left = found(house, "買収の候補は?", "everyone", "board")

    assert ready
    assert everyone == ["drive-1"]
    assert board[0] == "deal-1"
    assert nobody == []
    assert state == "current"
    assert left == ["drive-1"]


def test_a_reader_searches_in_postgresql_itself_and_loads_nothing(settings: Settings) -> None:
    with open_house(settings) as house:
        make_ready(house, silent)
        with acquire(house), open_owner(house, silent, today=lambda: _DAY, load=False):
            pass
        index = open_reader(house).retriever().index

    is_postgres = settings.database_url is not None
    assert isinstance(index, SharedChunkIndex if is_postgres else ExactChunkIndex)


def test_a_second_owner_is_refused_even_from_another_home(settings: Settings, tmp_path: Path) -> None:
    if settings.database_url is None:
        pytest.skip("without a shared database the lock is the machine's")
    elsewhere = settings.model_copy(update={"home": tmp_path / "other"})
    with open_house(settings) as house, open_house(elsewhere) as other:
        right = acquire(house)
        with pytest.raises(IndexOwnedError):
            acquire(other)
        right.release()

        with acquire(other):
            pass
