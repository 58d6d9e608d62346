"""What a model reads of an item's page, and which of its sentences may stand. Pure.

The page is a stranger's text: it is sent as data, without sentences that speak to a reading program, and a
sentence stands only on words found in it, by the same checks as in answers.
"""

from collections.abc import Iterator
from datetime import date

from bot.advisor.drafting import LABELS, AnswerDraft, DraftRequest, NoDraft, SentPassage
from bot.advisor.drafting_preparation import Drafting
from bot.advisor.holdings import Place, hold_documents
from bot.advisor.materials_part import speaks_to_a_program
from bot.advisor.verifying import Closeness, Ground, verify_claim
from bot.digest.digest import News, SummaryNote
from knowledge.documents.canonical import canonical_text
from knowledge.documents.document import Document, Language, Section, Shelf, SourceClass
from knowledge.documents.language import detect_language
from knowledge.documents.sentences import split_sentences

MAX_SUMMARY = 300  # characters of two sentences together
_PASSAGE_CHARS = 500
_TITLE_CHARS = 300
_QUESTIONS: dict[Language, str] = {
    "ja": "この発表は何を知らせていますか。誰に何をいつから求めるかが分かるように、要約を一文、要点を一文で: "
    "{title}",
    "en": "What does this announcement say? One sentence as summary and one as key point, so that it is "
    "clear who must do what from when: {title}",
}


def prepare_summary(
    item: News, text: str, language: Language, day: date, closeness: Closeness | None = None
) -> Drafting | None:
    """Make what is sent of a page, and what its summary is held against.

    Args:
        item: Whose page it is.
        text: The page's main text.
        language: Of the summary.
        day: Of the digest.
        closeness: Compares texts of two languages.

    Returns:
        None where nothing is left to be summarised.
    """
    title = canonical_text(item.title)[:_TITLE_CHARS]
    passages = [one for one, _ in zip(_passages(text), LABELS, strict=False)]
    if not passages:
        return None
    sections = tuple(
        Section(id=f"{item.id}-{label}", text=passage, language=detect_language(passage))
        for label, passage in zip(LABELS, passages, strict=False)
    )
    document = Document(
        id=f"news-{item.id}",
        title=title,
        source_class=SourceClass.NEWS,
        shelf=Shelf.OWN,
        effective_from=item.published.date() if item.published else None,
        sections=sections,
    )
    question = _QUESTIONS[language].format(title=title)
    sent = tuple(
        SentPassage(label=label, title=title, text=one.text)
        for label, one in zip(LABELS, sections, strict=False)
    )
    ground = Ground(
        places={
            str(one.label): Place(document, section) for one, section in zip(sent, sections, strict=True)
        },
        holdings=hold_documents([document], guides={}),
        day=day,
        language=language,
        question=question,
        closeness=closeness,
    )
    return Drafting(DraftRequest(question=question, language=language, passages=sent), ground)


def verified_sentences(draft: AnswerDraft | NoDraft, ground: Ground) -> tuple[str, SummaryNote]:
    """Give the first two sentences of a draft that the page bears out, or why there are none.

    As in answers nothing is taken from a draft of which more fails than holds.
    """
    if isinstance(draft, NoDraft):
        return "", "no_draft"
    drafted = {one.claim: one for one in (draft.summary, *draft.key_points)}
    kept = [
        " ".join(claim.split())
        for claim, one in drafted.items()
        if not isinstance(
            verify_claim(claim, [(found.passage, found.anchor) for found in one.evidence], ground), str
        )
    ]
    if draft.status == "not_in_sources" or not kept or len(drafted) > 2 * len(kept):
        return "", "unverified"
    gap = "" if ground.language == "ja" else " "
    both = gap.join(kept[:2])
    return (both if len(both) <= MAX_SUMMARY else kept[0]), ""


def _passages(text: str) -> Iterator[str]:
    """Put whole sentences together, a paragraph's end between those that it parts."""
    held = ""
    for line in text.splitlines():
        for start, end in split_sentences(line):
            sentence = line[start:end][:_PASSAGE_CHARS]
            if speaks_to_a_program(sentence):
                continue
            if held and len(held) + len(sentence) > _PASSAGE_CHARS:
                yield held.strip()
                held = ""
            held += sentence
        held += "\n" if held else ""
    if held.strip():
        yield held.strip()
