"""Fixtures of this folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fake_slack import emulate
from tests.fake_slack.server import FakeSlack
from tests.scenarios.conftest import playing
from tests.scenarios.slack_contract.stage import Heard, Witness, emulated, faked


@pytest.fixture(params=["fake", "emulate"])
def witness(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Witness]:
    if request.param == "fake":
        with FakeSlack() as fake:
            yield faked(fake)
    else:
        with emulate.running(tmp_path) as other:
            yield emulated(other)


@pytest.fixture
def heard(tmp_path: Path) -> Iterator[Heard]:
    """Run our surface with the witness as its Slack."""
    with emulate.running(tmp_path) as other:
        stage_of = playing("http", tmp_path, api_url=other.api_url, may_stream=False)
        with stage_of as stage:
            other.send_events_to(stage.url)
            yield Heard(stage, other, emulated(other))
