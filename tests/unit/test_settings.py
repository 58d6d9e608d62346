"""Settings: defaults, checks with words that help, the example file, and dependencies kept quiet."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from bot.settings import (
    TRACING_VARIABLES,
    Settings,
    SettingsError,
    quiet_dependencies,
    read_settings,
    setting_variables,
    unknown_variables,
)

EXAMPLE = Path(__file__).parents[2] / "deploy" / "settings.env.example"


@pytest.fixture(autouse=True)
def _empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in setting_variables():
        monkeypatch.delenv(variable, raising=False)


def test_every_variable_stands_in_the_example_file_and_nothing_else() -> None:
    example = EXAMPLE.read_text(encoding="utf-8")

    named = re.findall(r"^#?([A-Z][A-Z0-9_]+)=", example, flags=re.MULTILINE)

    assert sorted(named) == sorted(setting_variables())


def test_every_variable_of_the_example_file_has_a_comment_above_it() -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()

    uncommented = [
        line
        for above, line in pairwise(lines)
        if re.match(r"#?[A-Z0-9_]+=", line) and not above.startswith("# ")
    ]

    assert uncommented == []


def test_values_of_the_example_file_are_valid_where_they_name_no_folder(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    example = EXAMPLE.read_text(encoding="utf-8")
    for name, value in re.findall(r"^#([A-Z0-9_]+)=(.*)$", example, flags=re.MULTILINE):
        if name != "SANDAN_CORPUS":
            monkeypatch.setenv(name, value)

    settings = read_settings()

    assert settings.record_url == "sqlite:////var/lib/sandan/sandan.db"


def test_without_any_variable_the_defaults_hold() -> None:
    settings = read_settings()

    assert settings.timezone == "Asia/Tokyo"
    assert settings.embedding_model == "embedded"
    assert settings.slack_api_url == "https://slack.com/api/"
    assert settings.home.name == "sandan"
    assert settings.record_url == f"sqlite:///{settings.home}/sandan.db"


def test_an_empty_value_means_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SANDAN_TIMEZONE", "")
    monkeypatch.setenv("SLACK_BOT_TOKEN", "")

    settings = read_settings()

    assert settings.timezone == "Asia/Tokyo"
    assert settings.slack_bot_token is None


def test_the_base_address_of_slack_always_ends_in_a_slash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_API_URL", "http://127.0.0.1:8888/api")

    settings = read_settings()

    assert settings.slack_api_url == "http://127.0.0.1:8888/api/"


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("SANDAN_HOME", __file__),
        ("SANDAN_TIMEZONE", "Mars/Olympus"),
        ("SANDAN_TIMEZONE", "../../etc/passwd"),
        ("SANDAN_SAMPLE", "sometimes"),
        ("SANDAN_CORPUS", "/no/such/folder"),
        ("SANDAN_LOG_LEVEL", "loud"),
        ("SANDAN_WORKERS", "0"),
        ("SANDAN_WORKERS", "many"),
        ("SANDAN_DATABASE_URL", "just-a-file.db"),
        ("SLACK_API_URL", "ftp://elsewhere"),
        ("SANDAN_SLACK_TOKEN_KEY", "too short"),
        ("SANDAN_SLACK_MAY_ADD", "the boss"),
        ("SANDAN_SLACK_AUDIENCES", "keiri"),
        ("SANDAN_SLACK_AUDIENCES", "finance=everybody"),
    ],
)
def test_a_bad_value_is_refused_with_the_name_of_the_variable_and_what_to_do(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)

    with pytest.raises(SettingsError) as caught:
        read_settings()

    [(named, what_to_do)] = caught.value.problems
    assert named == variable
    assert what_to_do
    assert value not in str(caught.value)


def test_all_bad_values_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SANDAN_WORKERS", "-1")
    monkeypatch.setenv("SANDAN_SAMPLE", "maybe")

    with pytest.raises(SettingsError) as caught:
        read_settings()

    assert {variable for variable, _ in caught.value.problems} == {"SANDAN_WORKERS", "SANDAN_SAMPLE"}


def test_secrets_do_not_show_when_settings_are_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-not-a-real-token")
    monkeypatch.setenv("SANDAN_DATABASE_URL", "postgresql://user:hidden-word@host/db")

    settings = read_settings()

    assert "xoxb" not in repr(settings)
    assert "hidden-word" not in repr(settings)
    assert set(settings.secrets) == {"xoxb-not-a-real-token", "postgresql://user:hidden-word@host/db"}


def test_tracing_is_removed_and_reported() -> None:
    environment = dict.fromkeys(TRACING_VARIABLES, "true") | {"PATH": "/bin"}

    removed = quiet_dependencies(environment)

    assert set(removed) == set(TRACING_VARIABLES)
    assert not set(environment) & set(TRACING_VARIABLES)
    assert environment["PATH"] == "/bin"


def test_the_hub_of_models_is_out_of_reach_with_the_embedded_model() -> None:
    embedded: dict[str, str] = {}
    from_hub = {"SANDAN_EMBEDDING_MODEL": "cl-nagoya/ruri-v3-30m"}

    quiet_dependencies(embedded)
    quiet_dependencies(from_hub)

    assert embedded["HF_HUB_OFFLINE"] == "1"
    assert "HF_HUB_OFFLINE" not in from_hub
    assert embedded["HF_HUB_DISABLE_TELEMETRY"] == from_hub["HF_HUB_DISABLE_TELEMETRY"] == "1"


def test_a_misspelt_variable_is_noticed() -> None:
    environment = {"SANDAN_TIMEZON": "UTC", "SANDAN_HOME": "/tmp", "SANDAN_TEST_DATA": "/data", "HOME": "/"}

    unknown = unknown_variables(environment)

    assert unknown == ("SANDAN_TIMEZON",)


def test_settings_cannot_be_changed_afterwards() -> None:
    settings = Settings()

    with pytest.raises(ValueError, match="frozen"):
        settings.workers = 3  # type: ignore[misc]  # the point of the test


@pytest.mark.parametrize("address", ["mysql://db/x", "sqlite:///a.db", "10.0.0.7:8000", "file:///tmp"])
def test_an_index_where_no_engine_is_known_is_refused_without_showing_the_address(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("SANDAN_INDEX_URL", address)

    with pytest.raises(SettingsError) as caught:
        read_settings()

    assert [variable for variable, _ in caught.value.problems] == ["SANDAN_INDEX_URL"]
    assert address not in str(caught.value)


def test_a_password_in_the_address_of_the_index_is_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    address = "postgresql+psycopg://sandan:secret-word@db/sandan"
    monkeypatch.setenv("SANDAN_INDEX_URL", address)

    settings = read_settings()

    assert address in settings.secrets
    assert "secret-word" not in repr(settings)


def test_a_reranker_by_name_may_be_fetched_like_a_model() -> None:
    plain: dict[str, str] = {}
    reranking = {"SANDAN_RERANKER": "some/cross-encoder"}

    quiet_dependencies(plain)
    quiet_dependencies(reranking)

    assert plain["HF_HUB_OFFLINE"] == "1"
    assert "HF_HUB_OFFLINE" not in reranking
