"""Hostile files end in time, cost this process nothing, and leave all of a document or nothing of it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.integration.bombs.archives import ARCHIVE_BOMBS
from tests.integration.bombs.others import PDF_BOMBS, TEXT_BOMBS
from tests.integration.reading_place import MAX_GROWTH_BYTES, MAX_SECONDS, ReadingPlace

_ALL: dict[str, Callable[[], bytes]] = {**ARCHIVE_BOMBS, **PDF_BOMBS, **TEXT_BOMBS}
_QUICK = frozenset(
    {
        "docx_laughing.docx", "xlsx_overlapping.xlsx", "xlsx_far_cell.xlsx", "pptx_deep_groups.pptx",
        "pdf_million_pages.pdf", "pdf_bad_table.pdf", "html_deep.html", "csv_nuls.csv",
    }
)  # fmt: skip
_MUST_FAIL = frozenset(
    {
        "docx_large.docx", "xlsx_large.xlsx", "pptx_large.pptx", "docx_lying.docx", "docx_laughing.docx",
        "docx_many_entries.docx", "xlsx_far_cell.xlsx", "pdf_400_mb.pdf", "pdf_twice_packed.pdf",
        "pdf_60_mb_of_text.pdf", "pdf_no_end.pdf", "csv_many_rows.csv", "docx_noise.docx",
    }
)  # fmt: skip


def test_at_least_forty_kinds_of_harm_are_tried() -> None:
    assert len(_ALL) >= 40


@pytest.mark.parametrize(
    "name", [pytest.param(one, marks=() if one in _QUICK else pytest.mark.slow) for one in _ALL]
)
def test_a_hostile_file_ends_in_time_and_is_held_whole_or_not_at_all(name: str, tmp_path: Path) -> None:
    place = ReadingPlace(tmp_path)

    reading = place.ingest(name, _ALL[name]())

    assert reading.seconds <= MAX_SECONDS
    assert reading.growth <= MAX_GROWTH_BYTES
    assert place.holds_all_or_nothing(reading.outcome)
    assert name not in _MUST_FAIL or reading.outcome.state == "failed"
    taken = "".join(section.text for one in reading.outcome.documents for section in one.sections)
    assert "root:" not in taken  # the machine's own file that some of them name
    assert not Path("/tmp/sandan-climbed").exists()
