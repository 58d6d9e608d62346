"""Build what was understood of a question, for the tests of understanding."""

from datetime import date

from bot.advisor.question import Question, Turn
from bot.advisor.situation import Situation
from bot.advisor.understanding import understand
from bot.advisor.vocabulary import NamedDocument, Vocabulary

TODAY = date(2026, 9, 15)  # a Tuesday
COMPANY = Vocabulary(
    departments=(
        "品質保証部", "生産技術部", "製造部", "人事総務部", "情報システム課", "DX推進部", "営業部", "購買部",
    ),
    officers=("課長", "部長", "本部長", "社長"),
    bodies=("AI利用審査会", "取締役会"),
    class_labels=("極秘", "秘", "社外秘", "公開"),
    documents=(NamedDocument(id="ai", titles=("ai利用規程", "ai利用"), versions=("2", "3")),),
    terms=("PoC", "社内AI環境"),
)  # fmt: skip
ENGLISH_COMPANY = Vocabulary(
    departments=("Quality Assurance Department", "Treasury", "People Team"),
    class_labels=("Strictly Confidential", "Confidential", "Internal", "Public"),
)


def understood(
    text: str,
    *earlier: str,
    asker: str | None = None,
    vocabulary: Vocabulary = COMPANY,
    as_of: date = TODAY,
) -> Situation:
    """Understand a text after the user's earlier messages, oldest first."""
    history = tuple(Turn(role="user", text=one) for one in earlier)
    question = Question(
        text=text, as_of=as_of, asker=asker, history=history, audiences=frozenset({"everyone"})
    )
    return understand(question, vocabulary)
