"""A title states nothing: a claim that only repeats what its source is called is refused."""

import pytest

from knowledge.documents.document import SourceClass
from tests.unit.test_verifying import verify_against

TEXT = "The most capable models tend toward natural monopoly, with potentially vast markets."
TITLE = "Market Concentration Implications of Foundation Models and natural monopoly"


@pytest.mark.parametrize(
    ("claim", "found"),
    [
        (TITLE, "title"),
        (f"{TITLE}.", "title"),
        ("market concentration implications of foundation models", "title"),
        ("The most capable models tend toward natural monopoly.", "verified"),
        ("Natural monopoly", "verified"),  # words of the quote, which happen to stand in the title
    ],
)
def test_a_claim_says_more_than_a_title(claim: str, found: str) -> None:
    assert verify_against(TEXT, claim, title=TITLE, source_class=SourceClass.PAPER) == found
