"""A claim of another class than its quote is told apart."""

import pytest

from bot.advisor.verifying_modality import modalities_agree, modalities_of

FORBIDS = "顧客図面は、外部AIサービスに入力してはならない。"
PERMITS_IF = "ただし、情報システム部長が認めた場合は、入力することができる。"


@pytest.mark.parametrize(
    ("sentence", "modality"),
    [
        (FORBIDS, "prohibition"),
        ("Staff must not enter drawings.", "prohibition"),
        ("記録は2年間保存しなければならない。", "obligation"),
        ("Records shall be kept.", "obligation"),
        ("社内環境では利用してもよい。", "permission"),
        ("You may use the internal tool.", "permission"),
        ("小さく始めるべきである。", "recommendation"),
        ("費用が増えるおそれがあります。", "possibility"),
    ],
)
def test_the_class_of_a_sentence_is_read(sentence: str, modality: str) -> None:
    assert modalities_of(sentence) == {modality}


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("顧客図面の外部AIサービスへの入力は禁止です。", FORBIDS),
        ("Customer drawings must not be entered.", FORBIDS),
        ("情報システム部長が認めた場合は入力できます。", PERMITS_IF),
    ],
)
def test_a_claim_of_the_same_class_agrees(claim: str, quote: str) -> None:
    assert modalities_agree(claim, [quote])


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("顧客図面は外部AIサービスに入力してもよい。", FORBIDS),
        ("顧客図面は外部AIサービスに入力されます。", FORBIDS),
        ("入力することができる。", PERMITS_IF),  # the condition is dropped
        ("費用は増えます。", "費用が増えるおそれがあります。"),  # the hedge is dropped
        ("費用は含まれます。", "費用は含まれません。"),
        ("You must use it.", "You may use it."),
        ("入力できます。", ""),
    ],
)
def test_a_claim_of_another_class_does_not_agree(claim: str, quote: str) -> None:
    assert not modalities_agree(claim, [quote])
