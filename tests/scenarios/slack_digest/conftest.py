"""Fixtures of this folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.wiring.newsroom import HouseNewsroom
from tests.scenarios.conftest import Stage, playing
from tests.scenarios.newsrooms import MORNING, Clock, a_newsroom


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def room(tmp_path: Path, clock: Clock) -> Iterator[HouseNewsroom]:
    with a_newsroom(tmp_path, clock) as room:
        yield room


@pytest.fixture(params=["http", pytest.param("socket", marks=pytest.mark.slow)])
def stage(request: pytest.FixtureRequest, tmp_path: Path, room: HouseNewsroom) -> Iterator[Stage]:
    with playing(request.param, tmp_path, newsroom=room) as stage:
        stage.workspace.second = int(MORNING.timestamp())
        yield stage
        assert stage.workspace.problems == []
