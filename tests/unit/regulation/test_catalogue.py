"""The catalogue that ships, and how catalogues are read."""

from datetime import date
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest

from knowledge.regulation.feed import (
    Source,
    UnreadableCatalogueError,
    addresses_on,
    bundled_catalogue,
    catalogue_of,
    read_catalogue,
)


def test_the_shipped_catalogue_says_for_every_source_what_is_known_of_it() -> None:
    catalogue = bundled_catalogue()

    assert len(catalogue) >= 38
    assert {one.status for one in catalogue} == {"unprobed"}
    for one in catalogue:
        assert one.publisher, one.id
        assert one.jurisdiction in {"JP", "EU", "UK", "US", "G7"}, one.id
        assert one.licence, one.id
        assert one.evidence, one.id
        assert one.own_topics == one.topics != (), one.id
        assert urlsplit(one.url).scheme == "https", one.id
        assert (one.kind == "list") == (one.link_re is not None), one.id


def test_sources_with_a_short_window_are_read_often() -> None:
    short = [one for one in bundled_catalogue() if one.id.startswith("egov")]

    assert short
    assert all(one.poll_minutes <= 360 for one in short)


@pytest.mark.parametrize(
    ("url", "day", "addresses"),
    [
        ("https://a.jp/{year}/", date(2026, 11, 24), ("https://a.jp/2026/",)),
        ("https://a.jp/{year}/", date(2027, 1, 2), ("https://a.jp/2027/", "https://a.jp/2026/")),
        (
            "https://a.jp/{year}/{mon}/{month}",
            date(2026, 12, 1),
            ("https://a.jp/2026/dec/12", "https://a.jp/2026/nov/11"),
        ),
        ("https://a.jp/x", date(2027, 1, 1), ("https://a.jp/x",)),
    ],
)
def test_a_page_by_month_is_read_beside_the_one_before_when_the_month_turns(
    url: str, day: date, addresses: tuple[str, ...]
) -> None:
    assert addresses_on(url, day) == addresses


@pytest.mark.parametrize(
    ("values", "zone"),
    [
        ({"tz": "Europe/Paris", "jurisdiction": "US"}, "Europe/Paris"),
        ({"jurisdiction": "US"}, "America/New_York"),
        ({"lang": "ja"}, "Asia/Tokyo"),
        ({"lang": "en"}, "UTC"),
    ],
)
def test_a_source_that_names_no_zone_has_its_jurisdictions(values: dict[str, str], zone: str) -> None:
    source = Source.model_validate({"id": "s", "url": "https://e.com"} | values)

    assert source.zone == ZoneInfo(zone)


def test_a_catalogue_of_ones_own_adds_and_replaces(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text(
        "- {id: ours, url: 'https://ours.example/feed', publisher: ours}\n"
        "- {id: meti, url: 'https://other.example/feed', status: muted}\n",
        encoding="utf-8",
    )

    by_id = {one.id: one for one in catalogue_of(tmp_path)}

    assert by_id["ours"].publisher == "ours"
    assert by_id["meti"].url == "https://other.example/feed"
    assert len(by_id) == len(bundled_catalogue()) + 1


@pytest.mark.parametrize(
    "row",
    [
        "{id: a, url: x, colour: red}",
        "{id: a, url: x, tz: Tokyo}",
        "{id: a, url: x, link_re: '('}",
        "{id: a, url: x, status: fine}",
        "{id: a, url: x, poll_minutes: 0}",
        "{url: x}",
        "{id: a, url: x}\n- {id: a, url: y}",
    ],
)
def test_a_catalogue_with_a_mistake_is_refused(tmp_path: Path, row: str) -> None:
    path = tmp_path / "c.yaml"
    path.write_text(f"- {row}\n", encoding="utf-8")

    with pytest.raises(UnreadableCatalogueError):
        read_catalogue(path)


def test_topics_of_others_are_kept_and_only_ours_rank() -> None:
    source = Source(id="s", url="https://e.com", topics=("industry", "security"))

    assert source.own_topics == ("security",)


def test_a_filter_lets_through_what_it_names_and_nothing_it_forbids() -> None:
    source = Source.model_validate(
        {"id": "s", "url": "x", "filter": {"any": ["(?i)\\bAI\\b"], "none": ["award"]}}
    )

    kept = [title for title in ("AI rules", "Main street", "An AI award") if source.keeps(title)]

    assert kept == ["AI rules"]
