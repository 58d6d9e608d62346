"""Forgetting and keeping safe: a person, what is old, and everything that is held, on a home of files."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner, Result

from bot.inbox import IncomingMessage
from bot.settings import Settings
from bot.storage.inbox import DatabaseInbox
from bot.storage.notes import DatabaseNotes
from bot.surfaces.cli.app import sandan
from bot.wiring.care import HomeCare, forgetting_what_is_old
from bot.wiring.house import House, open_house
from bot.wiring.launcher import make_launcher
from bot.wiring.refusals import RefusedError
from retrieval.adapters.ownership import IndexOwner
from tests.unit.digest.test_commands import printed

SAID = "青葉の買収について"
PROFILE = "sector: [manufacturing]\n"


@contextmanager
def a_home(folder: Path) -> Iterator[House]:
    with open_house(Settings(home=folder)) as house:
        yield house


def a_message(number: int = 1, *, user: str = "U1", age_days: int = 0) -> IncomingMessage:
    return IncomingMessage(
        event_id=f"Ev{number}",
        team="T1",
        channel="C1",
        ts=f"1.{number}",
        thread_ts="1.1",
        user=user,
        text=SAID,
        received_at=datetime.now(UTC) - timedelta(days=age_days),
    )


def filled(folder: Path) -> HomeCare:
    with a_home(folder) as house:
        DatabaseInbox(house.database).accept(a_message())
        DatabaseInbox(house.database).accept(a_message(2, user="U2"))
        DatabaseNotes(house.database).keep_note("slack-channel:T1:C1", "{}")
    (folder / "profile.yaml").write_text(PROFILE, encoding="utf-8")
    return HomeCare(Settings(home=folder))


def kept_users(folder: Path) -> set[str]:
    with a_home(folder) as house:
        inbox = DatabaseInbox(house.database)
        found = [inbox.find(team="T1", channel="C1", ts=ts) for ts in ("1.1", "1.2")]
        return {one.message.user for one in found if one}


def run(home: Path, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> Result:
    monkeypatch.setenv("SANDAN_HOME", str(home))
    return CliRunner().invoke(sandan, list(arguments), obj=make_launcher(()))


def test_a_person_is_forgotten_by_a_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(tmp_path)

    done = run(tmp_path, monkeypatch, "forget", "U1", "--json")
    again = run(tmp_path, monkeypatch, "forget", "U1")

    assert printed(done) == {"user": "U1", "erased": {"messages": 1}, "total": 1}
    assert "Nothing is kept of U1" in again.output
    assert kept_users(tmp_path) == {"U2"}


@pytest.mark.slow
def test_documents_of_one_person_alone_are_forgotten_with_the_person(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, audience in (("mine", "slack:T1:U1"), ("ours", "slack:T1:C1"), ("theirs", "slack:T1:U2")):
        file = tmp_path / f"{name}.md"
        file.write_text(f"# {name}\n\n{name}の覚え書き。\n", encoding="utf-8")
        run(tmp_path / "home", monkeypatch, "ingest", str(file), "--audience", audience)

    done = run(tmp_path / "home", monkeypatch, "forget", "U1", "--json")

    with a_home(tmp_path / "home") as house:
        own = {one.id for one in house.record.documents() if one.audience.startswith("slack:")}
    assert printed(done) == {"user": "U1", "erased": {"documents": 1}, "total": 1}
    assert own == {"ours", "theirs"}


def test_old_questions_are_erased_while_the_service_runs(tmp_path: Path) -> None:
    with open_house(Settings(home=tmp_path, keep_questions_days=30)) as house:
        inbox = DatabaseInbox(house.database)
        job_ids = [inbox.accept(a_message(1, age_days=31)), inbox.accept(a_message(2, age_days=29))]
        for job_id in job_ids:
            inbox.finish(str(job_id), "answered", now=datetime.now(UTC))

        with forgetting_what_is_old(house):
            pass  # the first round is at the start, and is finished in the end

        old, young = (inbox.find(team="T1", channel="C1", ts=ts) for ts in ("1.1", "1.2"))

    assert old is None
    assert young is not None


def test_a_backup_brings_everything_back_to_another_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(tmp_path / "one")
    other, file = tmp_path / "two", tmp_path / "all.backup"

    written = run(tmp_path / "one", monkeypatch, "backup", str(file), "--json")
    put_back = run(other, monkeypatch, "restore", str(file), "--json")

    assert written.exit_code == put_back.exit_code == 0, put_back.output
    assert printed(written)["bytes"] == file.stat().st_size
    assert file.stat().st_mode & 0o077 == 0
    assert kept_users(other) == {"U1", "U2"}
    assert (other / "profile.yaml").read_text(encoding="utf-8") == PROFILE
    with a_home(other) as house:
        assert DatabaseNotes(house.database).note("slack-channel:T1:C1") == "{}"


def test_a_backup_is_whole_while_somebody_writes(tmp_path: Path) -> None:
    care = filled(tmp_path / "one")
    with a_home(tmp_path / "one") as house:
        inbox = DatabaseInbox(house.database)
        inbox.accept(a_message(3))

        care.backup(tmp_path / "all.backup")
        inbox.accept(a_message(4))

    HomeCare(Settings(home=tmp_path / "two")).restore(tmp_path / "all.backup", replace=False)
    with a_home(tmp_path / "two") as house:
        inbox = DatabaseInbox(house.database)
        assert inbox.pending() == 3


def test_what_is_held_is_replaced_only_when_told_so_and_the_index_with_it(tmp_path: Path) -> None:
    care = filled(tmp_path / "one")
    care.backup(tmp_path / "all.backup")
    care.forget("U1", None)
    derived = tmp_path / "one" / "index" / "v-1"
    derived.mkdir(parents=True)

    with pytest.raises(RefusedError, match="--replace"):
        care.restore(tmp_path / "all.backup", replace=False)
    assert kept_users(tmp_path / "one") == {"U2"}
    care.restore(tmp_path / "all.backup", replace=True)

    assert kept_users(tmp_path / "one") == {"U1", "U2"}
    assert not derived.exists()


def test_nothing_is_put_back_under_a_process_that_is_at_work(tmp_path: Path) -> None:
    care = filled(tmp_path)
    care.backup(tmp_path / "all.backup")

    with IndexOwner(tmp_path / "index").acquire(), pytest.raises(RefusedError, match="Stop it first"):
        care.restore(tmp_path / "all.backup", replace=True)


def damaged(file: Path) -> None:
    with ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["sandan.db"] = parts["sandan.db"][:4_000] + b"\x00" * 5_000 + parts["sandan.db"][9_000:]
    with ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-200])


def foreign(file: Path) -> None:
    file.write_text(json.dumps({"format": 1}), encoding="utf-8")


def newer(file: Path) -> None:
    with ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    database = file.with_suffix(".db")
    database.write_bytes(parts["sandan.db"])
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    with ZipFile(file, "w") as archive:
        archive.writestr("backup.json", parts["backup.json"])
        archive.write(database, "sandan.db")


@pytest.mark.parametrize("spoil", [damaged, cut, foreign, newer])
def test_a_file_that_is_no_whole_backup_changes_nothing(
    tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    care = filled(tmp_path / "one")
    file = tmp_path / "all.backup"
    care.backup(file)
    care.forget("U1", None)
    spoil(file)

    with pytest.raises(RefusedError):
        care.restore(file, replace=True)

    assert kept_users(tmp_path / "one") == {"U2"}
