"""What is a change of an item, and what is a withdrawal."""

from datetime import UTC, datetime, timedelta

import pytest

from knowledge.regulation.changes import Wording, material_change
from knowledge.regulation.withdrawal import after_look

NOW = datetime(2026, 11, 25, tzinfo=UTC)


@pytest.mark.criterion("E1")
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("AI事業者ガイドラインの公表", "「AI事業者ガイドライン」の公表"),
        ("ＡＩ指針（第１．１版）", "AI指針(第1.1版)"),
        ("AI指針について", "AI指針について（4/16）"),
        ("AI指針について", "【更新】AI指針について"),
        ("AI指針に関する意見募集について", "AI指針に関する意見公募について"),
        ("Guidance on AI and data", "Guidance on AI & data"),
        ("AI指針 Ver.1.2", "AI指針 ver 1.2"),
        ("AI指針（案）に関する意見募集", "ＡＩ指針（案）に関する意見募集"),
    ],
)
def test_a_title_written_otherwise_has_not_changed(before: str, after: str) -> None:
    assert material_change(Wording(title=before), Wording(title=after), "ja") == ""


@pytest.mark.criterion("E1")
def test_a_summary_that_is_cut_or_rewritten_has_not_changed() -> None:
    before = Wording(title="AI指針に関する意見募集", summary="締切は2026年12月20日です。")

    assert material_change(before, Wording(title=before.title, summary="概要を掲載しました。"), "ja") == ""


@pytest.mark.criterion("E2")
@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("AI事業者ガイドライン（第1.1版）", "AI事業者ガイドライン（第1.2版）", "版「1.1」→「1.2」"),
        ("調査報告書 ver.1.0", "調査報告書 ver.2.0", "版「1.0」→「2.0」"),
        ("AI指針（案）について", "AI指針の公布について", "進み具合「案」→「公布」"),
        ("AI指針について", "AI指針に関する意見募集について", "進み具合「意見募集」"),
        ("改正法（2027年4月1日施行）", "改正法（2027年10月1日施行）", "施行日「2027-04-01」→「2027-10-01」"),
        (
            "AI指針に関する意見募集（2026年12月20日まで）",
            "AI指針に関する意見募集（2027年1月15日まで）",
            "締切「2026-12-20」→「2027-01-15」",
        ),
    ],
)
def test_a_version_a_stage_a_date_of_effect_or_a_deadline_is_a_change(
    before: str, after: str, said: str
) -> None:
    assert material_change(Wording(title=before), Wording(title=after), "ja") == said


@pytest.mark.criterion("E2")
def test_a_change_is_said_in_the_language_of_the_item() -> None:
    before, after = Wording(title="Draft guidance on AI v1.0"), Wording(title="Guidance on AI v1.1 adopted")

    assert material_change(before, after, "en") == "version 1.0 → 1.1, stage draft → decided"


@pytest.mark.criterion("E3")
def test_an_item_is_withdrawn_when_its_address_is_gone_twice_a_day_apart() -> None:
    first = after_look(None, 404, NOW)
    early = after_look(first.gone_since, 404, NOW + timedelta(hours=23))
    late = after_look(early.gone_since, 410, NOW + timedelta(hours=24))

    assert (first.is_withdrawn, early.is_withdrawn, late.is_withdrawn) == (False, False, True)


@pytest.mark.criterion("E3")
@pytest.mark.parametrize("status", [200, 403, 500, 503])
def test_an_address_that_answers_otherwise_takes_nothing_back(status: int) -> None:
    assert after_look(NOW, status, NOW + timedelta(days=3)) == (None, False)


@pytest.mark.criterion("E3")
def test_a_look_that_learns_nothing_changes_nothing() -> None:
    assert after_look(NOW, None, NOW + timedelta(days=3)) == (NOW, False)
