"""Files say which version of which document they are, as companies write it; the former one steps back."""

from datetime import date
from pathlib import Path

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from bot.ingestion import FileOutcome, Ingestion
from knowledge.documents.document import Document, SourceClass
from knowledge.documents.intake import IntakeOptions
from knowledge.documents.loaders.load import load_file
from knowledge.documents.standing import standing_on
from retrieval.catalogue import ChunkCatalogue
from retrieval.indexer import Indexer
from retrieval.lexical import LexicalIndex
from tests.unit.test_ingestion import LengthEmbedder, LetterTokenizer, Shelfful

TODAY = date(2026, 9, 15)


class Shelf:
    """A folder and a record, and what puts the one into the other."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.record = Shelfful()
        indexer = Indexer(LengthEmbedder(), LetterTokenizer(), self.record, LexicalIndex(), ChunkCatalogue())
        self.ingestion = Ingestion(indexer, self.record)

    def put(self, *paths: Path, **options: object) -> tuple[FileOutcome, ...]:
        given = IntakeOptions.model_validate({"source_class": SourceClass.POLICY, **options})
        return self.ingestion.ingest(paths, given, lambda *_: None)

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def standings(self) -> dict[str, str]:
        held = self.record.documents()
        return {one.key: standing_on(one, TODAY, held) for one in held}


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


def _rules(limit: str, end: str = "", title: str = "旅費規程") -> str:
    clauses = f"第1条（目的）\nこの規程は旅費を定める。\n\n第2条（宿泊）\n宿泊費は{limit}までとする。"
    return f"{title}\n\n{clauses}\n\n{end}"


@pytest.mark.parametrize(
    ("written", "version", "start"),
    [
        ("附則\nこの規程は、2025年4月1日から施行する。", None, "2025-04-01"),
        (
            "附則\n1 この規程は、平成30年4月1日から実施する。\n2 2025年4月1日改定、同日施行。",
            None,
            "2025-04-01",
        ),
        ("附則\nこの規程は、令和7年10月1日に一部改正し、同日から施行する。", None, "2025-10-01"),
        ("附則\nこの規程は、2025年10月1日から施行する。第2版は、同日をもって廃止する。", "3", "2025-10-01"),
        ("改定履歴\n第1版 2023年4月1日 制定\n第2版 2025年6月1日 第2条改正", "2", "2025-06-01"),
        ("附則\nこの規程は、取締役会が承認した日から施行する。", None, None),
    ],
)
def test_version_and_day_are_read_where_japanese_rules_write_them(
    written: str, version: str | None, start: str | None, shelf: Shelf
) -> None:
    [outcome] = shelf.put(shelf.write("travel.txt", _rules("一万円", written)))

    [document] = outcome.documents
    assert document.version == (version or "1")
    assert (document.effective_from and document.effective_from.isoformat()) == start
    assert not start or any("effective_from" in one for one in outcome.warnings)


@pytest.mark.parametrize(
    ("cover", "version", "start"),
    [
        ("Version 2.1\nEffective date: 1 March 2026", "2.1", "2026-03-01"),
        ("Revision No. 4 | Effective from January 15, 2026", "4", "2026-01-15"),
        ("Rev. 3 - takes effect on 2026-02-01 - next review 2027-02-01", "3", "2026-02-01"),
        ("Version 5, last updated 5 May 2026", "5", "2026-05-05"),
    ],
)
def test_version_and_day_are_read_where_english_policies_write_them(
    cover: str, version: str, start: str, shelf: Shelf
) -> None:
    text = f"# Travel Policy\n\n{cover}\n\n## 1. Hotels\n\nA night costs at most 120 euros.\n"

    [outcome] = shelf.put(shelf.write("travel.md", text))

    [document] = outcome.documents
    assert (document.version, str(document.effective_from)) == (version, start)


def test_a_new_version_in_a_file_of_another_name_takes_the_place_of_the_former(shelf: Shelf) -> None:
    shelf.put(shelf.write("ryohi_2024.txt", _rules("一万円", "附則\nこの規程は、2024年4月1日から施行する。")))

    [outcome] = shelf.put(
        shelf.write("出張.txt", _rules("二万円", "附則\nこの規程は、2026年4月1日から施行する。"))
    )

    assert shelf.standings() == {"ryohi_2024@1": "superseded", "ryohi_2024@2": "in_force"}
    assert "taken for a version of ryohi_2024; --document names another" in outcome.warnings


def test_versions_named_in_file_names_are_versions_of_one_document(shelf: Shelf) -> None:
    first = shelf.write("経費規程_第1版.txt", _rules("一万円", title="経費のきまり"))
    second = shelf.write("経費規程_第2版.txt", _rules("二万円", title="経費のきまり"))

    shelf.put(first, second)

    assert shelf.standings() == {"経費規程@1": "superseded", "経費規程@2": "in_force"}


def test_a_changed_file_without_any_mark_is_the_next_version_and_the_former_stays(shelf: Shelf) -> None:
    shelf.put(shelf.write("travel.txt", _rules("一万円")))
    shelf.put(shelf.write("travel.txt", _rules("二万円")))

    [again] = shelf.put(shelf.write("travel.txt", _rules("二万円")))
    [first] = shelf.put(shelf.write("travel.txt", _rules("一万円")))

    assert shelf.standings() == {"travel@1": "superseded", "travel@2": "in_force"}
    assert (again.state, first.state) == ("unchanged", "unchanged")


def test_material_without_days_steps_back_behind_its_next_version_too(shelf: Shelf) -> None:
    shelf.put(shelf.write("offer.txt", _rules("一万円")), source_class=SourceClass.EXTERNAL)
    before = shelf.standings()

    shelf.put(shelf.write("offer.txt", _rules("二万円")), source_class=SourceClass.EXTERNAL)

    assert before == {"offer@1": "not_applicable"}
    assert shelf.standings() == {"offer@1": "superseded", "offer@2": "not_applicable"}


def test_a_version_that_is_named_again_with_other_words_is_corrected_and_said_so(shelf: Shelf) -> None:
    shelf.put(shelf.write("travel.txt", _rules("一万円")), version="1")

    [outcome] = shelf.put(shelf.write("travel.txt", _rules("二万円")), version="1")

    assert [one.key for one in shelf.record.documents()] == ["travel@1"]
    assert "travel@1 was held with other content, which is replaced" in outcome.warnings


def test_two_files_of_one_name_in_two_folders_are_not_taken_for_versions(shelf: Shelf) -> None:
    one = shelf.write("a/readme.txt", _rules("一万円"))
    other = shelf.write("b/readme.txt", _rules("二万円"))

    outcomes = shelf.put(one, other)

    assert [outcome.state for outcome in outcomes] == ["ingested", "failed"]
    assert "give each file its own document id or version" in outcomes[1].reason


def test_an_equal_title_for_other_readers_is_another_document(shelf: Shelf) -> None:
    dated = "附則\nこの規程は、{}年4月1日から施行する。"
    shelf.put(shelf.write("board.txt", _rules("五万円", dated.format(2024))), audience="board")

    shelf.put(shelf.write("staff.txt", _rules("一万円", dated.format(2026))))

    assert shelf.standings() == {"board@1": "in_force", "staff@1": "in_force"}


def test_the_same_text_for_other_readers_takes_the_place_of_what_was_open(shelf: Shelf) -> None:
    path = shelf.write("pay.txt", _rules("九万円"))
    shelf.put(path)

    [outcome] = shelf.put(path, audience="hr")

    assert [(one.key, one.audience) for one in shelf.record.documents()] == [("pay@1", "hr")]
    assert "pay@1 was held with other content, which is replaced" in outcome.warnings


def test_a_former_version_that_others_may_still_read_is_named(shelf: Shelf) -> None:
    shelf.put(shelf.write("pay.txt", _rules("九万円")))

    [outcome] = shelf.put(shelf.write("pay.txt", _rules("十万円")), audience="hr")

    assert "pay@1 stays readable for everyone; remove it if it should not" in outcome.warnings


def test_rules_that_end_another_document_by_its_title_supersede_it(shelf: Shelf) -> None:
    shelf.put(shelf.write("guideline.txt", _rules("一万円", title="旅費ガイドライン")))
    end = "附則\n1 この規程は、2026年4月1日から施行する。\n2 「旅費ガイドライン」は、同日廃止する。"

    [outcome] = shelf.put(shelf.write("rules.txt", _rules("二万円", end)))

    assert shelf.standings() == {"guideline@1": "superseded", "rules@1": "in_force"}
    assert "supersedes guideline was read from the text" in outcome.warnings


def test_a_word_file_is_known_by_what_stands_large_above_its_text_and_by_its_header(tmp_path: Path) -> None:
    path = tmp_path / "scan0012.docx"
    _word_file(path)

    document = _load(path)

    assert document.title == "生成AI利用規程"
    assert (document.version, document.effective_from) == ("4", date(2026, 4, 1))
    margin = next(one for one in document.sections if one.locator == "ヘッダー・フッター")
    assert margin.text == "社外秘 文書番号 KS-023\n第4版"


def _word_file(path: Path) -> None:
    made = docx.Document()
    made.sections[0].header.paragraphs[0].text = "社外秘　文書番号 KS-023"
    made.sections[0].footer.paragraphs[0].text = "第4版"
    made.sections[0].footer.add_paragraph("- 1 / 12 -")
    made.add_paragraph("株式会社ミズホ精工").alignment = WD_ALIGN_PARAGRAPH.CENTER
    title = made.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.add_run("生成AI利用規程").font.size = Pt(18)
    made.add_paragraph("（目的）")
    made.add_paragraph("第１条　この規程は、生成AIの利用について定める。")
    made.add_paragraph("附　則")
    made.add_paragraph("この規程は、2026年4月1日から施行する。")
    made.save(str(path))


def _load(path: Path) -> Document:
    [document] = load_file(path, IntakeOptions()).documents
    return document
