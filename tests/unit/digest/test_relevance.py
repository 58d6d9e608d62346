"""How news are ranked: words, status, reasons, feedback, profile."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from pydantic import ValidationError

from knowledge.profile import (
    CompanyProfile,
    UnreadableProfileError,
    read_profile,
    sample_profile,
    write_profile,
)
from knowledge.regulation.relevance import Headline, Ranking
from knowledge.regulation.relevance_affinity import AffinityScale, Vectors
from knowledge.regulation.relevance_learning import ENOUGH, Label, Traits, learn
from knowledge.regulation.relevance_status import NewsStatus, read_status
from knowledge.regulation.relevance_words import Topic, bundled_keywords, parse_keywords


def letters(texts: Sequence[str]) -> Vectors:
    """Embed by which characters occur: alike words are near, and nothing is loaded."""
    rows = np.zeros((len(texts), 512), dtype=np.float32)
    for row, text in zip(rows, texts, strict=True):
        for character in text:
            row[hash_of(character)] += 1
    lengths = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    vectors: Vectors = rows / lengths
    return vectors


def hash_of(character: str) -> int:
    return ord(character) % 512


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("AI事業者ガイドライン（第2.0版）を公表しました", "AI人材セミナーの開催について"),
        ("生成AIの調達ガイドラインを改定", "農業近代化資金融通法施行令の一部を改正する政令"),
        ("個人情報保護法の改正法が公布", "個人情報保護委員会 職員を募集しています"),
        ("Regulation on general-purpose AI models enters into force", "Agency appoints new chief economist"),
        ("CMA opens market investigation into cloud and AI partnerships", "CMA clears grocery merger"),
        ("Code of practice on AI training data adopted", "Call for tenders: AI training services"),
        ("優越的地位の濫用に関する指針（データ取引）", "月例経済報告"),
    ],
)
def test_what_binds_companies_using_ai_comes_before_what_does_not(better: str, worse: str) -> None:
    first, second = Ranking().rank([Headline(title=better), Headline(title=worse)])

    assert first.score > second.score
    assert second.tier == "also_seen"


@pytest.mark.parametrize(
    ("title", "source", "topic"),
    [
        ("生成AIに関する実態調査", "jftc", "competition"),
        ("個人データの越境移転に関するQ&Aの更新", "ppc", "data_protection"),
        ("AI Act guidelines published", "ec_digital", "ai_regulation"),
        ("複数の脆弱性に関する注意喚起", "jpcert", "security"),
        ("ISO/IEC 42001 の改訂", "iso", "standards"),
        ("きょうの天気", "", "other"),
    ],
)
def test_a_topic_comes_from_words_and_publisher(title: str, source: str, topic: Topic) -> None:
    [judged] = Ranking().rank([Headline(title=title, source=source)])

    assert judged.topic == topic


@pytest.mark.criterion("C5")
def test_the_reason_names_words_and_the_profile_field_and_what_counted_less() -> None:
    profile = CompanyProfile(data_classes=("個人情報",), systems=("社内の基幹システム",))
    ranking = Ranking(AffinityScale(letters, profile))

    [judged] = ranking.rank([Headline(title="個人情報保護法の改正法が公布、ポイントを解説")])

    assert judged.reason.in_words("ja") == (
        "話題：個人情報保護（公表・決定）。会社プロフィールの扱うデータ：個人情報。"
        "重みを下げた理由：解説・途中の資料"
    )
    assert judged.reason.in_words("en").startswith("about: data protection")


@pytest.mark.criterion("C5")
@pytest.mark.parametrize(
    ("title", "entry"),
    [
        ("個人情報の保護に関する法律の改正法が公布", "個人情報"),
        ("EU adopts data protection law", "個人情報"),
        ("AI Act guidelines published", "生成AIの指針"),
        ("部品メーカー向けのAI法の手引を公表", "部品"),
        ("独占禁止法とプラットフォームの取引の指針を公表", ""),
    ],
)
def test_the_profile_is_named_only_where_a_headline_shares_words_with_it(title: str, entry: str) -> None:
    profile = CompanyProfile(
        data_classes=("個人情報", "顧客の図面"),
        systems=("部品",),
        interests=("生成AIの指針",),
        people=("AI担当",),
    )

    [judged] = Ranking(AffinityScale(letters, profile)).rank([Headline(title=title)])

    assert judged.tier == "for_you"
    assert judged.reason.profile_entry == entry


def test_ai_is_not_named_beside_its_kinds() -> None:
    [judged] = Ranking().rank([Headline(title="生成AIに関するAI法の指針を公表")])

    assert judged.reason.in_words("ja") == "話題：AIの法制度、生成AI・基盤モデル（公表・決定）"
    assert judged.reason.in_words("en").endswith("(published or decided)")


def test_an_item_nothing_speaks_for_has_no_reason() -> None:
    [judged] = Ranking().rank([Headline(title="きょうの天気")])

    assert judged.reason.in_words("ja") == ""
    assert (judged.tier, judged.step) == ("also_seen", None)


@pytest.mark.criterion("C1")
@pytest.mark.parametrize(
    ("title", "status"),
    [
        (
            "○○指針（案）に関する意見募集について（2026年12月20日まで）",
            ("consultation", None, date(2026, 12, 20)),
        ),
        ("○○に関する意見募集の結果について", ("consultation_result", None, None)),
        ("○○法 公布（令和9年4月1日施行）", ("promulgated", date(2027, 4, 1), None)),
        ("○○基本計画を閣議決定", ("decided", None, None)),
        ("AI法 全面施行", ("in_force", None, None)),
        ("○○ガイドライン 第1.2版", ("revised", None, None)),
        ("○○に関する基本的な考え方（案）", ("draft", None, None)),
        (
            "Request for comments on AI standards, closes 15 January 2027",
            ("consultation", None, date(2027, 1, 15)),
        ),
        ("AI rules enter into force on 2 August 2027", ("in_force", date(2027, 8, 2), None)),
        ("Council adopts position", ("decided", None, None)),
        ("4月1日施行", ("in_force", None, None)),  # no year is written, so none is read
        ("新しい研究の紹介", (None, None, None)),
    ],
)
def test_the_stage_and_its_dates_are_read_and_never_guessed(
    title: str, status: tuple[str | None, date | None, date | None]
) -> None:
    read = read_status(title)

    assert (read.stage, read.effective_on, read.deadline) == status


def test_what_is_not_said_stays_unknown() -> None:
    assert read_status("") == NewsStatus()


def test_words_of_ones_own_count() -> None:
    text = """
subjects:
  bearings: {label: {ja: 軸受, en: bearings}, weight: 4, topic: standards, step: 3, pattern: 軸受}
acts: {}
less: {}
"""
    ranking = Ranking(keywords=parse_keywords(text))

    [judged] = ranking.rank([Headline(title="軸受の新しい規格")])

    assert judged.topic == "standards"
    assert judged.word_score > 0.6


def test_an_unknown_key_among_the_words_is_refused() -> None:
    with pytest.raises(ValidationError):
        parse_keywords(
            "subjects: {a: {label: {ja: あ}, weight: 1, pattern: x, colour: red}}\nacts: {}\nless: {}"
        )


def test_a_group_counts_once_however_often_its_words_occur() -> None:
    once, often = (bundled_keywords().read(text).weight for text in ("AI", "AI AI AI AI"))

    assert once == often


def a_label(score: float, topic: Topic = "security", *, is_useful: bool, source: str = "jpcert") -> Label:
    traits = Traits(score=score, word_score=score, nearness=0.5, topic=topic, source=source)
    return Label(traits=traits, is_useful=is_useful)


@pytest.mark.criterion("K3")
def test_a_few_labels_move_their_topic_and_source_a_little() -> None:
    learnt = learn([a_label(0.5, is_useful=False)] * 3)

    same, other = (
        a_label(0.5, is_useful=True).traits,
        a_label(0.5, "competition", is_useful=True, source="jftc"),
    )

    assert learnt.rescore(same) == pytest.approx(0.38)
    assert learnt.rescore(other.traits) == 0.5


@pytest.mark.criterion("K3")
@pytest.mark.parametrize("count", [ENOUGH - 1, ENOUGH, 500])
@pytest.mark.parametrize("score", [0.0, 0.1, 0.5, 0.9, 1.0])
def test_no_feedback_moves_a_score_by_more_than_a_quarter(count: int, score: float) -> None:
    labels = [a_label(0.9, is_useful=False)] * (count - 5) + [a_label(0.1, is_useful=True)] * 5

    moved = learn(labels).rescore(a_label(score, is_useful=True).traits)

    assert abs(moved - score) <= 0.2501
    assert 0 <= moved <= 1


@pytest.mark.criterion("K3")
def test_enough_labels_teach_what_scores_do_not_say() -> None:
    wanted = [a_label(0.5, "security", is_useful=True, source="a")] * 40
    unwanted = [a_label(0.5, "competition", is_useful=False, source="a")] * 40

    learnt = learn(wanted + unwanted)

    assert learnt.weights
    assert learnt.rescore(wanted[0].traits) > 0.6
    assert learnt.rescore(unwanted[0].traits) < 0.4


@pytest.mark.criterion("K3")
def test_without_labels_nothing_changes() -> None:
    assert learn([]).rescore(a_label(0.37, is_useful=True).traits) == 0.37


def test_a_profile_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    assert read_profile(tmp_path) is None

    write_profile(tmp_path, sample_profile().with_field("markets", ("台湾",)))

    read = read_profile(tmp_path)
    assert read is not None
    assert read.markets == ("台湾",)
    assert read.systems == sample_profile().systems


@pytest.mark.parametrize("text", ["colour: [red]", "markets: [", "markets: [1, [2]]", "- a"])
def test_a_profile_that_cannot_be_used_says_where_it_stands(tmp_path: Path, text: str) -> None:
    (tmp_path / "profile.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(UnreadableProfileError, match="profile"):
        read_profile(tmp_path)


def test_of_very_many_only_those_whose_words_say_most_are_measured() -> None:
    measured: list[str] = []

    def embed(texts: Sequence[str]) -> Vectors:
        measured.extend(texts)
        return np.ones((len(texts), 1), dtype=np.float32)

    many = [Headline(title=f"月例の統計 {n}") for n in range(600)] + [Headline(title="生成AIの指針を公表")]

    ranked = Ranking(AffinityScale(embed, CompanyProfile())).rank(many)

    assert len(ranked) == 601
    assert "生成AIの指針を公表" in measured
    assert sum(one.startswith("月例の統計 ") for one in measured) == 299
