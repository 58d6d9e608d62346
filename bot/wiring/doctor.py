"""Look at settings, tokens, files and models, and say what to do; nothing is changed or sent."""

import os
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from pathlib import Path

import structlog

from bot.drafters.providers import address_variable, is_installed, missing_key
from bot.settings import EMBEDDED, Settings, SettingsError, read_settings, unknown_variables
from bot.surfaces.apology import apologise
from bot.surfaces.cli.app import installed_version
from bot.surfaces.cli.reports import Check, DoctorReport
from bot.wiring.finding import shared_index
from bot.wiring.house import House, open_house
from bot.wiring.ownership import acquire, service_pid
from bot.wiring.readiness import is_ready
from bot.wiring.slack import SLACK_MODES, needed_settings
from knowledge.documents.document import Shelf
from retrieval.adapters.embedded import EmbeddedEmbedder
from retrieval.adapters.ownership import IndexOwnedError

log = structlog.get_logger(__name__)


def diagnose(environment: Mapping[str, str], removed_variables: tuple[str, ...]) -> DoctorReport:
    """Check everything that can be checked; Slack alone is asked, where its tokens are set.

    Args:
        environment: To be searched for names that nothing reads.
        removed_variables: Tracing variables that were taken out at start.
    """
    try:
        settings = read_settings()
    except SettingsError as error:
        problems = tuple(_problem(variable, "cannot be used", words) for variable, words in error.problems)
        return _report((*problems, *_check_environment(environment, removed_variables)), None)
    checks = (
        _check_home(settings.home),
        *_check_store(settings),
        _check_model(settings),
        _check_drafter(settings, environment),
        *_of_slack("check_slack", settings),
        *_check_fetching(settings),
        *_check_environment(environment, removed_variables),
    )
    return _report(checks, settings)


def _report(checks: tuple[Check, ...], settings: Settings | None) -> DoctorReport:
    return DoctorReport(
        ready=all(one.status != "problem" for one in checks),
        slack_ready=settings is not None
        and any(
            all(getattr(settings, one) is not None for one in needed_settings(settings, mode))
            for mode in SLACK_MODES
        )
        and all(one.status != "problem" for one in checks if "slack" in one.name.lower()),
        version=installed_version(),
        home="" if settings is None else str(settings.home),
        checks=checks,
    )


def _of_slack(name: str, about: Settings | House) -> Iterator[Check]:
    """Look at Slack; its packages take half a second to import, which no other command shall wait for."""
    looks: Callable[[Settings | House], Iterator[Check]] = getattr(
        import_module("bot.wiring.doctor_slack"), name
    )
    return looks(about)


def _check_home(home: Path) -> Check:
    existing = next((one for one in (home, *home.parents) if one.exists()), home)
    if os.access(existing, os.W_OK | os.X_OK):
        return Check(name="home", status="ok", found=f"{home} can be written")
    return _problem("home", f"{home} cannot be written", "Set SANDAN_HOME to a folder that can be written.")


def _check_store(settings: Settings) -> Iterator[Check]:
    """Open the record when there is one; looking must not make any."""
    if settings.database_url is None and not (settings.home / "sandan.db").exists():
        words = "The first question prepares the shipped documents by itself."
        yield Check(name="record", status="note", found="not made yet", what_to_do=words)
        return
    try:
        with open_house(settings) as house:
            yield from _check_record(house)
            yield _check_index(house)
            yield _check_owner(house)
            yield from _of_slack("check_slack_record", house)
    except Exception as error:  # whatever it is, the others must still be looked at
        log.exception("record_not_opened", error=type(error).__name__)
        yield _problem("record", f"cannot be opened ({type(error).__name__})", apologise(error, "en"))


def _check_record(house: House) -> Iterator[Check]:
    documents = house.record.documents()
    own = sum(one.shelf == Shelf.OWN for one in documents)
    found = f"{len(documents)} document versions, {own} of them your own"
    yield Check(name="record", status="ok", found=found)
    if not is_ready(house):
        words = "The next question brings it up to date by itself; with many documents this takes a while."
        found = "built with another corpus, model or code"
        yield Check(name="corpus", status="note", found=found, what_to_do=words)
    else:
        yield Check(name="corpus", status="ok", found="built with this corpus, model and code")


def _check_index(house: House) -> Check:
    shared = shared_index(house)
    if shared is not None:
        if shared.is_searchable():
            return Check(name="index", status="ok", found=f"kept at {shared.location}; not called now")
        words = "`sandan serve` and `sandan ingest` build it there; questions on the command line do without."
        return Check(name="index", status="note", found=f"not built at {shared.location}", what_to_do=words)
    try:
        name = (house.index_root / "current").read_text(encoding="utf-8")
        generation = int(name.split("-")[1])
        is_dirty = (house.index_root / name / "dirty").exists()
    except (OSError, ValueError, IndexError):
        words = "`sandan serve` and `sandan ingest` build it; questions on the command line do without."
        return Check(name="index", status="note", found="not built yet", what_to_do=words)
    if is_dirty:
        words = "`sandan serve` and `sandan ingest` build it anew from the record by themselves."
        return Check(name="index", status="note", found="in use, or cut short", what_to_do=words)
    return Check(name="index", status="ok", found=f"built at write {generation} of the record")


def _check_owner(house: House) -> Check:
    try:
        acquire(house).release()
    except IndexOwnedError as error:
        serves = error.pid is not None and service_pid(house) == error.pid
        who = "`sandan serve`" if serves else "a command that writes"
        return Check(name="owner", status="ok", found=f"{who} is running (process {error.pid or 'unknown'})")
    return Check(name="owner", status="ok", found="nothing else is writing")


def _check_model(settings: Settings) -> Check:
    if settings.embedding_model == EMBEDDED:
        try:
            EmbeddedEmbedder().embed_queries(["PoC"])
        except Exception as error:  # a library built for another processor fails in its own ways
            log.exception("model_not_loaded", error=type(error).__name__)
            words = "Install Sandan again, or set SANDAN_EMBEDDING_MODEL to a sentence-transformers model."
            return _problem("model", f"the embedded model cannot be loaded ({type(error).__name__})", words)
        return Check(name="model", status="ok", found="embedded, works without a network")
    is_folder = Path(settings.embedding_model).is_dir()
    found = f"{settings.embedding_model} ({'a folder' if is_folder else 'by name, from the hub'})"
    return Check(name="model", status="ok" if is_folder else "note", found=found)


def _check_drafter(settings: Settings, environment: Mapping[str, str]) -> Check:
    """Tell whether a language model phrases answers; it is not called."""
    model = settings.model
    if model is None:
        return Check(name="drafter", status="ok", found="none; every answer is composed by rules")
    if not is_installed(model):
        words = "Install the provider's extra, for example: pip install 'sandan[openai]'; see docs/models.md."
        return _problem("drafter", f"the package for {model} is not installed", words)
    key = missing_key(model, environment)
    if key and settings.model_api_key is None and settings.model_base_url is None:
        return _problem("drafter", f"no key for {model}", f"Set {key}, or SANDAN_MODEL_API_KEY.")
    where = settings.model_base_url or address_variable(model, environment) or "the provider's own address"
    reads = (
        "reads each policy, article and paper that is put in, to write phrasings"
        if settings.model_phrasings == "on"
        else "reads no document that is put in"
    )
    return Check(name="drafter", status="ok", found=f"{model} at {where}; {reads}; not called now")


def _check_fetching(settings: Settings) -> Iterator[Check]:
    if settings.fetch_test_hosts:
        words = "Unset SANDAN_FETCH_TEST_HOSTS outside tests: news may be fetched from this machine."
        found = f"loopback is open to fetching: {settings.fetch_test_hosts}"
        yield Check(name="fetch_test_hosts", status="note", found=found, what_to_do=words)


def _check_environment(environment: Mapping[str, str], removed: tuple[str, ...]) -> Iterator[Check]:
    for name in unknown_variables(environment):
        words = "Nothing reads it: compare its name with deploy/settings.env.example."
        yield Check(name=name, status="note", found="unknown", what_to_do=words)
    for name in removed:
        words = "Take it out of the environment: it sends questions to somebody else. It was ignored."
        yield Check(name=name, status="note", found="was set, and is ignored", what_to_do=words)


def _problem(name: str, found: str, what_to_do: str) -> Check:
    return Check(name=name, status="problem", found=found, what_to_do=what_to_do)
