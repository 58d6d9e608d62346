"""The answers follow the corpus: clauses renumbered, limits and authors changed in a copy of it."""

import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.advisor.advice import Advice
from bot.advisor.question import Question
from bot.settings import Settings
from bot.surfaces.cli.desk import Desk
from bot.wiring.desk import open_desk
from knowledge.documents.bundled import bundled_root
from knowledge.documents.document import EVERYONE

DAY = date(2026, 9, 15)


def alter_corpus(folder: Path) -> None:
    shutil.copytree(bundled_root(), folder, ignore=shutil.ignore_patterns("__pycache__", "*.py"))
    for path in [*folder.glob("policies/*.md"), *folder.glob("*.jsonl"), folder / "guides.yaml"]:
        path.write_text(path.read_text(encoding="utf-8").replace("A3-8", "A3-28"), encoding="utf-8")
    rules = folder / "policies" / "ai-use-policy-v3.md"
    text = rules.read_text(encoding="utf-8")
    text = text.replace("### 第8条(PoCの条件)", "### 第28条(PoCの条件)").replace(
        "税抜200万円以下", "税抜350万円以下"
    )
    text = text.replace("期間3か月以内(延長1回、2か月まで)", "期間5か月以内(延長2回、1か月まで)")
    rules.write_text(_move_to_end(text), encoding="utf-8")
    records = folder / "bibliography.yaml"
    altered = records.read_text(encoding="utf-8").replace(
        "[Jai Vipra, Anton Korinek]", "[Mika Arai, Tom Berg]"
    )
    records.write_text(altered, encoding="utf-8")


def _move_to_end(text: str) -> str:
    """Put the renumbered clause where its number belongs: before the supplement."""
    clause = re.search(r"### 第28条.*?(?=\n## )", text, re.DOTALL)
    assert clause
    return text.replace(clause[0], "").replace("\n## 附則", f"\n{clause[0].strip()}\n\n## 附則")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("altered")
    alter_corpus(folder / "corpus")
    settings = Settings(home=folder / "home", corpus=folder / "corpus")
    with open_desk(settings, lambda *_: None, today=DAY) as opened:
        yield opened


def ask(desk: Desk, text: str, day: date = DAY) -> Advice:
    return desk.answer(Question(text=text, as_of=day, audiences=frozenset({EVERYONE})))


def said(advice: Advice) -> str:
    """Everything that is said, without the list of sources."""
    parts = (advice.summary, *advice.key_points, *advice.policy, *advice.recommendations)
    return " ".join(one.text for one in parts)


def ids(advice: Advice) -> set[str]:
    return {one.id for one in advice.citations}


@pytest.mark.parametrize(
    "question",
    [
        "PoCいくらまで？",
        "PoCの費用の上限を教えてください。",
        "お試し導入ってなんぼまで使えるん",
        "試行の予算はいくらが限度でしょうか",
        "How much may a PoC cost?",
        "What is the cost limit for a trial?",
    ],
)
def test_the_limit_of_a_trial_is_the_altered_one(desk: Desk, question: str) -> None:
    advice = ask(desk, question)

    assert "A3-28" in ids(advice)
    assert re.search(r"350万円|3,500,000", said(advice))
    assert not re.search(r"200万円|2,000,000", said(advice))
    assert all(one.verified for one in advice.citations)


@pytest.mark.parametrize(
    "question",
    [
        "PoCの期間は何か月まで？",
        "試行はどのくらいの期間できますか",
        "PoC、何ヶ月やっていいの",
        "PoC期間の上限を教えてください",
        "How long may a pilot last?",
    ],
)
def test_the_length_of_a_trial_is_the_altered_one(desk: Desk, question: str) -> None:
    advice = ask(desk, question)

    assert "A3-28" in ids(advice)
    assert re.search(r"5か月|5 months", said(advice))
    assert not re.search(r"(?<!\d)3か月|(?<!\d)3 months", said(advice))


@pytest.mark.parametrize(
    "question",
    [
        "論文の著者は誰ですか",
        "あの論文って誰が書いたの？",
        "arXiv:2311.01550 の著者を教えてください",
        "Who wrote the paper?",
        "Who are the authors of the paper behind the article?",
    ],
)
def test_the_authors_are_the_altered_ones(desk: Desk, question: str) -> None:
    advice = ask(desk, question)

    assert "BIB-paper" in ids(advice)
    assert "Mika Arai" in said(advice)
    assert "Vipra" not in said(advice)


@pytest.mark.parametrize(
    "question",
    [
        "三つの段階とは何ですか",
        "三段の進め方を教えて",
        "どういう順番で進めればいい？",
        "うちのような中堅製造業はどう動けばよいですか",
        "What are the three steps?",
        "How should a mid-sized manufacturer proceed?",
    ],
)
def test_the_three_steps_come_in_order_each_with_its_card(desk: Desk, question: str) -> None:
    advice = ask(desk, question)

    assert [one.step for one in advice.recommendations] == [1, 2, 3]
    assert {"SD-19", "SD-20", "SD-21"} <= ids(advice)
    assert all(one.citations for one in advice.recommendations)


@pytest.mark.parametrize(
    "question",
    [
        "三つの指標とは何ですか",
        "投資対効果は何で測ればいいですか",
        "効果を見る指標を三つ教えて",
        "What are the three indicators?",
        "Which indicators should we judge the return by?",
    ],
)
def test_the_three_indicators_are_named_with_their_cards(desk: Desk, question: str) -> None:
    advice = ask(desk, question)

    assert {"SD-04", "SD-05", "SD-06"} <= ids(advice)


@pytest.mark.parametrize(
    ("question", "day", "version"),
    [
        ("AI利用規程はどの版が有効ですか", date(2026, 9, 15), "第3版"),
        ("AI利用規程、いま有効なのは第何版？", date(2025, 6, 1), "第2版"),
        ("AI利用規程の現行版を教えて", date(2026, 9, 15), "第3版"),
        ("最新のAI利用規程は何版ですか", date(2025, 6, 1), "第2版"),
        ("Which version of the AI利用規程 is in force?", date(2026, 9, 15), "第3版"),
    ],
)
def test_the_version_in_force_is_named(desk: Desk, question: str, day: date, version: str) -> None:
    advice = ask(desk, question, day)

    [current] = [one for one in advice.policy if "有効なのは" in one.text or "that counts" in one.text][:1]
    first = re.split(r"。|\. ", current.text)[0]
    assert version in first


@pytest.mark.parametrize(
    "question",
    [
        "明日の名古屋の天気は?",
        "近くのおいしいラーメン屋は？",
        "トヨタの株価は今いくら？",
        "What is the weather tomorrow?",
        "Who won the football match?",
    ],
)
def test_what_does_not_belong_is_not_answered(desk: Desk, question: str) -> None:
    advice = ask(desk, question)

    assert advice.abstained == "full"
    assert advice.summary.text
    assert advice.markdown
