"""What `sandan doctor` says of the model that phrases answers, without calling it."""

from pathlib import Path

import pytest

from bot.surfaces.cli.reports import Check
from bot.wiring.doctor import diagnose


def told(environment: dict[str, str], home: Path, monkeypatch: pytest.MonkeyPatch) -> Check:
    for name in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "OPENAI_API_BASE", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"SANDAN_HOME": str(home), **environment}.items():
        monkeypatch.setenv(name, value)
    report = diagnose(environment, ())
    return next(one for one in report.checks if one.name == "drafter")


@pytest.mark.parametrize(
    ("environment", "status", "found"),
    [
        ({}, "ok", "none"),
        ({"SANDAN_MODEL": "nobody:model"}, "problem", "not installed"),
        ({"SANDAN_MODEL": "openai:gpt-5-mini"}, "problem", "no key"),
        ({"SANDAN_MODEL": "anthropic:claude-haiku-4-5"}, "problem", "no key"),
        ({"SANDAN_MODEL": "openai:gpt-5-mini", "OPENAI_API_KEY": "k"}, "ok", "the provider's own address"),
        ({"SANDAN_MODEL": "openai:gpt-5-mini", "SANDAN_MODEL_API_KEY": "k"}, "ok", "not called now"),
        (
            {
                "SANDAN_MODEL": "openai:gpt-5-mini",
                "OPENAI_API_KEY": "k",
                "OPENAI_BASE_URL": "http://a.example",
            },
            "ok",
            "OPENAI_BASE_URL",
        ),
        ({"SANDAN_MODEL": "openai:m", "OPENAI_API_KEY": "k"}, "ok", "reads each policy, article and paper"),
        (
            {"SANDAN_MODEL": "openai:m", "OPENAI_API_KEY": "k", "SANDAN_MODEL_PHRASINGS": "off"},
            "ok",
            "reads no document",
        ),
        ({"SANDAN_MODEL_PHRASINGS": "off"}, "ok", "none"),
        (
            {"SANDAN_MODEL": "openai:local", "SANDAN_MODEL_BASE_URL": "http://127.0.0.1:9/v1"},
            "ok",
            "http://127.0.0.1:9/v1",
        ),
    ],
)
def test_the_model_is_looked_at_and_never_called(
    environment: dict[str, str], status: str, found: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = told(environment, tmp_path, monkeypatch)

    assert check.status == status
    assert found in check.found


def test_a_missing_key_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check = told({"SANDAN_MODEL": "anthropic:claude-haiku-4-5"}, tmp_path, monkeypatch)

    assert "ANTHROPIC_API_KEY" in check.what_to_do
