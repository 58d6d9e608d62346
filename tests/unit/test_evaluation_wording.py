"""Words and numbers of an answer, compared with those of its key."""

import pytest

from bot.evaluation.wording import normalise, occurs


@pytest.mark.parametrize(
    ("pattern", "text", "is_there"),
    [
        ("200万円", "２,０００,０００ 円", True),
        ("200万", "JPY 2 million", True),
        ("200万", "1,200万円", False),
        ("1.3億", "USD 130m", True),
        ("3か月", "3 ヶ月以内", True),
        ("3年", "13年", False),
        ("2か月", "12か月", False),
        ("10%", "110％", False),
        ("/上限は200万/", "上限は 2,000,000円", True),
        ("review", "preview", False),
    ],
)
def test_words_and_numbers_are_found_however_they_are_written_and_only_whole(
    pattern: str, text: str, is_there: bool
) -> None:
    assert occurs(pattern, normalise(text)) is is_there
