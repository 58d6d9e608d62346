"""Look at what serving Slack needs: settings, tokens, scopes and events, each with the page to mend it."""

from collections.abc import Iterator

from bot.settings import Settings, variable_of
from bot.storage.installations import DatabaseInstallations
from bot.storage.notes import DatabaseNotes
from bot.storage.sealing import CannotOpenError, Sealer
from bot.surfaces.cli.reports import Check
from bot.surfaces.slack.installing_checkup import (
    PAGES,
    Finding,
    check_app_token,
    check_bot_token,
    check_events,
    compare_scopes,
)
from bot.surfaces.slack.installing_tokens import Installed
from bot.surfaces.slack.manifest_scopes import bot_scopes
from bot.wiring.house import House
from bot.wiring.slack import slack_config

_BASIC = "https://api.slack.com/apps → your app → Basic Information"
_WHERE = {
    "slack_bot_token": f"{PAGES['token']}; scopes: {', '.join(bot_scopes())}. Needed by "
    "`sandan serve --slack …` for one workspace.",
    "slack_app_token": f"{PAGES['app_token']}. Needed by `sandan serve --slack socket`.",
    "slack_signing_secret": f"{_BASIC} → App Credentials → Signing Secret. Needed by `sandan serve --slack "
    "http`.",
}
_WHERE_OAUTH = {
    "slack_client_secret": f"{_BASIC} → App Credentials → Client Secret. Needed with SLACK_CLIENT_ID.",
    "slack_token_key": "Make one with `openssl rand -hex 32` and keep it: it seals workspaces' tokens.",
    "public_url": "The https address that reaches this server; slack/oauth_redirect behind it belongs "
    "at https://api.slack.com/apps → your app → OAuth & Permissions → Redirect URLs.",
}


def check_slack(settings: Settings) -> Iterator[Check]:
    """Look at tokens and scopes; with a token set, Slack is asked, and nothing is posted."""
    is_oauth = settings.slack_client_id is not None
    where = {name: words for name, words in _WHERE.items() if not (is_oauth and name == "slack_bot_token")}
    for name, words in (where | (_WHERE_OAUTH if is_oauth else {})).items():
        if getattr(settings, name) is None:
            status = "problem" if name in _WHERE_OAUTH else "note"
            finding = Finding.model_validate({"status": status, "found": "not set", "what_to_do": words})
            yield _as_check(variable_of(name), finding)
        elif name == "slack_bot_token":
            yield from _check_token(settings)
        elif name == "slack_app_token":
            yield _as_check(variable_of(name), check_app_token(slack_config(settings)))
        else:
            yield Check(name=variable_of(name), status="ok", found="set")


def check_slack_record(house: House) -> Iterator[Check]:
    """Look at what the record knows of Slack: events that came, and workspaces that are installed."""
    settings = house.settings
    if settings.slack_bot_token is None and settings.slack_client_id is None:
        return
    yield _as_check("slack events", check_events(DatabaseNotes(house.database)))
    if settings.slack_client_id is None or settings.slack_token_key is None:
        return
    kept = DatabaseInstallations(house.database, Sealer(settings.slack_token_key.get_secret_value()))
    teams = kept.teams()
    yield Check(name="slack workspaces", status="ok", found=f"{len(teams)} installed")
    for team in teams:
        try:
            installed = Installed.model_validate_json(kept.find(team) or "")
        except CannotOpenError:
            words = "Set SANDAN_SLACK_TOKEN_KEY to the key it was sealed with, or install it there anew."
            found = "its token does not open with this key"
            yield Check(name=f"slack {team}", status="problem", found=found, what_to_do=words)
            continue
        for one in compare_scopes(installed.scopes):
            yield _as_check(f"slack {team} scopes", one)


def _check_token(settings: Settings) -> Iterator[Check]:
    token, *scopes = check_bot_token(slack_config(settings))
    yield _as_check("SLACK_BOT_TOKEN", token)
    for one in scopes:
        yield _as_check("slack scopes", one)


def _as_check(name: str, finding: Finding) -> Check:
    return Check(name=name, status=finding.status, found=finding.found, what_to_do=finding.what_to_do)
