"""Turn the environment into frozen, checked values; nothing else in the project reads the environment.

`bot.wiring` makes running objects out of these values. Every variable named here stands in
`deploy/settings.env.example` with its meaning; a test compares the two.
"""

import os
import re
from collections.abc import Mapping, MutableMapping
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from platformdirs import user_data_path
from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

SampleSetting = Literal["auto", "on", "off"]
Switch = Literal["on", "off"]
LogLevel = Literal["debug", "info", "warning", "error"]

EMBEDDED = "embedded"
PREFIX = "SANDAN_"
# Each of these sends questions and documents to somebody else, or reroutes a provider's traffic.
TRACING_VARIABLES = (
    "LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGSMITH_GATEWAY",
    "LANGCHAIN_TRACING", "LANGCHAIN_TRACING_V2", "LANGCHAIN_HANDLER",
)  # fmt: skip
_QUIET = {
    "ANONYMIZED_TELEMETRY": "False",
    "DO_NOT_TRACK": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "OTEL_SDK_DISABLED": "true",
    "TOKENIZERS_PARALLELISM": "false",  # its threads warn after every fork
}
_OFFLINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1"}

_WHAT_TO_DO = {
    "home": "name a folder that can be written, for example /var/lib/sandan",
    "timezone": "use a name of the IANA list, for example Asia/Tokyo",
    "sample": "use auto, on or off",
    "corpus": "name the folder of a bundled corpus, or leave it unset for the shipped one",
    "embedding_model": "use `embedded`, or the name or folder of a sentence-transformers model",
    "model": "use provider:model, for example openai:gpt-5-mini or ollama:qwen3",
    "model_base_url": "use an address such as http://127.0.0.1:8000/v1",
    "model_deadline": "use seconds from 1 to 120",
    "model_passages": "use a whole number from 1 to 8",
    "model_phrasings": "use on or off",
    "log_level": "use debug, info, warning or error",
    "web_password": "use at least 8 characters",
    "keep_questions_days": "use a whole number from 1 to 3650",
    "questions_an_hour": "use a whole number from 1",
    "workers": "use a whole number from 1 to 64",
    "index_url": "use postgresql://… or, for a Chroma server, an address such as http://127.0.0.1:8000",
    "reranker": "use the name or folder of a sentence-transformers cross-encoder",
    "database_url": "use an SQLAlchemy address such as sqlite:////var/lib/sandan/sandan.db",
    "public_url": "use the base address of the page, such as https://sandan.example.com/",
    "slack_token_key": "use at least 32 characters, for example of `openssl rand -hex 32`",
    "slack_may_add": "use admins, everyone, or Slack ids such as U0123ABC,S0456DEF",
    "slack_audiences": "use name=ids, such as finance=S0123ABC,C0456DEF;board=S0789GHI",
    "slack_api_url": "use an address such as https://slack.com/api/",
    "fetch_test_hosts": "use host:port pairs parted by commas, for example 127.0.0.1:8090; only for tests",
}


class SettingsError(Exception):
    """A variable of the environment holds a value that cannot be used."""

    def __init__(self, problems: tuple[tuple[str, str], ...]) -> None:
        super().__init__("; ".join(f"{variable}: {what_to_do}" for variable, what_to_do in problems))
        self.problems = problems  # (variable, what to do), never the value: it may be a secret


def _host_pairs(written: str) -> str:
    for one in filter(None, (part.strip() for part in written.split(","))):
        if not re.fullmatch(r"[^:\s]+:\d{1,5}|\[[0-9a-f:]+\]:\d{1,5}", one, re.IGNORECASE):
            raise ValueError("is not host:port")
    return written


def _absolute(path: Path) -> Path:
    return path.expanduser().absolute()


def _not_a_file(path: Path) -> Path:
    if path.exists() and not path.is_dir():
        raise ValueError("is not a folder")
    return path


def _existing_folder(path: Path) -> Path:
    if not path.is_dir():
        raise ValueError("is not a folder")
    return path


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError("is not a time zone") from error
    return name


def _web_address(address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("is not a web address")
    return address if address.endswith("/") else f"{address}/"  # the SDK appends method names


def _people(written: str) -> str:
    for one in written.split(","):
        if not re.fullmatch(r"admins|everyone|[UWS][A-Z0-9]{2,30}", one.strip()):
            raise ValueError("is no Slack id of people")
    return written


def _audiences(written: str) -> str:
    for one in filter(None, (part.strip() for part in written.split(";"))):
        name, _, ids = one.partition("=")
        if not name.strip() or not re.fullmatch(r"([UWSCGT][A-Z0-9]{2,30}(,|$))+", ids.replace(" ", "")):
            raise ValueError("is not name=ids")
    return written


def _model_name(name: str) -> str:
    provider, _, model = name.partition(":")
    if not provider.strip() or not model.strip():
        raise ValueError("names no provider")
    return name


def _database_address(address: SecretStr) -> SecretStr:
    if "://" not in address.get_secret_value():
        raise ValueError("is not a database address")
    return address


def _index_address(address: SecretStr) -> SecretStr:
    scheme = address.get_secret_value().partition("://")[0]
    if scheme.partition("+")[0] not in {"http", "https", "postgresql"}:
        raise ValueError("names no known engine")
    return address


def _default_home() -> Path:
    return user_data_path("sandan", appauthor=False)


class Settings(BaseSettings):
    """All that can be set from outside, checked once at start."""

    model_config = SettingsConfigDict(
        frozen=True,
        extra="forbid",
        env_prefix=PREFIX,
        env_ignore_empty=True,  # `SANDAN_HOME=` in an env file means: not set
        hide_input_in_errors=True,
        populate_by_name=True,
    )

    home: Annotated[Path, AfterValidator(_absolute), AfterValidator(_not_a_file)] = Field(
        default_factory=_default_home
    )
    timezone: Annotated[str, AfterValidator(_known_zone)] = "Asia/Tokyo"
    sample: SampleSetting = "auto"
    corpus: Annotated[Path, AfterValidator(_absolute), AfterValidator(_existing_folder)] | None = None
    embedding_model: str = Field(default=EMBEDDED, min_length=1)
    reranker: str | None = Field(default=None, min_length=1)  # reads question and passage together
    model: Annotated[str, AfterValidator(_model_name)] | None = None  # "provider:model"; phrases answers
    model_base_url: Annotated[str, AfterValidator(_web_address)] | None = None
    model_api_key: SecretStr | None = None
    model_deadline: float = Field(default=20.0, ge=1, le=120)  # seconds for one draft, repair included
    model_passages: int = Field(default=8, ge=1, le=8)  # sent with a question at most
    model_phrasings: Switch = "on"  # with a model: it reads policies, articles and papers that are put in
    log_level: LogLevel = "warning"
    keep_questions_days: int = Field(default=90, ge=1, le=3650)  # afterwards a question is erased
    questions_an_hour: int = Field(default=6_000, ge=1)  # of one workspace in Slack
    workers: int = Field(default=8, ge=1, le=64)  # questions answered at the same time by `serve`
    database_url: Annotated[SecretStr, AfterValidator(_database_address)] | None = None  # may hold a password
    index_url: Annotated[SecretStr, AfterValidator(_index_address)] | None = None  # else in `home`
    web_password: Annotated[SecretStr, Field(min_length=8)] | None = None  # of the local page
    public_url: Annotated[str, AfterValidator(_web_address)] | None = None  # where readers reach the page
    fetch_test_hosts: Annotated[str, AfterValidator(_host_pairs)] = (
        ""  # on loopback, that news may be read from
    )
    slack_bot_token: SecretStr | None = Field(default=None, validation_alias="SLACK_BOT_TOKEN")
    slack_app_token: SecretStr | None = Field(default=None, validation_alias="SLACK_APP_TOKEN")
    slack_signing_secret: SecretStr | None = Field(default=None, validation_alias="SLACK_SIGNING_SECRET")
    slack_client_id: str | None = Field(default=None, validation_alias="SLACK_CLIENT_ID")
    slack_client_secret: SecretStr | None = Field(default=None, validation_alias="SLACK_CLIENT_SECRET")
    slack_token_key: Annotated[SecretStr, Field(min_length=32)] | None = None  # seals workspaces' tokens
    slack_may_add: Annotated[str, AfterValidator(_people)] = "admins"  # who adds documents in Slack
    slack_audiences: Annotated[str, AfterValidator(_audiences)] = ""  # name=ids; of documents put in here
    slack_api_url: Annotated[str, AfterValidator(_web_address)] = Field(
        default="https://slack.com/api/", validation_alias="SLACK_API_URL"
    )

    @property
    def record_url(self) -> str:
        """Address of the database that holds the record: the given one, or SQLite inside `home`."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.home / 'sandan.db'}"

    @property
    def zone(self) -> ZoneInfo:
        """The time zone that decides which day it is."""
        return ZoneInfo(self.timezone)

    @property
    def secrets(self) -> tuple[str, ...]:
        """Every secret value, so that logs can black them out."""
        held = (
            self.slack_bot_token, self.slack_app_token, self.slack_signing_secret, self.database_url,
            self.index_url, self.web_password, self.model_api_key, self.slack_client_secret,
            self.slack_token_key,
        )  # fmt: skip
        return tuple(secret.get_secret_value() for secret in held if secret is not None)


def setting_variables() -> tuple[str, ...]:
    """List the variables of the environment that are read, in the order of `Settings`."""
    return tuple(variable_of(name) for name in Settings.model_fields)


def unknown_variables(environment: Mapping[str, str]) -> tuple[str, ...]:
    """List variables with our prefix that nothing reads: most are typing errors.

    `SANDAN_TEST_…` belongs to the tests.
    """
    known = set(setting_variables())
    return tuple(
        sorted(
            name
            for name in environment
            if name.startswith(PREFIX) and not name.startswith(f"{PREFIX}TEST_") and name not in known
        )
    )


def read_settings() -> Settings:
    """Read and check the environment.

    Raises:
        SettingsError: If a value cannot be used; names every such variable and what to do.
    """
    try:
        return Settings()
    except ValidationError as error:
        names = dict.fromkeys(str(problem["loc"][0]) for problem in error.errors(include_input=False))
        raise SettingsError(tuple((variable_of(name), _what_to_do(name)) for name in names)) from None


def quiet_dependencies(environment: MutableMapping[str, str]) -> tuple[str, ...]:
    """Switch off tracing and telemetry of every dependency; call before they are imported.

    Args:
        environment: Changed in place. The hub of models stays reachable only when a model other than
            the embedded one, or a reranker, is configured.

    Returns:
        The tracing variables that were set, and are no longer.
    """
    removed = tuple(name for name in TRACING_VARIABLES if environment.pop(name, None) is not None)
    environment.update(_QUIET)
    is_embedded = environment.get(f"{PREFIX}EMBEDDING_MODEL", EMBEDDED) in {EMBEDDED, ""}
    if is_embedded and not environment.get(f"{PREFIX}RERANKER"):
        environment.update(_OFFLINE)
    return removed


def process_environment() -> MutableMapping[str, str]:
    """Give the environment of this process, for the two functions above."""
    return os.environ


def variable_of(name: str) -> str:
    """Name the variable of the environment that fills a setting."""
    field = Settings.model_fields.get(name)
    if field is not None and isinstance(field.validation_alias, str):
        return field.validation_alias
    return f"{PREFIX}{name.upper()}" if field is not None else name


def _what_to_do(name: str) -> str:
    return _WHAT_TO_DO.get(name.lower(), "see deploy/settings.env.example")
