"""Who asks, which day counts, and how much it hurries."""

from datetime import date

import pytest

from bot.advisor.vocabulary import Vocabulary
from tests.unit.understood import COMPANY, ENGLISH_COMPANY, TODAY, understood


@pytest.mark.parametrize(
    ("text", "asker", "position", "department"),
    [
        ("決裁は誰ですか", "課長", "課長", None),
        ("決裁は誰ですか", "品質保証部 課長", "課長", "品質保証部"),
        ("決裁は誰ですか", "生産技術部", None, "生産技術部"),
        ("総務の田中ですが、ログは何年ですか", None, None, "人事総務部"),
        ("品証ですけど、「秘」の検査データは入れられますか", None, None, "品質保証部"),
        ("情シスです。アカウントの共有は禁止ですか", None, None, "情報システム課"),
        ("生技の者です。治具の決裁は?", None, None, "生産技術部"),
        ("営業部の課長ですが、出張先で使えますか", None, "課長", "営業部"),
        ("私は部長として承認できますか", None, "部長", None),
        ("I'm a section manager in HR. May I use AI for hiring?", None, "section manager", "人事総務部"),
        ("部長の承認は要りますか", None, None, None),
        ("品質を上げるにはどうすればいいですか", None, None, None),
        ("製造部の人に研修は要りますか", None, None, None),
    ],
)
def test_the_asker_is_read(
    text: str, asker: str | None, position: str | None, department: str | None
) -> None:
    situation = understood(text, asker=asker)

    assert (situation.asker_position, situation.asker_department) == (position, department)


def test_a_department_is_known_by_its_form_without_any_vocabulary() -> None:
    situation = understood("鋳造課ですが、治具を60万円で買えますか", vocabulary=Vocabulary())

    assert situation.asker_department == "鋳造課"


def test_another_companys_department_is_known_by_its_name() -> None:
    situation = understood(
        "I work in Treasury. May we store personal data in the cloud?", vocabulary=ENGLISH_COMPANY
    )

    assert situation.asker_department == "Treasury"


def test_a_department_that_is_named_goes_with_the_use() -> None:
    use = understood("品質保証部は社内AI環境に検査データを入れられますか", vocabulary=COMPANY).use

    assert use is not None
    assert use.departments == ("品質保証部",)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2027年4月以降は部長がいくらまで決裁できますか", date(2027, 4, 1)),
        ("来年度から審査会の合議はどうなりますか", date(2027, 4, 1)),
        ("From April 2027, who approves JPY 4 million?", date(2027, 4, 1)),
        ("2025年9月30日時点ではPoCの上限はいくらでしたか", date(2025, 9, 30)),
        ("As of 1 June 2027, is concurrence needed?", date(2027, 6, 1)),
        ("令和9年4月からの規程では?", date(2027, 4, 1)),
        ("決裁は誰ですか。金曜までに知りたい", TODAY),
        ("来年4月に変わると聞いた。今の400万円の案件はもう部長でいい?", TODAY),
        ("来月から契約を開始する月5万円のAI、誰の決裁?", TODAY),
        ("明日の役員会でPoCの話をします。上限は?", TODAY),
        ("2023年の論文はもう古いですか", TODAY),
        ("去年の4月に研修を受けたきりの人がいます", TODAY),
        ("We signed the contract in March 2025", TODAY),
    ],
)
def test_the_day_whose_rules_count_is_the_one_asked_about(text: str, day: date) -> None:
    assert understood(text).rules_on == day


@pytest.mark.parametrize(
    ("text", "deadline", "is_urgent"),
    [
        ("至急です。決裁者を教えてください", None, True),
        ("金曜日までに稟議を出したい", date(2026, 9, 18), False),
        ("明日の会議で説明します。要点は?", date(2026, 9, 16), True),
        ("来週の役員会で使う一言を", date(2026, 9, 21), False),
        ("I need this by tomorrow: who signs off?", date(2026, 9, 16), True),
        ("ASAP please: who approves a pilot?", None, True),
        ("決裁者を教えてください", None, False),
    ],
)
def test_deadline_and_haste_are_read(text: str, deadline: date | None, is_urgent: bool) -> None:
    situation = understood(text)

    assert (situation.deadline.first if situation.deadline else None) == deadline
    assert situation.is_urgent is is_urgent


@pytest.mark.parametrize(
    ("text", "versions"),
    [
        ("第2版では無料版も使えたはずですが", ("2",)),
        ("AI利用規程の第三版の施行日は?", ("3",)),
        ("Does version 7 still apply?", ("7",)),
        ("Is the second edition still in force?", ("2",)),
        ("出版物にAIの絵を使えますか", ()),
    ],
)
def test_versions_believed_in_are_read(text: str, versions: tuple[str, ...]) -> None:
    assert understood(text).believed_versions == versions
