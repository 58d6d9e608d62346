"""Intents are several, scored, and only nudge."""

import pytest

from bot.advisor.advice import Intent
from bot.advisor.question import Question
from bot.advisor.understanding import understand
from tests.unit.understood import COMPANY, TODAY, understood


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("ファインチューニングって何ですか", "explain_concept"),
        ("投資対効果はどう測ればいいですか", "roi_metrics"),
        ("小さく試すときの合格ラインは?", "poc_design"),
        ("導入後の維持費は誰の予算ですか", "ops_tco"),
        ("自前で作るのとSaaSを買うの、どっちが得?", "build_vs_saas"),
        ("社内データの管理体制を整えたい", "governance_data"),
        ("AI市場は寡占になりますか", "market_concentration"),
        ("オープンソースのモデルは安全ですか", "open_vs_proprietary"),
        ("無料のAIを使うのは規程違反ですか", "policy_check"),
        ("250万円のソフト、稟議は誰まで?", "approval_route"),
        ("ベンダーを切り替えるときのデータ返却は?", "vendor_exit"),
        ("EUのAI法は当社に関係ありますか", "regulation_watch"),
        ("現場の人をどう教育しますか", "education_org"),
        ("誤って図面を外部に送信した", "incident"),
        ("役員会で言う一言をください", "meeting_phrase"),
        ("この数字の出典は?", "source_question"),
        ("How do we measure the benefit?", "roi_metrics"),
        ("Should we build in-house or buy?", "build_vs_saas"),
        ("What happens when the vendor raises prices?", "vendor_exit"),
        ("Who wrote the paper?", "source_question"),
    ],
)
def test_the_intent_is_among_the_best_two(text: str, intent: Intent) -> None:
    assert intent in [one.intent for one in understood(text).intents[:2]]


def test_a_question_with_two_matters_has_two_intents() -> None:
    situation = understood("PoCを150万円でやりたい。KPIと決裁者を教えて")

    assert {one.intent for one in situation.intents} >= {"poc_design", "approval_route", "roi_metrics"}


def test_likeness_alone_makes_nothing_adversarial_or_out_of_scope() -> None:
    question = Question(text="運用の責任者は誰?", as_of=TODAY, audiences=frozenset({"everyone"}))

    situation = understand(question, COMPANY, {"adversarial": 1.0, "out_of_scope": 1.0})

    assert situation.score_of("out_of_scope") < 0.5
    assert situation.score_of("adversarial") < 0.5
    assert not situation.is_adversarial


def test_likeness_lifts_an_intent_that_no_word_speaks_for() -> None:
    question = Question(text="うちで回せるかどうかが心配です", as_of=TODAY, audiences=frozenset({"everyone"}))

    situation = understand(question, COMPANY, {"ops_tco": 0.8})

    assert situation.intents[0].intent == "ops_tco"
