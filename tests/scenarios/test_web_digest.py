"""Regulation news on the local page: the next digest, tasks and the company's profile."""

import html
import re
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path

import pytest

from bot.digest.subscription import QuietHours
from bot.digest.tasks import TaskDraft
from bot.wiring.newsroom import HouseNewsroom
from tests.scenarios.newsrooms import PLACE, TITLES, Clock, a_newsroom, subscribe
from tests.scenarios.web_page import Browser, PlayedDesk, open_page

ITEM = re.compile(r'name="item" value="([^"]+)"')


@pytest.fixture
def room(tmp_path: Path) -> Iterator[HouseNewsroom]:
    with a_newsroom(tmp_path, Clock(), (*TITLES, "AI基本計画 &lt;script&gt;alert(1)&lt;/script&gt;")) as room:
        yield room


@pytest.fixture
def browser(tmp_path: Path, room: HouseNewsroom) -> Iterator[Browser]:
    with open_page(tmp_path, PlayedDesk(), newsroom=room) as browser:
        yield browser


@pytest.mark.criterion("K1")
def test_the_page_shows_the_next_digest_of_a_channel_and_binds_nothing(
    browser: Browser, room: HouseNewsroom
) -> None:
    subscribe(room, max_items=30)

    seen = browser.post("/digest", {"channel": PLACE})

    assert seen.status == 200
    for said in (TITLES[0], "要約1です。", "AI利用規程 第8条", "締切 2026-12-20", "1件が失敗", "廃止庁"):
        assert said in seen.text
    assert '<a href="https://example.go.jp/1"' in seen.text
    assert "<script>alert" not in seen.text
    assert "alert(1)" in html.unescape(seen.text)
    assert room.last_row(PLACE) is None


def test_an_item_of_the_preview_becomes_a_task_which_the_page_changes(
    browser: Browser, room: HouseNewsroom
) -> None:
    found = ITEM.search(browser.post("/digest", {}).text)
    assert found

    browser.post("/tasks/save", {"channel": "local:page", "item": found[1]})
    [task] = room.tasks()
    form = {"number": str(task.number), "state": "reviewed", "owner": "総務部長", "due": "2026-12-01"}
    seen = browser.post("/tasks/change", form | {"step": "2", "note": "確認"})

    [changed] = room.tasks()
    assert seen.status == 200
    assert (changed.state, changed.owner, changed.due, changed.step, changed.note) == (
        "reviewed", "総務部長", date(2026, 12, 1), 2, "確認",
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"number": "1", "state": "lost"}, 422),
        ({"number": "1", "state": "new", "due": "tomorrow"}, 422),
        ({"number": "77", "state": "new"}, 404),
        ({"number": "²", "state": "new"}, 404),
    ],
)
def test_a_task_is_not_changed_by_what_cannot_be_used(
    browser: Browser, room: HouseNewsroom, fields: dict[str, str], status: int
) -> None:
    task, _ = room.save_task(TaskDraft(channel=PLACE, item="n1", title="指針"))

    seen = browser.post("/tasks/change", fields)

    assert seen.status == status
    assert room.tasks() == [task]


SETTINGS = {
    "channel": PLACE, "at": "08:15", "zone": "Europe/London", "holidays": "GB", "language": "en",
    "closed_days": "2026-12-28、2026-12-29", "max_items": "7", "empty_day": "silent", "quiet_start": "19:00",
    "quiet_end": "08:00", "weekdays": ["0", "3"], "topics": ["security"], "sources": ["meti", "gone"],
    "jurisdictions": ["JP"],
}  # fmt: skip


@pytest.mark.criterion("T1")
def test_the_settings_of_a_channel_are_changed_on_the_page_as_in_slack(
    browser: Browser, room: HouseNewsroom
) -> None:
    before = subscribe(room, owners=["slack:T1:U1"], muted_sources=["ppc"])

    seen = browser.post("/digest/settings", SETTINGS)
    shown = browser.get(f"/digest/settings?channel={PLACE}").text

    assert seen.status == 200
    assert "Europe/London" in seen.text
    assert room.subscription(PLACE) == before.model_copy(
        update={
            "at": time(8, 15), "zone": "Europe/London", "holidays": "GB", "language": "en", "max_items": 7,
            "closed_days": frozenset({date(2026, 12, 28), date(2026, 12, 29)}), "empty_day": "silent",
            "quiet": QuietHours(start=time(19), end=time(8)), "weekdays": frozenset({0, 3}),
            "topics": frozenset({"security"}), "sources": frozenset({"meti", "gone"}),
            "jurisdictions": frozenset({"JP"}),
        }
    )  # fmt: skip
    assert shown.count(" checked") == 6
    assert 'value="08:15"' in shown


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("zone", "Tokio", "IANA"),
        ("closed_days", "お盆", "会社の休業日"),
        ("max_items", "99", "最大件数"),
        ("at", "25:00", "届ける時刻"),
        ("topics", ["gardening"], "話題"),
        ("quiet_end", "soon", "送らない時間帯の始まり"),
        ("channel", "slack:T1:C0NONE", "この配信先はありません"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_and_changes_nothing(
    browser: Browser, room: HouseNewsroom, field: str, value: object, said: str
) -> None:
    before = subscribe(room)

    seen = browser.post("/digest/settings", SETTINGS | {field: value})

    assert seen.status in {404, 422}
    assert said in seen.text.partition('role="alert">')[2][:200]
    assert room.subscription(PLACE) == before


@pytest.mark.slow
def test_the_profile_is_kept_one_entry_a_line(browser: Browser, room: HouseNewsroom) -> None:
    seen = browser.post("/profile", {"sector": "製造業\r\n\r\n金属加工", "markets": "EU"})

    profile = room.profile()
    assert seen.status == 200
    assert profile is not None
    assert (profile.sector, profile.markets) == (("製造業", "金属加工"), ("EU",))
    assert "金属加工" in browser.get("/profile").text


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/digest", "/digest/settings", "/tasks/save", "/tasks/change", "/profile"])
def test_a_form_that_is_not_ours_changes_nothing(browser: Browser, room: HouseNewsroom, path: str) -> None:
    assert browser.post(path, {"sector": "x", "item": "n1"}, token="0" * 64).status == 403
    assert room.profile() is None
    assert room.tasks() == []
