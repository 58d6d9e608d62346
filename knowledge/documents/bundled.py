"""Read the bundled corpus, or an altered copy of its folder, into documents.

The texts stand in `knowledge/corpus`; whether they are complete is checked by
`knowledge.corpus_check`.
"""

import hashlib
from importlib import resources
from pathlib import Path

from knowledge.documents.bibliography import documents_of_bibliography, read_bibliography
from knowledge.documents.cards import CorpusError, document_of_cards, read_cards
from knowledge.documents.document import Document, Shelf, SourceClass
from knowledge.documents.intake import IntakeOptions
from knowledge.documents.loaders.load import load_paths
from knowledge.documents.regulation_cards import FILE_NAME as REGULATION_FILE
from knowledge.documents.regulation_cards import documents_of_regulation

_CARD_SOURCES = (SourceClass.ARTICLE, SourceClass.PAPER, SourceClass.SUCCESSOR)
_DATA_SUFFIXES = frozenset({".jsonl", ".yaml", ".md"})


def bundled_root() -> Path:
    """Find the folder of the corpus that is installed with the package."""
    return Path(str(resources.files("knowledge.corpus")))


def load_bundled(root: Path | None = None) -> tuple[Document, ...]:
    """Read article, paper, successor, bibliography, regulation cards and the sample company's documents.

    Args:
        root: Folder of an altered copy; None for the bundled corpus.

    Returns:
        Documents in a fixed order, sealed: cards, records, regulation, then the sample's.

    Raises:
        CorpusError: If a file is missing or cannot be used; nothing is returned of the rest then.
    """
    folder = root or bundled_root()
    records = read_bibliography(folder / "bibliography.yaml")
    titles = {record.source: record.title for record in records}
    cards = []
    for source in _CARD_SOURCES:
        rows = read_cards(folder / f"{source.value}.jsonl")
        if not rows or source.value not in titles:
            raise CorpusError(f"{source.value}.jsonl", "no cards, or no record in bibliography.yaml")
        cards.append(document_of_cards(rows, source_class=source, title=titles[source.value]))
    regulation = documents_of_regulation(folder / REGULATION_FILE)
    return (*cards, *documents_of_bibliography(records), *regulation, *_load_sample(folder / "policies"))


def corpus_hash(root: Path | None = None) -> str:
    """Compute one sha256 over all data files of a corpus, names and contents."""
    folder = root or bundled_root()
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in _DATA_SUFFIXES:
            content = path.read_bytes()
            digest.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()


def _load_sample(folder: Path) -> tuple[Document, ...]:
    options = IntakeOptions(source_class=SourceClass.POLICY, shelf=Shelf.SAMPLE)
    reports = load_paths([folder], options)
    for report in reports:
        for problem in report.problems:
            raise CorpusError(report.origin, f"{problem.message}; {problem.remedy}")
    documents = tuple(document for report in reports for document in report.documents)
    if not documents:
        raise CorpusError(folder.name, "no policies")
    return documents
