"""Check a corpus: every id once, every link and every named card there, phrasings of something that exists.

Run by a test over the bundled corpus and by whoever edits a copy. It compares ids and references only;
that a text is the intended one is beyond it.
"""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from knowledge.documents.bundled import load_bundled
from knowledge.documents.document import Document, Shelf
from knowledge.documents.phrasings import load_null_questions, load_phrasings
from knowledge.framework.framework import load_framework
from knowledge.framework.guides import load_guides


def check_corpus(root: Path | None = None) -> tuple[str, ...]:
    """Check the corpus at `root`, or the bundled one.

    Returns:
        One sentence for each fault; none when it is sound.

    Raises:
        CorpusError: If a file is missing or cannot be read at all.
    """
    documents = load_bundled(root)
    known = {section.id for document in documents for section in document.sections}
    return (
        *_repeated_ids(documents),
        *_one_sided_cards(documents),
        *_dangling_links(documents, known),
        *_missing_framework_cards(root, known),
        *_missing_guide_cards(root, known),
        *_stray_phrasings(root, known),
        *_repeated_versions(documents),
    )


def _repeated_ids(documents: Iterable[Document]) -> list[str]:
    places = Counter((section.id, section.language) for d in documents for section in d.sections)
    return [
        f"{identity} stands {count} times in {lang}"
        for (identity, lang), count in places.items()
        if count > 1
    ]


def _one_sided_cards(documents: Iterable[Document]) -> list[str]:
    sections = [s for d in documents if d.shelf == Shelf.KNOWLEDGE for s in d.sections]
    languages = Counter(section.id for section in sections)
    return [
        f"{identity} is there in one language only" for identity, count in languages.items() if count == 1
    ]


def _dangling_links(documents: Iterable[Document], known: set[str]) -> list[str]:
    linked = {
        (section.id, link)
        for document in documents
        for section in document.sections
        if section.card is not None
        for link in section.card.links
    }
    faults = [
        f"{source} links to {target}, which is not there" for source, target in linked if target not in known
    ]
    return sorted([*faults, *(f"{source} links to itself" for source, target in linked if source == target)])


def _missing_framework_cards(root: Path | None, known: set[str]) -> list[str]:
    framework = load_framework(root)
    named = [
        *(card for step in framework.steps for card in (step.card, step.content_card, step.phrase_card)),
        *(indicator.card for indicator in framework.indicators),
    ]
    return [f"framework.yaml names {card}, which is not there" for card in named if card not in known]


def _missing_guide_cards(root: Path | None, known: set[str]) -> list[str]:
    guides = load_guides(root).values()
    return [
        f"guides.yaml names {card} for {guide.intent}, which is not there"
        for guide in guides
        for card in guide.cards
        if card not in known
    ]


def _stray_phrasings(root: Path | None, known: set[str]) -> list[str]:
    phrasings = load_phrasings(root)
    load_null_questions(root)
    stray = sorted({phrasing.id for phrasing in phrasings} - known)
    return [f"phrasings are given for {identity}, which is not there" for identity in stray]


def _repeated_versions(documents: Iterable[Document]) -> list[str]:
    keys = Counter(document.key for document in documents)
    return [f"{key} is there {count} times" for key, count in keys.items() if count > 1]
