"""A folder of every kind of file is read, each with its report, and sentences are found where they stand."""

import unicodedata
from pathlib import Path

import pytest

from knowledge.documents.intake import IntakeOptions, LoadReport
from knowledge.documents.loaders.load import load_file
from tests.integration.office_files import Sample, office_folder


def test_the_folder_holds_at_least_sixty_files_of_every_accepted_kind() -> None:
    endings = {Path(sample.name).suffix for sample in office_folder()}

    assert len(office_folder()) >= 60
    assert endings >= {".docx", ".pptx", ".xlsx", ".pdf", ".html", ".htm", ".csv", ".tsv", ".md", ".txt"}


@pytest.mark.parametrize("sample", office_folder(), ids=lambda sample: sample.name)
def test_a_known_sentence_is_found_at_its_clause_page_or_cell(sample: Sample, tmp_path: Path) -> None:
    path = tmp_path / sample.name
    path.write_bytes(sample.content)

    report = load_file(path, IntakeOptions())

    if sample.problem:
        assert [one.code for one in report.problems] == [sample.problem]
        assert report.problems[0].remedy
        return
    assert not report.problems
    assert sample.warning in "\n".join(report.warnings)
    assert not sample.absent or sample.absent not in _whole_text(report)
    for text, place in sample.spots:
        assert place in _where(report, text)


def _where(report: LoadReport, text: str) -> str:
    wanted = _squeeze(text)
    for document in report.documents:
        for section in document.sections:
            if wanted in _squeeze(section.text):
                return section.locator
    pytest.fail(f"{text!r} stands nowhere in {_whole_text(report)!r}")


def _whole_text(report: LoadReport) -> str:
    return "\n".join(f"{one.locator}: {one.text}" for doc in report.documents for one in doc.sections)


def _squeeze(text: str) -> str:
    return "".join(unicodedata.normalize("NFC", text).split())
