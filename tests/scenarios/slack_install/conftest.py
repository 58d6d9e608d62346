"""Fixtures of this folder."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from slack_sdk import WebClient

from bot.storage.engine import open_database
from bot.storage.installations import DatabaseInstallations
from bot.storage.sealing import Sealer
from bot.surfaces.slack.installing_ports import OAuthConfig
from bot.surfaces.slack.installing_tokens import Installed, Workspaces
from bot.surfaces.slack.manifest_scopes import bot_scopes
from tests.fake_slack.server import FakeSlack
from tests.scenarios.conftest import playing
from tests.scenarios.real_shelves import RealShelves
from tests.scenarios.slack_install.stage import NOW, OAUTH, Clock, Platform


@pytest.fixture
def platform(tmp_path: Path) -> Iterator[Platform]:
    database = open_database(f"sqlite:///{tmp_path / 'slack.db'}")
    shelves = RealShelves(database)
    with playing("http", tmp_path, shelving=shelves, bot_token=None, oauth=OAUTH) as stage:
        stage.workspace.grants.scopes = set(bot_scopes())
        stage.workspace.grants.tokens = {"none yet": "T0"}
        yield Platform(stage, shelves)
        assert stage.workspace.problems == []
    database.dispose()


@pytest.fixture
def rotating(tmp_path: Path) -> Iterator[tuple[Workspaces, FakeSlack, Clock]]:
    database = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    clock = Clock()
    with FakeSlack() as fake:
        client = WebClient(base_url=fake.api_url, retry_handlers=[])
        client.proxy = None
        config = OAuthConfig(client_id="1.2", client_secret=SecretStr("s"), public_url="https://a.example/")
        installations = DatabaseInstallations(database, Sealer("k" * 32))
        workspaces = Workspaces(config, installations, client, clock)
        fake.workspace.grants.lifetime_s = 43_200
        fake.workspace.grants.refreshes["first"] = "TALPHA"
        ends = NOW + timedelta(hours=12)
        workspaces.keep(Installed(team="TALPHA", bot_token="old", refresh_token="first", expires_at=ends))
        yield workspaces, fake, clock
    database.dispose()
