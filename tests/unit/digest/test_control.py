"""Who may change what, muting and undoing, and why an item is told or not."""

import pytest
from pydantic import ValidationError

from bot.digest.composing import Circumstances, compose_digest
from bot.digest.delivery import LedgerRow
from bot.digest.digest import News
from bot.digest.explaining import explain
from bot.digest.muting import MuteKind, NotAllowedError, check_may_change, mute, unmute
from bot.digest.previewing import preview_plan
from knowledge.regulation.relevance import Reason
from tests.unit.digest.builders import DAY, HEALTH, a_candidate, a_digest, a_relevance, a_subscription

ROW = LedgerRow(key="k", channel="T1/C1", day=DAY, state="sent", digest=a_digest())


def some_news() -> News:
    return News(**a_candidate().model_dump(exclude={"relevance"}))


@pytest.mark.criterion("K2")
@pytest.mark.parametrize(
    ("kind", "name"), [("item", "n1"), ("cluster", "c"), ("source", "meti"), ("topic", "security")]
)
def test_what_was_muted_is_let_in_again(kind: MuteKind, name: str) -> None:
    before = a_subscription()

    muted = mute(before, kind, name)

    assert muted != before
    assert unmute(muted, kind, name) == before


def test_a_topic_that_does_not_exist_cannot_be_muted() -> None:
    with pytest.raises(ValidationError):
        mute(a_subscription(), "topic", "weather")


@pytest.mark.criterion("K6")
def test_only_owners_change_a_channel_that_names_some() -> None:
    owned = a_subscription(owners=frozenset({"U1"}))

    check_may_change(owned, "U1")
    check_may_change(a_subscription(), "U2")
    with pytest.raises(NotAllowedError):
        check_may_change(owned, "U2")


@pytest.mark.criterion("K1")
def test_the_preview_is_the_digest_that_would_be_planned() -> None:
    candidates = [a_candidate(f"n{n}", score=0.9 - n / 100) for n in range(7)]
    candidates.append(a_candidate("muted", source="ppc"))
    subscription = a_subscription(muted_sources=frozenset({"ppc"}))
    given = Circumstances(health=HEALTH)

    plan = compose_digest(candidates, subscription, DAY, is_first=False, given=given)

    preview = preview_plan(candidates, subscription, plan)

    assert preview.digest == plan.digest
    assert preview.fates == {**plan.items, "muted": "kept_out"}
    assert preview.kept_out_by == {"muted": "muted_source"}


@pytest.mark.criterion("K4")
def test_why_names_the_day_the_score_and_the_reason() -> None:
    relevance = a_relevance(score=0.83, reason=Reason(words=({"ja": "AIの法制度", "en": "AI law"},)))

    told = explain(some_news(), a_subscription(), relevance=relevance, bound=("shown", ROW))

    assert told.way == "shown"
    assert told.text == (
        "2026-11-24 の配信に載りました。点数 0.83（「御社向け」は 0.60 から）。話題：AIの法制度"
    )


@pytest.mark.criterion("K4")
def test_why_not_names_the_setting_the_limit_or_that_it_waits() -> None:
    muted = mute(a_subscription(language="en"), "source", "meti")
    relevance = a_relevance()

    ways = [
        explain(some_news(), muted, relevance=relevance, bound=None),
        explain(some_news(), a_subscription(), relevance=relevance, bound=("listed", ROW)),
        explain(some_news(), a_subscription(), relevance=None, bound=None),
        explain(None, a_subscription(), relevance=None, bound=None),
    ]

    assert [one.way for one in ways] == ["kept_out", "listed", "waiting", "unknown"]
    assert ways[0].text.startswith("The setting muted_source keeps it out. Score 0.80")
    assert "上限5件" in ways[1].text
