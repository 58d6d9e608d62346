"""A title states nothing, nor do two words: what is no statement is refused, whatever its letters share."""

import pytest

from knowledge.documents.document import SourceClass
from tests.unit.test_verifying import verify_against

TEXT = "The most capable models tend toward natural monopoly, with potentially vast markets."
TITLE = "Market Concentration Implications of Foundation Models: toward natural monopoly"
JAPANESE = "汎用部品は急速に安くなり、独自部品で差がつく。"


@pytest.mark.parametrize(
    ("claim", "found"),
    [
        (TITLE, "title"),
        (f"{TITLE}.", "title"),
        ("market concentration implications of foundation models", "title"),
        ("The most capable models tend toward natural monopoly.", "verified"),
        ("toward natural monopoly", "verified"),  # words of the quote, which happen to stand in the title
    ],
)
def test_a_claim_says_more_than_a_title(claim: str, found: str) -> None:
    assert verify_against(TEXT, claim, title=TITLE, source_class=SourceClass.PAPER) == found


@pytest.mark.parametrize(
    ("text", "claim", "found"),
    [
        (TEXT, "cantine", "fragment"),
        (TEXT, "market models", "fragment"),
        (TEXT, "Vast markets.", "fragment"),
        (TEXT, "n", "fragment"),  # a letter stands in every quote
        (TEXT, "Models tend toward monopoly.", "verified"),
        (JAPANESE, "部品です。", "fragment"),
        (JAPANESE, "急速に安く", "fragment"),
        (JAPANESE, "汎用部品は急速に安くなります。", "verified"),
    ],
)
def test_a_claim_is_long_enough_to_state_something(text: str, claim: str, found: str) -> None:
    assert verify_against(text, claim, source_class=SourceClass.PAPER) == found
