"""Fixtures of this folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.storage.engine import open_database
from tests.fake_slack.directory import Channel
from tests.fake_slack.workspace import BOT_USER, OWNER
from tests.scenarios.conftest import playing
from tests.scenarios.real_shelves import RealShelves
from tests.scenarios.slack_documents.stage import Desk


@pytest.fixture(params=["http", pytest.param("socket", marks=pytest.mark.slow)])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    database = open_database(f"sqlite:///{tmp_path / 'documents.db'}")
    shelves = RealShelves(database)
    with playing(request.param, tmp_path, shelving=shelves) as stage:
        stage.workspace.administrators.add(OWNER)
        directory = stage.workspace.directory
        directory.channels["C0BOARD"] = Channel({OWNER, BOT_USER}, is_private=True, name="役員")
        directory.channels["C0OUTSIDE"] = Channel({OWNER, BOT_USER}, is_shared=True)
        directory.groups["S0HR"] = {"U0OTHER"}
        directory.group_names["S0HR"] = "人事"
        yield Desk(stage, shelves)
        assert stage.workspace.problems == []
    database.dispose()
