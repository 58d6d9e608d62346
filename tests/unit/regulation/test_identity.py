"""Which entries are the same news, and which only look alike."""

import json
import os
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.regulation.identity import canonical_link, group_same, is_same_news
from knowledge.regulation.news_item import NewsItem

DAY = datetime(2026, 11, 24, tzinfo=UTC)


ADDRESS = "https://www.meti.go.jp/p/1.html"


def an_item(title: str = "AI事業者ガイドラインの公表", url: str = ADDRESS, **values: Any) -> NewsItem:
    plain: dict[str, Any] = {"id": "x", "source": "meti", "published": DAY, "precision": "day"}
    return NewsItem(**(plain | {"title": title, "url": url} | values))


@pytest.mark.criterion("D1")
@pytest.mark.parametrize(
    "other",
    [
        "http://www.meti.go.jp/p/1.html",
        "https://meti.go.jp/p/1.html",
        "https://www.meti.go.jp/p/1.html/",
        "https://www.meti.go.jp/p/1.html?utm_source=rss&utm_medium=feed",
        "https://www.meti.go.jp:443/p/1.html",
        "https://www.meti.go.jp/p/1.html#top",
        "https://www.meti.go.jp/p/1.html?from=rss",
        "https://www.meti.go.jp/p/1.html?ref=newsletter&rss=1",
        "https://WWW.METI.GO.JP/p/1.html",
    ],
)
def test_ways_to_write_one_address_are_the_same(other: str) -> None:
    assert canonical_link(other) == canonical_link("https://www.meti.go.jp/p/1.html")
    assert is_same_news(an_item(), an_item("まったく別の題", url=other), is_one_fetch=True)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.jp/p?id=1", "https://a.jp/p?id=2"),
        ("https://a.jp/p?from=20261124", "https://a.jp/p?from=20261125"),
        ("https://a.jp/p?ref=7", "https://a.jp/p?ref=8"),
        ("https://a.jp/iso.xml?csnumber=42001&rss=detail", "https://a.jp/iso.xml?csnumber=42001"),
        ("https://a.jp/p/1", "https://b.jp/p/1"),
        ("https://a.jp/p/1", "https://a.jp:8443/p/1"),
        ("https://a.jp/P/1", "https://a.jp/p/1"),
    ],
)
def test_addresses_that_name_other_pages_stay_apart(one: str, other: str) -> None:
    assert canonical_link(one) != canonical_link(other)


@pytest.mark.criterion("D1")
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("AI事業者ガイドラインの公表について", "「AI事業者ガイドライン」の公表について"),
        ("ＡＩ事業者ガイドラインの公表について", "AI事業者ガイドラインの公表について"),
        ("【経済産業省】AI事業者ガイドラインの公表について", "AI事業者ガイドラインの公表について"),
        ("AI事業者ガイドラインの公表について（4/16）", "AI事業者ガイドラインの公表について"),
        ("指針について①", "指針について1"),
        ("Guidance on AI and data protection published", "Guidance on AI and Data Protection Published"),
    ],
)
def test_a_title_written_otherwise_is_the_same_news_of_another_publisher(one: str, other: str) -> None:
    first, second = an_item(one), an_item(other, "https://www.soumu.go.jp/2.html", source="mic")

    assert is_same_news(first, second, is_one_fetch=False)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("AI事業者ガイドライン（第1.1版）", "AI事業者ガイドライン（第1.2版）"),
        ("個人情報保護法の一部を改正する法律案の閣議決定", "個人情報保護法の一部を改正する法律の公布"),
        ("基本的な考え方について①", "基本的な考え方について②"),
        ("AI指針に関する意見募集について", "AI指針に関する意見募集の結果について"),
        ("AI指針（案）について", "AI指針について"),
        ("Draft guidance on AI", "Final guidance on AI"),
        ("第3回 AI検討会の開催について", "第4回 AI検討会の開催について"),
        ("実態調査報告書 ver.1.0", "実態調査報告書 ver.2.0"),
        ("Consultation on AI rules", "Response to consultation on AI rules"),
        ("AI Act enters into force", "AI Act proposal adopted"),
        ("AI法の施行について", "AI法の公布について"),
        ("AI安全性評価の手引", "AI人材育成の手引"),
        ("AI法（令和7年法律第53号）の概要", "AI法（令和8年法律第53号）の概要"),
        ("AI Act: guidance for providers", "AI Act: guidance for deployers"),
        ("生成AIの調達ガイドラインの改定", "生成AIの調達ガイドラインの廃止"),
        ("個人情報保護法改正法が成立", "個人情報保護法改正法が公布"),
        ("AI基本計画の閣議決定について", "AI基本計画の変更について"),
    ],
)
def test_another_stage_version_or_part_is_other_news(one: str, other: str) -> None:
    first, second = an_item(one), an_item(other, "https://www.soumu.go.jp/2.html", source="mic")

    assert not is_same_news(first, second, is_one_fetch=False)


def test_a_hub_page_announces_many_things() -> None:
    hub = "https://www.fsa.go.jp/news/"
    first, second = an_item("銀行法施行令の改正", hub), an_item("AI論点整理の公表", hub)

    assert not is_same_news(first, second, is_one_fetch=True)
    assert is_same_news(first, an_item("銀行法施行令の改正", hub), is_one_fetch=True)


def test_a_guid_of_an_earlier_fetch_names_the_news_though_the_address_moved() -> None:
    before, after = an_item(guid="g1"), an_item("題を直した", "https://www.meti.go.jp/new/1.html", guid="g1")

    assert is_same_news(before, after, is_one_fetch=False)


def test_one_guid_with_two_links_in_one_fetch_is_two_items() -> None:
    first, second = (
        an_item("一つ目の発表", guid="g"),
        an_item("二つ目の告知", "https://www.meti.go.jp/p/2", guid="g"),
    )

    assert not is_same_news(first, second, is_one_fetch=True)


def test_a_monthly_series_under_one_title_is_many_items() -> None:
    first = an_item("公表資料の更新", "https://a.jp/10.html")
    second = an_item("公表資料の更新", "https://a.jp/11.html", published=DAY + timedelta(days=30))

    assert not is_same_news(first, second, is_one_fetch=False)


def test_an_entry_without_address_and_guid_is_known_by_its_title() -> None:
    first, second = an_item(url="", guid=""), an_item(url="", guid="")

    assert is_same_news(first, second, is_one_fetch=True)


def test_a_gathering_is_put_together_by_news_in_its_order() -> None:
    items = [
        an_item("AI事業者ガイドラインの公表", "https://meti.go.jp/1", id="a"),
        an_item("月例報告の公表について", "https://meti.go.jp/2", id="b"),
        an_item("「AI事業者ガイドライン」の公表", "https://soumu.go.jp/9", id="c", source="mic"),
    ]

    assert [[one.id for one in group] for group in group_same(items)] == [["a", "c"], ["b"]]


def test_a_series_under_one_title_in_several_feeds_stays_a_series() -> None:
    items = [
        an_item("公表資料の更新について", f"https://{source}.jp/{n}.html", id=f"{source}{n}", source=source)
        for source in ("a", "b")
        for n in range(3)
    ]

    groups = [{one.id for one in group} for group in group_same(items)]

    assert all(len({one[0] for one in group}) == len(group) for group in groups)
    assert sum(map(len, groups)) == 6


def test_an_earlier_entry_is_known_again_and_one_that_stands_beside_it_is_not_taken_for_it() -> None:
    held = an_item("人事異動について", "https://a.jp/1", id="held", source="a")
    again = an_item("人事異動について", "https://a.jp/1", id="again", source="a")
    beside = an_item("人事異動について", "https://a.jp/2", id="beside", source="a")

    groups = group_same([again, beside], earlier=[held])

    assert [[one.id for one in group] for group in groups] == [["held", "again"], ["beside"]]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 3), st.sampled_from(["甲", "乙", "甲乙"]))))
def test_every_entry_stands_in_one_group_whatever_comes(rows: list[tuple[str, int, str]]) -> None:
    items = [
        an_item(f"{title}についての公表", f"https://{source}.jp/{page}", id=str(number), source=source)
        for number, (source, page, title) in enumerate(rows)
    ]

    grouped = [one.id for group in group_same(items) for one in group]

    assert sorted(grouped) == sorted(one.id for one in items)


@pytest.mark.parametrize("words", ["{n}", "更新", "第{n}回{s}"])
def test_thousands_of_titles_that_are_nearly_alike_are_grouped(words: str) -> None:
    items = [
        an_item(
            f"公表資料の更新について {words.format(n=n, s=source)}",
            f"https://s{source}.jp/{n}",
            id=f"{source}-{n}",
            source=str(source),
        )
        for source in range(40)
        for n in range(50)
    ]

    groups = group_same(items)

    assert sum(map(len, groups)) == len(items)


def test_labelled_headlines_are_neither_merged_nor_split_wrongly() -> None:
    """Labels name stories; tellings of one story at several addresses stay apart on purpose."""
    folder = os.environ.get("SANDAN_TEST_DATA")
    if not folder:
        pytest.skip("SANDAN_TEST_DATA is not set")
    lines = (Path(folder) / "headlines.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    items = [
        an_item(row["title"], row["url"], id=row["id"], source=row["id"], published=_day(row)) for row in rows
    ]

    groups = [{one.id for one in group} for group in group_same(items)]

    labels = {row["id"]: row["dup_group"] or row["id"] for row in rows}
    addresses = {row["id"]: canonical_link(row["url"]) for row in rows}
    wrongly_merged = [group for group in groups if len({labels[one] for one in group}) > 1]
    wrongly_split = [
        (one, other)
        for one, other in combinations(labels, 2)
        if (labels[one], addresses[one]) == (labels[other], addresses[other])
        and not any({one, other} <= group for group in groups)
    ]
    assert (wrongly_merged, wrongly_split) == ([], [])
    assert sum(len(group) > 1 for group in groups) == 2


def _day(row: dict[str, Any]) -> datetime | None:
    return datetime.fromisoformat(row["date"]).replace(tzinfo=UTC) if row["date"] else None
