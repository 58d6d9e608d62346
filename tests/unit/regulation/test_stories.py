"""Which tellings of publishers stand under one headline, and which only look as if they should."""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from knowledge.regulation.clusters import Told, find_clusters
from knowledge.regulation.identity import is_same_title
from tests.unit.regulation.story_pairs import NEAR, REPEATED, RETOLD

NOW = datetime(2026, 11, 25, tzinfo=UTC)


def told(identity: str, title: str, source: str, **values: Any) -> Told:
    return Told(id=identity, title=title, source=source, **({"at": NOW} | values))


def test_two_publishers_on_one_story_stand_in_one_cluster() -> None:
    fresh = [
        told("a", "生成AIの実態調査を公表", "jftc"),
        told("b", "公取委、生成AIの実態調査を発表", "media"),
    ]

    assert find_clusters(fresh, ()) == {"b": "a", "a": "a"}


def test_a_story_joins_the_cluster_that_is_held() -> None:
    held = [told("a", "生成AIの実態調査を公表", "jftc", cluster="c")]

    assert find_clusters([told("b", "「生成AIの実態調査」の公表", "media")], held) == {"b": "c"}


@pytest.mark.parametrize(
    "other",
    [
        told("b", "個人情報保護法改正の公布", "mic"),
        told("b", "個人情報保護法改正（案）の閣議決定", "ppc"),
        told("b", "個人情報保護法改正（案）の閣議決定", "mic", at=NOW - timedelta(days=6)),
        told("b", "第2回 個人情報保護法改正（案）の閣議決定", "mic"),
        told("b", "個人情報保護法改正（案）の閣議決定", "mic", jurisdiction="UK"),
    ],
    ids=["stage", "publisher", "days", "number", "jurisdiction"],
)
def test_the_same_words_join_no_other_stage_publisher_week_number_or_place(other: Told) -> None:
    fresh = [told("a", "個人情報保護法改正（案）の閣議決定", "ppc"), other]

    assert find_clusters(fresh, ()) == {}


def test_one_story_in_the_same_words_stands_under_one_headline() -> None:
    assert [pair for pair in REPEATED if not _is_one_story(*pair)] == []


@pytest.mark.criterion("D1")
def test_no_two_stories_are_merged_however_alike_their_titles_are() -> None:
    merged = [pair for pair in NEAR if is_same_title(*pair) or _is_one_story(*pair)]

    assert merged == []
    assert len(NEAR) + len(RETOLD) + len(REPEATED) >= 50


def test_what_is_told_in_other_words_stays_a_headline_of_its_own() -> None:
    """A rule that joined some of these joined as many pairs of `NEAR`; see docs/digest.md."""
    assert [pair for pair in RETOLD if _is_one_story(*pair)] == []


def test_labelled_headlines_are_not_put_together_wrongly() -> None:
    folder = os.environ.get("SANDAN_TEST_DATA")
    if not folder:
        pytest.skip("SANDAN_TEST_DATA is not set")
    lines = (Path(folder) / "headlines.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    labels = {row["id"]: row["dup_group"] or row["id"] for row in rows}

    joined = find_clusters([told(row["id"], row["title"], row["id"]) for row in rows], ())

    assert [one for one, cluster in joined.items() if labels[one] != labels[cluster]] == []


def _is_one_story(one: str, other: str) -> bool:
    return bool(find_clusters([told("a", one, "s1"), told("b", other, "s2")], ()))
