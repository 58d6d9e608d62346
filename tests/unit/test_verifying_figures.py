"""Figures are compared by value and by bound, never by writing."""

from datetime import date

import pytest

from bot.advisor.verifying_figures import unbacked_figures

DAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("claim", "backing"),
    [
        ("上限は200万円です。", "二百万円を上限とする。"),
        ("The limit is JPY 2M.", "上限は２００万円とする。"),
        ("2年間保存します。", "記録は24か月間保存しなければならない。"),
        ("It is kept for two years.", "記録は2年間保存する。"),
        ("2026年4月1日から使えます。", "この規程は令和8年4月1日から施行する。"),
        ("相見積は3社です。", "三社以上の見積を取る。"),
        ("Get three quotations.", "見積を3通以上とる。"),
        ("95%を超えません。", "95パーセントを上限とする。"),
        ("一部は十分です。", "数は書かれていない。"),
    ],
)
def test_the_same_figure_in_another_writing_is_backed(claim: str, backing: str) -> None:
    assert unbacked_figures(claim, [backing], DAY) == ()


@pytest.mark.parametrize(
    ("claim", "backing"),
    [
        ("上限は300万円です。", "二百万円を上限とする。"),
        ("200万円以上です。", "200万円未満とする。"),
        ("2年間保存します。", "記録は2か月間保存する。"),
        ("2026年4月2日から使えます。", "2026年4月1日から施行する。"),
        ("相見積は3社です。", "3人で確認する。"),
        ("工数を30%減らせます。", "工数を減らすことができる。"),
        ("It saves forty percent.", "It saves time."),
        ("USD 200 is the limit.", "上限は200円とする。"),
        ("第9条のとおりです。", "第8条 利用者は記録する。"),
    ],
)
def test_another_figure_is_not_backed(claim: str, backing: str) -> None:
    assert unbacked_figures(claim, [backing], DAY) != ()


def test_a_figure_may_come_from_any_of_the_backing_texts() -> None:
    backing = ["月12万円の契約は可能ですか", "12万円×24か月＝288万円"]

    assert unbacked_figures("総額288万円（月12万円、24か月）です。", backing, DAY) == ()
