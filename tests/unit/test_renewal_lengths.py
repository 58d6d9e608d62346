"""For how long a contract is renewed each time is read beside its renewal, apart from its first term."""

import pytest

from bot.advisor.durations import find_durations
from bot.advisor.renewals import find_auto_renewals, find_renewal_months


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("First term 24 months, then it rolls over by 12 months unless we cancel.", 12),
        ("契約期間は2年、その後は1年ごとに自動更新です。", 12),
        ("3年契約で自動更新はありません。", None),
        ("It renews automatically.", None),
    ],
)
def test_a_renewal_length_stands_beside_its_renewal(text: str, months: int | None) -> None:
    assert find_renewal_months(text, find_auto_renewals(text), find_durations(text)) == months
