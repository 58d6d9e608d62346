"""Fixtures of this folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.scenarios.web_page import Browser, PlayedDesk, open_page


@pytest.fixture
def desk() -> PlayedDesk:
    return PlayedDesk()


@pytest.fixture
def browser(tmp_path: Path, desk: PlayedDesk) -> Iterator[Browser]:
    with open_page(tmp_path, desk) as browser:
        yield browser
