"""Anchors are found where they were copied from, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.advisor.anchoring import locate_anchor, sentences_around

RULE = (
    "第3条　顧客図面は、外部ＡＩサービスに入力して\nはならない。"
    "ただし、情報システム部長が認めた「社内環境」は除く。費用は１００万円未満とする。"
)
ENGLISH = (
    "Staff must not enter customer draw-\nings into “external” services. The limit is JPY 1,000,000 per year."
)


@pytest.mark.parametrize(
    ("anchor", "copied"),
    [
        ("外部AIサービスに入力してはならない", "外部ＡＩサービスに入力して\nはならない"),
        ("情報システム部長が認めた｢社内環境｣", "情報システム部長が認めた「社内環境」"),
        ("費用は 100万円未満とする", "費用は１００万円未満とする"),
        ("第3条 顧客図面は、外部AI", "第3条　顧客図面は、外部ＡＩ"),
    ],
)
def test_a_japanese_anchor_is_found_through_width_wraps_and_quotes(anchor: str, copied: str) -> None:
    span = locate_anchor(RULE, anchor)

    assert span is not None
    assert RULE[span[0] : span[1]] == copied


@pytest.mark.parametrize(
    ("anchor", "copied"),
    [
        ("must not enter customer drawings into", "must not enter customer draw-\nings into"),
        ('drawings into "EXTERNAL" services', "draw-\nings into “external” services"),
        ("limit is JPY 1,000,000", "limit is JPY 1,000,000"),
    ],
)
def test_an_english_anchor_is_found_through_hyphens_case_and_quotes(anchor: str, copied: str) -> None:
    span = locate_anchor(ENGLISH, anchor)

    assert span is not None
    assert ENGLISH[span[0] : span[1]] == copied


@pytest.mark.parametrize(
    "anchor",
    [
        "",
        "顧客図面",  # too short
        "外部AIサービスに入力してもよい",  # permission altered
        "費用は200万円未満とする",  # number altered
        "情報システム部長が認めない社内環境",
    ],
)
def test_a_japanese_anchor_that_was_not_copied_is_not_found(anchor: str) -> None:
    assert locate_anchor(RULE, anchor) is None


@pytest.mark.parametrize(
    "anchor",
    [
        "Staff must",
        "Staff must enter customer drawings",
        "The limit is JPY 1,000",
        "e limit is JPY 1,000,000",
    ],
)
def test_an_english_anchor_that_cuts_words_or_numbers_is_not_found(anchor: str) -> None:
    assert locate_anchor(ENGLISH, anchor) is None


def test_the_quote_is_widened_to_the_whole_sentence() -> None:
    span = locate_anchor(RULE, "情報システム部長が認めた「社内環境」")
    assert span is not None

    start, end = sentences_around(RULE, span)

    assert RULE[start:end] == "ただし、情報システム部長が認めた「社内環境」は除く。"


@given(
    before=st.text(alphabet="規程は定める。ａＡ1 \n　\u200b", max_size=40),
    core=st.text(alphabet="顧客図面入力禁止", min_size=8, max_size=20),
    after=st.text(alphabet="と する。\nxyz２", max_size=40),
)
def test_what_was_copied_is_found_with_the_same_words(before: str, core: str, after: str) -> None:
    text = f"{before}{core}{after}"

    span = locate_anchor(text, core)

    assert span is not None
    assert text[span[0] : span[1]] == core
