"""Reading feeds from servers that do everything wrong: good items come, nothing else does.

What takes seconds or much memory is tried in a process of its own, which tells how much it took.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from knowledge.regulation.feed import Source
from knowledge.regulation.fetching import Fetcher, FetchError, Request
from knowledge.regulation.gathering import GatherReport, gather_news
from knowledge.regulation.source_state import SourceState
from tests.integration.feed_behaviours import BAD_ONES, GOOD, GOOD_ONES, LISTS, Behaviour, Visit, a_feed
from tests.integration.feed_server import FeedServer, running_server, trap

NOW = datetime(2026, 11, 25, tzinfo=UTC)
HEAVY = frozenset({
    "bomb", "large", "endless_chunks", "endless_continue", "silent", "slow_head", "slow_body", "slow_zip",
    "many_entries", "deep", "unclosed_floods", "attributes", "many_tags", "many_values", "huge_title",
})  # fmt: skip
BEHAVIOURS: dict[str, Behaviour] = {
    name: one[0] for ones in (GOOD_ONES, BAD_ONES) for name, one in ones.items()
}
MEMORY_MB = 100


def a_catalogue(server: FeedServer, names: list[str]) -> list[Source]:
    return [
        Source(id=name, url=server.url(name), kind="list" if name in LISTS else "feed", link_re="/press/")
        for name in names
    ]


def gather(server: FeedServer, names: list[str], *, seconds: float = 10.0) -> GatherReport:
    fetcher = Fetcher(test_hosts=frozenset({("127.0.0.1", server.port)}), seconds=seconds)
    return gather_news(a_catalogue(server, names), fetcher.fetch, {}, now=NOW)


@pytest.fixture
def server() -> Iterator[FeedServer]:
    with running_server(BEHAVIOURS) as running:
        yield running


def outcomes(report: GatherReport) -> dict[str, tuple[str, int]]:
    return {one.source: (one.state.problem, len(one.items)) for one in report.results}


def expected(names: list[str]) -> dict[str, tuple[str, int]]:
    return {name: ("", GOOD_ONES[name][1]) if name in GOOD_ONES else (BAD_ONES[name][1], 0) for name in names}


def test_every_misbehaviour_has_a_name_and_good_items_come_all_the_same(server: FeedServer) -> None:
    names = [name for name in BEHAVIOURS if name not in HEAVY]

    with trap(server.port) as came:
        report = gather(server, names)

    assert outcomes(report) == expected(names)
    assert came == []
    titles = [one.title for one in report.items]
    assert sum(GOOD in title for title in titles) >= len(titles) - 4
    assert not [title for title in titles if "\ufffd" in title or "<" in title.replace("a < b", "")]
    assert not [one.url for one in report.items if one.url and not one.url.startswith("http")]


@pytest.mark.slow
def test_all_misbehaviours_together_take_little_memory_and_reach_no_private_address(
    server: FeedServer, tmp_path: Path
) -> None:
    names = list(BEHAVIOURS)
    catalogue = tmp_path / "catalogue.json"  # JSON is YAML
    rows = [one.model_dump(mode="json", exclude_unset=True) for one in a_catalogue(server, names)]
    catalogue.write_text(json.dumps(rows), encoding="utf-8")

    with trap(server.port) as came:
        ended = subprocess.run(
            [sys.executable, "-m", "tests.integration.gathering_process", str(catalogue), server.host],
            capture_output=True,
            text=True,
            check=True,
            timeout=300,
        )

    report = json.loads(ended.stdout)
    sys.stdout.write(f"\n{len(names)} behaviours: peak {report['peak_mb']} MB, {report['seconds']} s\n")
    assert {name: tuple(one) for name, one in report["outcomes"].items()} == expected(names)
    assert came == []
    assert len(names) >= 40
    assert report["peak_mb"] < MEMORY_MB


@pytest.mark.parametrize(
    ("name", "at_least", "at_most"),
    [
        ("wait_seconds", timedelta(hours=2), timedelta(hours=2)),
        ("wait_date", timedelta(minutes=14), timedelta(hours=24)),
        ("wait_for_ever", timedelta(hours=24), timedelta(hours=24)),
    ],
)
def test_a_server_is_left_alone_as_long_as_it_asks_but_no_longer_than_a_day(
    server: FeedServer, name: str, at_least: timedelta, at_most: timedelta
) -> None:
    [result] = gather(server, [name]).results

    assert result.state.not_before is not None
    assert at_least <= result.state.not_before - NOW <= at_most


def test_a_slow_server_ends_the_fetch_not_the_patience(server: FeedServer) -> None:
    report = gather(server, ["silent", "slow_head", "slow_body", "plain"], seconds=0.6)

    assert [one.state.problem for one in report.results] == ["timed_out"] * 3 + [""]


def test_what_has_not_changed_is_not_sent_again() -> None:
    def behave(visit: Visit) -> None:
        if 'If-None-Match: "1"' in visit.head:
            visit.say("HTTP/1.1 304 Not Modified")
        else:
            visit.answer(a_feed(), ETag='"1"', Last_Modified="Tue, 24 Nov 2026 00:00:00 GMT")

    with running_server({"f": behave}) as server:
        fetcher = Fetcher(test_hosts=frozenset({("127.0.0.1", server.port)}))
        source = Source(id="s", url=server.url("f"))
        [first] = gather_news([source], fetcher.fetch, {}, now=NOW).results
        later = NOW + timedelta(hours=2)
        [second] = gather_news([source], fetcher.fetch, {"s": first.state}, now=later).results

    assert (len(first.items), len(second.items)) == (1, 0)
    assert (second.state.condition, second.state.etag) == ("ok", '"1"')
    assert "If-Modified-Since: Tue, 24 Nov 2026 00:00:00 GMT" in server.visits[1]


def test_an_answer_that_broke_off_is_asked_for_again_whole() -> None:
    def behave(visit: Visit) -> None:
        visit.say("HTTP/1.1 200 OK", "Content-Length: 99999", 'ETag: "1"')
        visit.send(a_feed())

    with running_server({"f": behave}) as cutting:
        fetcher = Fetcher(test_hosts=frozenset({("127.0.0.1", cutting.port)}))
        [result] = gather_news([Source(id="s", url=cutting.url("f"))], fetcher.fetch, {}, now=NOW).results

    assert len(result.items) == 1
    assert result.state.etag == ""


def test_an_address_that_moved_for_good_is_taken_over_after_three_equal_answers() -> None:
    behaviours: dict[str, Behaviour] = {
        "old": lambda visit: visit.answer(b"", "301 Moved Permanently", Location="/new"),
        "new": lambda visit: visit.answer(a_feed()),
    }
    with running_server(behaviours) as server:
        fetcher = Fetcher(test_hosts=frozenset({("127.0.0.1", server.port)}))
        source = Source(id="s", url=server.url("old"))
        states: dict[str, SourceState] = {}
        alerts = []
        for round_ in range(5):
            report = gather_news([source], fetcher.fetch, states, now=NOW + timedelta(hours=round_))
            states = {one.source: one for one in report.states}
            alerts += [one.condition for one in report.alerts]

    assert states["s"].condition == "moved"
    assert alerts == ["moved"]
    assert [one.split(" ")[1] for one in server.visits].count("/old") == 3


def test_the_server_is_told_who_asks_and_a_source_may_say_it_otherwise(server: FeedServer) -> None:
    fetcher = Fetcher(test_hosts=frozenset({("127.0.0.1", server.port)}))

    fetcher.fetch(Request(url=server.url("plain")), NOW)
    fetcher.fetch(Request(url=server.url("plain"), user_agent="Other/1"), NOW)

    assert "User-Agent: Sandan/1" in server.visits[0]
    assert "User-Agent: Other/1" in server.visits[1]
    assert f"Host: {server.host}" in server.visits[0]


def test_proxy_variables_are_not_looked_at(server: FeedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    fetcher = Fetcher(test_hosts=frozenset({("127.0.0.1", server.port)}))

    assert fetcher.fetch(Request(url=server.url("plain")), NOW).status == 200


def test_without_a_setting_nothing_on_this_machine_is_reached(server: FeedServer) -> None:
    for host in ("127.0.0.1", "localhost", "0.0.0.0", "[::ffff:7f00:1]"):  # noqa: S104 - looked up, not served
        with pytest.raises(FetchError) as caught:
            Fetcher().fetch(Request(url=f"http://{host}:{server.port}/plain"), NOW)
        assert caught.value.problem == "address_refused"

    assert server.visits == []
