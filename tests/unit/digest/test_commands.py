"""The digest's commands from end to end, on a home of their own and feeds in a folder."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.settings import Settings
from bot.surfaces.cli.app import sandan
from bot.surfaces.cli.desk import Launcher, Progress
from bot.wiring.news_desk import NewsDesk, open_news_desk

TODAY = date(2026, 11, 24)
ITEMS = (
    ("生成AIの調達ガイドライン（第2版）を公表", "https://example.go.jp/1", "Mon, 23 Nov 2026 17:00:00 JST"),
    ("月例経済報告", "https://example.go.jp/2", "2026年11月20日"),
    ("AI法の改正案に関する意見募集（2026年12月20日まで）<b>!</b>", "javascript:alert(1)", "R8.11.22"),
    ("古い指針", "https://example.go.jp/4", "2026-01-05"),
)


def a_feed(items: tuple[tuple[str, str, str], ...]) -> str:
    rows = "".join(
        f"<item><title><![CDATA[{title}]]></title><link>{link}</link><guid>{link}</guid>"
        f"<pubDate>{day}</pubDate><description>要約です。</description></item>"
        for title, link, day in items
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>{rows}</channel></rss>'


@pytest.fixture
def feeds(tmp_path: Path) -> Path:
    folder = tmp_path / "feeds"
    folder.mkdir()
    (folder / "a.xml").write_text(a_feed(ITEMS), encoding="utf-8")
    catalogue = folder / "catalogue.yaml"
    catalogue.write_text(
        "- {id: meti, url: 'file:a.xml', publisher: 経済産業省, jurisdiction: JP}\n"
        "- {id: gone, url: 'file:nowhere.xml'}\n"
        "- {id: outside, url: 'file:../../secret.xml'}\n",
        encoding="utf-8",
    )
    return catalogue


@pytest.fixture
def launcher(tmp_path: Path) -> Launcher:
    @contextmanager
    def open_desk(progress: Progress) -> Iterator[NewsDesk]:
        with open_news_desk(Settings(home=tmp_path / "home"), progress) as desk:
            yield desk

    def unused(*_: Any) -> Any:
        raise AssertionError("not part of this command")

    return Launcher(
        open_desk=unused,
        open_digest_desk=open_desk,
        today=lambda: TODAY,
        diagnose=unused,
        serve_slack=unused,
        serve_web=unused,
        open_care=unused,
    )


def printed(result: Result) -> Any:
    """Read the JSON a command printed; what was logged before it is not part of it."""
    return json.loads(result.stdout[result.stdout.index("{\n") :])


def run(launcher: Launcher, *arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(sandan, ["digest", *arguments], obj=launcher, catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result


@pytest.mark.criterion("K1")
@pytest.mark.slow
def test_a_preview_tells_of_every_item_and_writes_nothing(launcher: Launcher, feeds: Path) -> None:
    before = printed(run(launcher, "preview", "--feeds", str(feeds), "--json"))

    again = printed(run(launcher, "preview", "--feeds", str(feeds), "--json"))

    assert again == before
    told = {one["title"]: one for one in before["items"]}
    assert len(told) == 4
    guideline = told["生成AIの調達ガイドライン（第2版）を公表"]
    assert (guideline["published"], guideline["precision"]) == ("2026-11-23T17:00:00+09:00", "time")
    assert (guideline["tier"], guideline["way"]) == ("for_you", "shown")
    assert told["月例経済報告"]["published"] == "2026-11-20"
    assert told["古い指針"]["way"] == "seen"
    assert {one["id"]: (one["state"], one["detail"]) for one in before["sources"]} == {
        "meti": ("ok", ""),
        "gone": ("failing", "cannot_be_read"),
        "outside": ("failing", "outside_the_folder"),
    }


@pytest.mark.criterion("C6")
@pytest.mark.slow
def test_no_script_address_and_no_markup_of_a_feed_is_shown(launcher: Launcher, feeds: Path) -> None:
    shown = run(launcher, "preview", "--feeds", str(feeds)).stdout

    assert "javascript" not in shown
    assert "<b>" not in shown
    assert "意見募集" in shown


@pytest.mark.slow
def test_a_run_sends_once_and_answers_why(launcher: Launcher, feeds: Path) -> None:
    run(launcher, "subscribe", "terminal:me", "--at", "00:00", "--weekdays", "mon,tue,wed,thu,fri,sat,sun")
    run(launcher, "subscribe", "terminal:me", "--holidays", "none")
    first = printed(run(launcher, "run", "--feeds", str(feeds), "--json"))

    second = printed(run(launcher, "run", "--feeds", str(feeds), "--json"))

    assert (first["new"], len(first["sent"])) == (4, 1)
    assert (second["new"], second["sent"]) == (0, [])
    items = printed(run(launcher, "preview", "--feeds", str(feeds), "--json"))["items"]
    answer = run(launcher, "why", "terminal:me", items[0]["id"]).stdout
    assert re.search(r"点数 0\.\d\d", answer)


@pytest.mark.criterion("H4")
def test_sources_are_told_as_they_stand_with_channels_that_wait_for_their_digest(launcher: Launcher) -> None:
    days = ",".join(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))
    run(launcher, "subscribe", "terminal:me", "--at", "00:00", "--holidays", "none", "--weekdays", days)

    report = printed(run(launcher, "sources", "--json"))

    assert {one["state"] for one in report["sources"]} == {"unprobed"}
    assert {one["is_failing"] for one in report["sources"]} == {False}
    assert report["overdue"] == ["terminal:me"]


def test_a_source_is_muted_for_all_channels_and_let_in_again(launcher: Launcher) -> None:
    muted = printed(run(launcher, "sources", "--mute", "meti", "--json"))["sources"]
    heard = printed(run(launcher, "sources", "--unmute", "meti", "--json"))["sources"]

    assert [one["id"] for one in muted if one["state"] == "muted"] == ["meti"]
    assert not [one for one in heard if one["state"] == "muted"]
    run(launcher, "sources", "--mute", "nobody", code=1)
    run(launcher, "sources", "--mute", "meti", "--probe", code=2)


def test_probing_a_catalogue_says_of_every_source_what_is_wrong(launcher: Launcher, feeds: Path) -> None:
    shown = run(launcher, "sources", "--probe", "--feeds", str(feeds)).stdout

    assert "meti: ok, 4 found, newest 2026-11-23" in shown
    assert "gone: failing (cannot_be_read)" in shown
    assert "3 sources, 2 failing" in shown


def test_a_bad_catalogue_is_refused_with_the_place(launcher: Launcher, tmp_path: Path) -> None:
    catalogue = tmp_path / "bad.yaml"
    catalogue.write_text("- {id: a, url: 'file:a.xml', colour: red}\n", encoding="utf-8")

    result = run(launcher, "preview", "--feeds", str(catalogue), code=1)

    assert "source 1: colour" in result.output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--at", "25:00"), "HH:MM"),
        (("--zone", "Tokyo"), "Asia/Tokyo"),
        (("--topics", "weather"), "topics"),
        (("--quiet", "night"), "19:00-08:00"),
        (("--weekdays", "someday"), "someday"),
        (("--closed", "soon"), "soon"),
    ],
)
def test_a_wrong_setting_is_refused_with_how_to_write_it(
    launcher: Launcher, arguments: tuple[str, ...], words: str
) -> None:
    result = run(launcher, "subscribe", "terminal:me", *arguments, code=2)

    assert words in result.output


@pytest.mark.criterion("T1")
def test_subscribing_confirms_the_local_time_and_the_zone(launcher: Launcher) -> None:
    shown = run(launcher, "subscribe", "terminal:me", "--at", "08:30", "--zone", "Europe/London").stdout

    assert "08:30 Europe/London" in shown


@pytest.mark.criterion("K5")
def test_a_channel_is_paused_resumed_and_muted_and_all_is_undone(launcher: Launcher) -> None:
    run(launcher, "subscribe", "terminal:me")
    for steering in ("pause", "resume"):
        run(launcher, steering, "terminal:me")
    for command in ("mute", "unmute"):
        run(launcher, command, "terminal:me", "source", "meti")

    report = printed(run(launcher, "subscribe", "terminal:me", "--json"))

    assert report["subscription"]["muted_sources"] == []
    assert report["subscription"]["is_paused"] is False
    assert report["subscription"]["resumed_on"] == "2026-11-24"
    run(launcher, "unsubscribe", "terminal:me")
    run(launcher, "pause", "terminal:me", code=1)


@pytest.mark.slow
def test_an_item_becomes_a_task_that_is_listed_and_changed(launcher: Launcher, feeds: Path) -> None:
    run(launcher, "run", "--feeds", str(feeds))
    item = printed(run(launcher, "preview", "--feeds", str(feeds), "--json"))["items"][0]["id"]

    [made] = printed(run(launcher, "save", "terminal:me", item, "--json"))["tasks"]
    run(launcher, "task", "1", "--state", "reviewed", "--due", "2026-11-20", "--owner", "総務部長")
    listed = run(launcher, "tasks").stdout

    assert (made["state"], made["item"]) == ("new", item)
    assert listed.startswith("#1 reviewed 2026-11-20 OVERDUE 総務部長 | ")
    run(launcher, "task", "9", "--state", "new", code=1)
    run(launcher, "save", "terminal:me", "nothing", code=1)
