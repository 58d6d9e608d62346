"""What a digest shows: limit, order, clusters, age, mutes, changes; and in which words."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.digest.composing import Circumstances, compose_digest, first_sentences
from bot.digest.digest import Health
from bot.digest.selection import select_items, why_not
from bot.digest.subscription import Subscription
from knowledge.profile import CompanyProfile
from knowledge.regulation.relevance import PolicyClause, Reason
from knowledge.regulation.relevance_status import NewsStatus
from tests.unit.digest.builders import DAY, HEALTH, a_candidate, a_subscription

GIVEN = Circumstances(health=HEALTH)


def shown(subscription: Subscription, *candidates: Any, is_first: bool = False) -> list[str]:
    selection = select_items(candidates, subscription, day=DAY, is_first=is_first)
    return [story.lead.id for story in selection.shown]


@pytest.mark.criterion("C3")
def test_more_than_the_limit_is_counted_and_bound() -> None:
    candidates = [a_candidate(f"n{n}", score=0.9 - n / 100) for n in range(8)]

    plan = compose_digest(candidates, a_subscription(max_items=5), DAY, is_first=False, given=GIVEN)

    assert [one.item.id for one in plan.digest.entries] == ["n0", "n1", "n2", "n3", "n4"]
    assert plan.digest.more == 3
    assert plan.items == {f"n{n}": "shown" if n < 5 else "listed" for n in range(8)}


def test_the_first_tier_comes_first_and_the_better_score_before_the_newer_day() -> None:
    old = datetime(2026, 11, 20, tzinfo=UTC)
    candidates = [
        a_candidate("seen", tier="also_seen", score=0.99, reason=Reason(words=({"ja": "AI", "en": "AI"},))),
        a_candidate("good", score=0.7),
        a_candidate("best", score=0.9, published=old),
    ]

    assert shown(a_subscription(), *candidates) == ["best", "good", "seen"]


def test_several_publishers_of_one_story_make_one_headline_with_links() -> None:
    candidates = [
        a_candidate("ministry", cluster="c", score=0.9),
        a_candidate("press", cluster="c", score=0.7, publisher="新聞", url="https://press.example/1"),
    ]

    plan = compose_digest(candidates, a_subscription(), DAY, is_first=False, given=GIVEN)

    [entry] = plan.digest.entries
    assert [(link.publisher, link.url) for link in entry.also] == [("新聞", "https://press.example/1")]
    assert plan.items == {"ministry": "shown", "press": "shown"}


@pytest.mark.criterion("T5")
def test_a_day_precision_item_of_yesterday_afternoon_appears_this_morning() -> None:
    midnight = datetime(2026, 11, 23, tzinfo=UTC)
    item = a_candidate(published=midnight, precision="day", first_seen=midnight + timedelta(hours=14))

    assert shown(a_subscription(), item) == ["n1"]


@pytest.mark.criterion("T6")
def test_the_first_digest_shows_a_week_and_counts_the_rest_as_seen() -> None:
    old = a_candidate("old", published=datetime(2026, 11, 10, tzinfo=UTC))
    fresh = [a_candidate(f"n{n}", score=0.9 - n / 100) for n in range(7)]

    plan = compose_digest([old, *fresh], a_subscription(), DAY, is_first=True, given=GIVEN)

    assert len(plan.digest.entries) == 5
    assert plan.digest.more == 0
    assert {one for one, way in plan.items.items() if way == "seen"} == {"old", "n5", "n6"}


@pytest.mark.criterion("C8")
def test_news_older_than_thirty_days_is_shown_only_for_its_deadline() -> None:
    old = datetime(2026, 10, 1, tzinfo=UTC)
    candidates = [
        a_candidate("old", published=old),
        a_candidate("due", published=old, status=NewsStatus(deadline=date(2026, 12, 1))),
        a_candidate("past", published=old, status=NewsStatus(deadline=date(2026, 11, 1))),
    ]

    assert shown(a_subscription(), *candidates) == ["due"]


@pytest.mark.criterion("K2")
@pytest.mark.parametrize(
    ("setting", "name"),
    [
        ({"muted_items": {"n1"}}, "muted_item"),
        ({"muted_clusters": {"c"}}, "muted_cluster"),
        ({"muted_sources": {"meti"}}, "muted_source"),
        ({"muted_topics": {"ai_regulation"}}, "muted_topic"),
        ({"sources": {"ppc"}}, "sources"),
        ({"topics": {"security"}}, "topics"),
        ({"jurisdictions": {"EU"}}, "jurisdictions"),
        ({"tiers": {"also_seen"}}, "tiers"),
    ],
)
def test_what_keeps_an_item_out_has_a_name_and_is_undone_by_taking_it_back(
    setting: dict[str, set[str]], name: str
) -> None:
    item = a_candidate(cluster="c")
    values: dict[str, Any] = {key: frozenset(value) for key, value in setting.items()}
    muted = a_subscription(**values)

    assert why_not(item, muted) == name
    assert shown(muted, item) == []
    assert shown(a_subscription(), item) == ["n1"]


@pytest.mark.criterion("E2")
def test_a_material_change_is_one_updated_line() -> None:
    changed = a_candidate(change="updated", changed_what="第1.1版 → 第1.2版")
    given = Circumstances(health=HEALTH, revisions={"n1": 1})

    plan = compose_digest([changed], a_subscription(), DAY, is_first=False, given=given)

    assert plan.digest.entries == ()
    assert [one.item.changed_what for one in plan.digest.updated] == ["第1.1版 → 第1.2版"]
    assert (plan.items, plan.revisions) == ({"n1": "updated"}, {"n1": 1})


@pytest.mark.criterion("E3")
def test_a_withdrawn_item_is_one_note() -> None:
    plan = compose_digest(
        [a_candidate(change="withdrawn")], a_subscription(), DAY, is_first=False, given=GIVEN
    )

    assert [one.item.id for one in plan.digest.withdrawn] == ["n1"]


@pytest.mark.criterion("C4")
def test_an_empty_day_is_one_line_or_silence_as_the_channel_wants() -> None:
    rules = ("one_line", "silent")

    plans = [
        compose_digest([], a_subscription(empty_day=rule), DAY, is_first=False, given=GIVEN) for rule in rules
    ]

    assert [plan.is_silent for plan in plans] == [False, True]
    assert plans[0].digest.health == Health(checked=41, failing=2)


@pytest.mark.criterion("C4")
def test_a_day_on_which_every_source_failed_is_never_silent() -> None:
    given = Circumstances(health=Health(checked=41, failing=41))

    plan = compose_digest([], a_subscription(empty_day="silent"), DAY, is_first=False, given=given)

    assert not plan.is_silent
    assert plan.digest.health.has_all_failed


@pytest.mark.criterion("C1")
def test_an_entry_has_a_short_summary_a_reason_and_an_action_with_owner_date_and_step() -> None:
    item = a_candidate(
        summary="一文目です。二文目です。三文目です。",
        topic="security",
        step=2,
        status=NewsStatus(stage="consultation", deadline=date(2026, 12, 20)),
        reason=Reason(words=({"ja": "セキュリティ", "en": "security"},)),
    )
    given = Circumstances(health=HEALTH, profile=CompanyProfile(people=("総務部", "情報システム部")))

    [entry] = compose_digest([item], a_subscription(), DAY, is_first=False, given=given).digest.entries

    assert entry.summary == "一文目です。二文目です。"
    assert entry.why == "話題：セキュリティ"
    assert entry.action is not None
    assert entry.action.what == "意見を出すかを決める"
    assert (entry.action.who, entry.action.by, entry.action.step) == ("情報システム部", date(2026, 12, 20), 2)


@pytest.mark.criterion("C5")
def test_what_it_means_for_us_names_the_clause_and_the_profile_field_or_nothing() -> None:
    clause = PolicyClause(id="A3-2", name="AI利用規程 第3条第2項")
    item = a_candidate(reason=Reason(profile_field="data_classes", profile_entry="個人情報"))

    with_clause, without = (
        compose_digest(
            [item], a_subscription(), DAY, is_first=False, given=GIVEN, find_clause={item.title: found}.get
        ).digest.entries[0]
        for found in (clause, None)
    )

    assert with_clause.why == "会社プロフィールの扱うデータ：個人情報。関係する条項：AI利用規程 第3条第2項"
    assert without.why == "会社プロフィールの扱うデータ：個人情報"


@pytest.mark.criterion("C2")
def test_reasons_and_actions_are_in_the_channels_language_and_titles_stay_as_they_are() -> None:
    item = a_candidate(
        status=NewsStatus(stage="in_force"), reason=Reason(words=({"ja": "AIの法制度", "en": "AI law"},))
    )

    [entry] = compose_digest(
        [item], a_subscription(language="en"), DAY, is_first=False, given=GIVEN
    ).digest.entries

    assert entry.why == "about: AI law"
    assert entry.action is not None
    assert entry.action.what == "Check that our rules and practice comply"
    assert entry.item.title == "AI事業者ガイドライン n1"


@pytest.mark.parametrize(
    ("text", "summary"),
    [
        ("Version 1.5 is out. It is long. Third.", "Version 1.5 is out. It is long."),
        ("", ""),
        ("一" * 400, "一" * 299 + "…"),
        (f"{'短' * 200}。{'長' * 200}。", f"{'短' * 200}。"),
    ],
)
def test_a_summary_is_two_sentences_at_most_and_ends_with_one_where_it_can(text: str, summary: str) -> None:
    assert first_sentences(text) == summary


@pytest.mark.criterion("C3")
def test_what_nothing_speaks_for_is_counted_and_not_shown() -> None:
    dull = [a_candidate(f"d{number}", score=0.15, tier="also_seen") for number in range(3)]
    words = ({"ja": "AI", "en": "AI"},)
    near = a_candidate("n", score=0.35, tier="also_seen", reason=Reason(words=words))
    foreign = a_candidate("f", score=0.35, tier="also_seen")

    selection = select_items([*dull, near, foreign], a_subscription(), day=DAY, is_first=False)

    assert [one.lead.id for one in selection.shown] == ["n"]
    assert {one.lead.id for one in selection.listed} == {"d0", "d1", "d2", "f"}


def test_the_telling_with_a_deadline_leads_its_story() -> None:
    bare = a_candidate("a", cluster="a", score=0.9)
    full = a_candidate("b", cluster="a", score=0.8, status=NewsStatus(deadline=date(2026, 12, 20)))

    [story] = select_items([bare, full], a_subscription(), day=DAY, is_first=False).shown

    assert (story.lead.id, [one.id for one in story.also]) == ("b", ["a"])
