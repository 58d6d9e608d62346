"""Feeds and list pages to news: charsets, repair, dates, links, hostile content."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.regulation.decoding import decode
from knowledge.regulation.feed import Source
from knowledge.regulation.list_pages import parse_list_page
from knowledge.regulation.news_dates import read_moment
from knowledge.regulation.parsing import UnparsableFeedError, parse_feed

TOKYO = ZoneInfo("Asia/Tokyo")
JST = timezone(timedelta(hours=9))


def a_source(**values: Any) -> Source:
    return Source(**({"id": "s", "url": "https://example.go.jp/feed"} | values))


def a_feed(*entries: str, head: str = '<?xml version="1.0" encoding="UTF-8"?>') -> str:
    return f'{head}<rss version="2.0"><channel><title>t</title>{"".join(entries)}</channel></rss>'


def an_entry(
    title: str = "題", link: str = "https://example.go.jp/1", date: str = "", extra: str = ""
) -> str:
    return f"<item><title>{title}</title><link>{link}</link><pubDate>{date}</pubDate>{extra}</item>"


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("Tue, 24 Nov 2026 09:00:00 JST", (datetime(2026, 11, 24, tzinfo=UTC), "time")),
        ("Tue, 24 Nov 2026 09:00:00 +0900", (datetime(2026, 11, 24, tzinfo=UTC), "time")),
        ("Tue, 24 Nov 2026 09:00:00 EST", (datetime(2026, 11, 24, 14, tzinfo=UTC), "time")),
        ("2026-11-24T00:00:00Z", (datetime(2026, 11, 24, tzinfo=UTC), "time")),
        ("2026-08-16T15:00:Z", (datetime(2026, 8, 16, 15, tzinfo=UTC), "time")),
        ("2026-11-24T09:00:00", (datetime(2026, 11, 24, tzinfo=UTC), "time")),
        ("2026/11/24 9:00", (datetime(2026, 11, 24, tzinfo=UTC), "time")),
        ("2026年11月24日 9時30分", (datetime(2026, 11, 24, 0, 30, tzinfo=UTC), "time")),
        ("2026年11月24日", (datetime(2026, 11, 24, tzinfo=TOKYO), "day")),
        ("２０２６年１１月２４日", (datetime(2026, 11, 24, tzinfo=TOKYO), "day")),
        ("令和8年11月24日", (datetime(2026, 11, 24, tzinfo=TOKYO), "day")),
        ("令和元年5月1日", (datetime(2019, 5, 1, tzinfo=TOKYO), "day")),
        ("平成38年8月7日", (datetime(2026, 8, 7, tzinfo=TOKYO), "day")),
        ("R8.11.24", (datetime(2026, 11, 24, tzinfo=TOKYO), "day")),
        ("November 24, 2026", (datetime(2026, 11, 24, tzinfo=TOKYO), "day")),
        ("24 Nov 2026", (datetime(2026, 11, 24, tzinfo=TOKYO), "day")),
        ("11月24日", None),
        ("2026年11月", None),
        ("2026-02-30", None),
        ("04/05/2026", None),
        ("24 Nov 26", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_a_date_is_read_in_one_way_or_not_at_all(written: str, moment: tuple[datetime, str] | None) -> None:
    assert read_moment(written, TOKYO) == moment


@given(st.text(max_size=60))
@settings(max_examples=300, deadline=None)
def test_no_text_breaks_the_reading_of_dates(written: str) -> None:
    moment = read_moment(written, TOKYO)

    assert moment is None or moment.at.tzinfo is not None


@pytest.mark.parametrize("name", ["Shift_JIS", "shift-jis", "x-sjis", "Windows-31J", "cp932", "MS_Kanji"])
def test_every_spelling_of_shift_jis_is_read_with_its_windows_characters(name: str) -> None:
    raw = a_feed(an_entry("①㈱髙橋Ⅱ～表示"), head=f'<?xml version="1.0" encoding="{name}"?>').encode("cp932")

    [item] = parse_feed(decode(raw), a_source())

    assert item.title == "①㈱髙橋Ⅱ～表示"


@pytest.mark.parametrize("encoding", ["cp932", "euc_jp", "iso2022_jp", "utf-8", "utf-8-sig"])
def test_an_undeclared_encoding_is_found_for_japanese_sources(encoding: str) -> None:
    raw = a_feed(an_entry("個人情報の保護に関する法律"), head="").encode(encoding)

    [item] = parse_feed(decode(raw, is_japanese=True), a_source())

    assert item.title == "個人情報の保護に関する法律"


def test_an_undeclared_western_feed_is_no_japanese_one() -> None:
    raw = a_feed(an_entry("Décision sur l'étude"), head="").encode("cp1252")

    [item] = parse_feed(decode(raw), a_source(lang="fr", tz="Europe/Paris"))

    assert item.title == "Décision sur l'étude"


def test_an_atom_feed_without_entry_ids_keeps_every_entry() -> None:
    entries = "".join(
        f"<entry><title>発表{n}</title><link href='/press/{n}.html'/>"
        "<updated>2026-06-19T15:00:00+09:00</updated></entry>"
        for n in range(3)
    )
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title>{entries}</feed>'

    items = parse_feed(feed, a_source(), base="https://www.example.go.jp/feed.xml")

    assert [one.url for one in items] == [f"https://www.example.go.jp/press/{n}.html" for n in range(3)]
    assert len({one.id for one in items}) == 3
    assert items[0].published == datetime(2026, 6, 19, 15, tzinfo=JST)


def test_an_rdf_feed_gives_its_dublin_core_dates() -> None:
    feed = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><item rdf:about="https://example.go.jp/1">'
        "<title>題</title><link>https://example.go.jp/1</link><dc:date>2026-11-24T10:00:00+09:00</dc:date>"
        "</item></rdf:RDF>"
    )

    [item] = parse_feed(feed, a_source())

    assert (item.published, item.precision) == (datetime(2026, 11, 24, 10, tzinfo=JST), "time")


@pytest.mark.parametrize(
    "feed",
    [
        a_feed(an_entry("AT&T と IT & DX"), an_entry("二", "https://example.go.jp/2?a=1&b=2")),
        "\n\n" + a_feed(an_entry(), an_entry("二", "https://example.go.jp/2")),
        a_feed(an_entry(), an_entry("二", "https://example.go.jp/2")).removesuffix("</channel></rss>"),
        decode(a_feed(an_entry("題\x0b"), an_entry("二", "https://example.go.jp/2")).encode()),
    ],
    ids=["ampersands", "blanks", "cut", "control"],
)
def test_an_ill_formed_feed_keeps_its_entries(feed: str) -> None:
    assert len(parse_feed(feed, a_source())) == 2


@pytest.mark.criterion("C6")
def test_markup_scripts_and_script_addresses_are_taken_out() -> None:
    entry = an_entry(
        "<![CDATA[<b>題</b><script>alert(1)</script>]]>",
        "javascript:alert(1)",
        extra="<description><![CDATA[<img src=x onerror=alert(1)>要約<br>続き]]></description>",
    )

    [item] = parse_feed(a_feed(entry), a_source())

    assert (item.title, item.summary, item.url) == ("題", "要約 続き", "")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "empty_body"),
        ("<!DOCTYPE html><html><body>Access Denied</body></html>", "html_not_feed"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><rss version="2.0"></rss>', "defines_entities"),
        ("plain words", "not_a_feed"),
        ("{not json", "not_json"),
        ('{"version": 1}', "not_a_feed"),
        ("<a>" * 400_001, "too_many_tags"),
    ],
)
def test_what_is_no_feed_has_a_name(text: str, problem: str) -> None:
    with pytest.raises(UnparsableFeedError) as caught:
        parse_feed(text, a_source())

    assert caught.value.problem == problem


def test_a_feed_without_entries_is_no_error() -> None:
    assert parse_feed(a_feed(), a_source()) == []


@pytest.mark.parametrize(
    "text",
    [
        '{"items": [{"id": "1", "url": "https://e.com/1", "title": "Rule", "date_published": "2026-11-24"}]}',
        '{"results": [{"html_url": "https://e.com/1", "title": "Rule", "publication_date": "2026-11-24"}]}',
    ],
)
def test_json_feeds_and_the_federal_register_are_read(text: str) -> None:
    [item] = parse_feed(text, a_source(kind="json", tz="America/New_York"))

    assert (item.title, item.url, item.precision) == ("Rule", "https://e.com/1", "day")
    assert item.published is not None
    assert item.published.date().isoformat() == "2026-11-24"


LISTS = {
    "time_before": (
        '<time datetime=" 2026-07-07 ">7日</time><a href="/news/press/2026/260707">個人情報の見直し</a>',
        {"link_re": r"/news/press/\d{4}/"},
        ("個人情報の見直し", "2026-07-07"),
    ),
    "date_in_text": (
        '<a href="/houdou/pressrelease/2026/jun/260618_spc.html">(令和8年6月18日)特定デジタルの指定</a>',
        {"link_re": r"/houdou/pressrelease/\d{4}/[a-z]{3}/\d+", "date_mode": "in_text"},
        ("特定デジタルの指定", "2026-06-18"),
    ),
    "date_in_path": (
        '<ul><li><a href="/houdou/pressrelease/2026/jun/260618_spc.html">特定デジタルの指定</a></li></ul>',
        {"link_re": r"/houdou/pressrelease/\d{4}/[a-z]{3}/\d+", "date_mode": "in_text"},
        ("特定デジタルの指定", "2026-06-18"),
    ),
    "heading_before": (
        '<p>2026年8月17日</p><a class="cut_txt" href="/press/2026/08/x.html">AIの手引を公表しました</a>',
        {"link_re": r"/press/\d{4}/\d\d/"},
        ("AIの手引を公表しました", "2026-08-17"),
    ),
    "definition_list": (
        '<dl><dt>令和8年8月19日</dt><dd><a href="/report/press/1.html">物流AIの実証について</a></dd></dl>',
        {"link_re": r"/report/press/"},
        ("物流AIの実証について", "2026-08-19"),
    ),
    "month_heading": (
        '<h2>令和8年8月分</h2><p>8月19日</p><a href="/j/press/1.html">スマート農業の指針</a>',
        {"link_re": r"/j/press/"},
        ("スマート農業の指針", "2026-08-19"),
    ),
    "comment": (
        '<!-- 平成38年8月7日 --><a href="/content/1.html">法制審議会の部会について</a>',
        {"link_re": r"/content/"},
        ("法制審議会の部会について", "2026-08-07"),
    ),
}


@pytest.mark.parametrize("name", LISTS)
def test_every_shape_of_a_ministrys_list_is_read(name: str) -> None:
    page, settings_of_source, (title, day) = LISTS[name]
    page = f'<nav><a href="/press/2026/08/nav.html">メニューの長い項目</a></nav>{page}'

    [item] = parse_list_page(
        page, a_source(kind="list", **settings_of_source), base="https://www.example.go.jp/"
    )

    assert item.title == title
    assert item.published is not None
    assert (item.published.date().isoformat(), item.precision) == (day, "day")


@pytest.mark.criterion("H3")
def test_a_list_page_without_items_is_a_failure() -> None:
    with pytest.raises(UnparsableFeedError) as caught:
        parse_list_page("<html>Access Denied</html>", a_source(kind="list", link_re="/press/"))

    assert caught.value.problem == "layout_changed"
