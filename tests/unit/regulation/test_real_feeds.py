"""Real feeds, as their publishers wrote them: every entry, right dates and zones, no broken characters."""

import json
import os
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from knowledge.regulation.decoding import decode
from knowledge.regulation.feed import Source
from knowledge.regulation.parsing import parse_feed

CET = timezone(timedelta(hours=1))
# File: how many entries, the newest date and how precise it is, and a word that shows the characters.
FEEDS: dict[str, tuple[int, datetime | None, str, str]] = {
    "reader_full.atom": (5, datetime(2003, 12, 13, 17, 17, 51, tzinfo=UTC), "time", "Atom-Powered"),
    "reader_full.rss": (5, datetime(2009, 9, 6, 16, 20, tzinfo=UTC), "time", "Example entry"),
    "reader_relative.rss": (1, None, "unknown", "one two three"),
    "reader_empty.rss": (1, None, "unknown", "7bd204c6"),
    "reader_10.json": (0, None, "unknown", ""),
    "feedrs_rss_1.0_debian.xml": (1, datetime(2022, 12, 17, tzinfo=UTC), "day", "Debian 11"),
    "feedrs_rss_1.0_iso8859.xml": (1, datetime(2023, 1, 25, 19, 3, 2, tzinfo=CET), "time", "Glasfaser"),
    "feedrs_rss_2.0_spiegel.xml": (1, datetime(2021, 2, 6, 23, 1, tzinfo=UTC), "time", "Verlängerung"),
    "feedrs_rss_2.0_bbc.xml": (1, datetime(2021, 2, 25, 10, 15, tzinfo=UTC), "time", "Marcus Aurelius"),
    "feedrs_rss_2.0_relurl_1.xml": (2, datetime(2021, 3, 2, 23, 39, 15, tzinfo=CET), "time", "Pareto"),
    "feedrs_rss_2.0_invalid_1.xml": (0, None, "unknown", ""),
    "feedrs_rss_0.91_missing_id.xml": (1, None, "unknown", "Público // 3 PROFESOR/A TÉCNICO/A"),
    "feedrs_atom_xml_base.xml": (1, datetime(2022, 4, 21, tzinfo=UTC), "time", "my cool entry"),
    "miniflux_rdf_UTF8.xml": (60, None, "unknown", "DRM darf für Reparaturen"),
    "miniflux_no_encoding_ISO-8859-1.xml": (
        9, datetime(2018, 10, 17, 10, 30, tzinfo=UTC), "time", "clinique à l'état brut",
    ),
}  # fmt: skip


@pytest.fixture
def folder() -> Path:
    data = os.environ.get("SANDAN_TEST_DATA")
    if not data:
        pytest.skip("SANDAN_TEST_DATA is not set")
    return Path(data) / "feeds"


def test_every_recorded_feed_is_expected_here(folder: Path) -> None:
    listed = {one["file"] for one in json.loads((folder / "SOURCES.json").read_text(encoding="utf-8"))}

    assert listed == set(FEEDS)


@pytest.mark.parametrize("name", FEEDS)
def test_a_real_feed_is_read_whole(folder: Path, name: str) -> None:
    count, newest, precision, word = FEEDS[name]
    source = Source(id="s", url=f"file:{name}", lang="en", tz="UTC")

    items = parse_feed(decode((folder / name).read_bytes()), source)

    assert len(items) == count
    dates = [one.published for one in items if one.published]
    assert max(dates, default=None) == newest
    assert {one.precision for one in items if one.published} <= {precision}
    titles = " ".join(one.title for one in items)
    assert word in titles
    assert not [one for one in items if "\ufffd" in one.title + one.summary]
