"""Two sums of one English range keep their own bounds."""

import pytest

from bot.advisor.amounts import find_amounts


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("over jpy 400,000 and up to and including jpy 2 million", ["over", "up_to"]),
        ("more than jpy 400,000 and below jpy 2 million", ["over", "under"]),
        ("over 400,000 yen and under ¥2,000,000", ["over", "under"]),
        ("jpy 400,000 and up", ["from"]),
        ("jpy 400,000 and above", ["from"]),
    ],
)
def test_the_words_before_a_second_sum_do_not_bound_the_first(text: str, bounds: list[str]) -> None:
    found = find_amounts(text)

    assert [one.bound for one in found] == bounds
