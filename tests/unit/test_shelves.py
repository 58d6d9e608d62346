"""Which shelves an answer draws on: the sample company's rules and one's own never meet unasked."""

import pytest

from bot.advisor.shelves import SampleSetting, choose_shelves
from knowledge.documents.document import Shelf


@pytest.mark.parametrize("sample_setting", ["auto", "on", "off"])
@pytest.mark.parametrize("holds_own_policy", [True, False])
def test_the_bundled_scope_is_the_shipped_corpus_as_it_is(
    sample_setting: SampleSetting, *, holds_own_policy: bool
) -> None:
    shelves = choose_shelves("bundled", holds_own_policy=holds_own_policy, sample_setting=sample_setting)

    assert shelves == {Shelf.KNOWLEDGE, Shelf.SAMPLE}


@pytest.mark.parametrize("sample_setting", ["auto", "on", "off"])
def test_the_ingested_scope_is_what_was_put_in_alone(sample_setting: SampleSetting) -> None:
    shelves = choose_shelves("ingested", holds_own_policy=False, sample_setting=sample_setting)

    assert shelves == {Shelf.OWN}


def test_a_policy_of_ones_own_replaces_the_sample() -> None:
    without = choose_shelves("all", holds_own_policy=False, sample_setting="auto")
    with_own = choose_shelves("all", holds_own_policy=True, sample_setting="auto")

    assert without == {Shelf.KNOWLEDGE, Shelf.OWN, Shelf.SAMPLE}
    assert with_own == {Shelf.KNOWLEDGE, Shelf.OWN}


@pytest.mark.parametrize("holds_own_policy", [True, False])
def test_the_setting_can_force_the_sample_in_or_out(*, holds_own_policy: bool) -> None:
    forced_in = choose_shelves("all", holds_own_policy=holds_own_policy, sample_setting="on")
    forced_out = choose_shelves("all", holds_own_policy=holds_own_policy, sample_setting="off")

    assert Shelf.SAMPLE in forced_in
    assert Shelf.SAMPLE not in forced_out
