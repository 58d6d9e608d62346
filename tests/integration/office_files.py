"""A folder as companies have them: every kind of file, with what must be found where."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tests.integration import page_files, sheet_files, text_files, word_files
from tests.integration.company_texts import ALL_RULES, DATA, PILOT, PURCHASE, USE, Rules


@dataclass(frozen=True)
class Sample:
    """One file, and which sentence must be cited with which place."""

    name: str
    content: bytes
    spots: tuple[tuple[str, str], ...] = ()  # text, part of the locator
    warning: str = ""  # part of one that must be given
    problem: str = ""  # its code, where the file must be refused
    absent: str = ""  # text that must not be taken in


@cache
def office_folder() -> tuple[Sample, ...]:
    """Make all files; the same ones each time but for dates inside Office files."""
    return (
        *_word(), *_pages(), *_sheets(), *_slides(), *_webs(), *_texts(), *_misnamed(), *_refused(),
    )  # fmt: skip


def _word() -> Iterator[Sample]:
    for rules in ALL_RULES:
        for kind, make in word_files.WORD_MAKERS.items():
            if kind in _SPECIAL_WORD and rules not in (USE, DATA):
                continue
            number = "" if kind == "headed" else _clause(rules, 3)
            yield Sample(
                f"word_{rules.name}_{kind}.docx",
                make(rules),
                ((rules.clauses[2].text, number or rules.clauses[2].caption), *_word_spots(rules, kind)),
                _SPECIAL_WORD.get(kind, ""),
                absent="999日" if kind == "changes" else "4242",
            )


_SPECIAL_WORD = {"changes": "tracked changes", "hidden": "hidden text", "footnotes": "", "table": ""}


def _word_spots(rules: Rules, kind: str) -> tuple[tuple[str, str], ...]:
    ja = rules.language == "ja"
    spots = {
        "numbered": ("細目3は、別に503号" if ja else "is set out in notice 503", ""),
        "table": (" | ".join(rules.table[2]), _clause(rules, 4)),
        "footnotes": ("写真77枚" if ja else "77 photographs", _clause(rules, 2)),
        "changes": ("別に564号" if ja else "notice 564", _clause(rules, 3)),
    }
    return (spots[kind],) if kind in spots else ()


def _pages() -> Iterator[Sample]:
    for rules in ALL_RULES:
        name = f"pdf_{rules.name}"
        text = rules.clauses[2].text
        yield Sample(
            f"{name}_clauses.pdf",
            page_files.clauses_over_pages(rules),
            ((text, f"{_clause(rules, 3)} (p.3)"),),
        )
        yield Sample(
            f"{name}_prose.pdf",
            page_files.prose_over_pages(rules),
            ((text, "p.3"), (rules.clauses[1].text, "p.2")),
        )
        where = "別表1 (p.1)" if rules.language == "ja" else "Appendix A (p.1)"
        yield Sample(
            f"{name}_table.pdf", page_files.with_table(rules), ((" | ".join(rules.table[2]), where),)
        )
    yield Sample(
        "pdf_partly_scanned.pdf",
        page_files.partly_scanned(USE),
        ((USE.clauses[3].text, "p.1"),),
        "pages 2 are pict",
    )


def _sheets() -> Iterator[Sample]:
    for rules in ALL_RULES:
        name, ja = f"sheet_{rules.name}", rules.language == "ja"
        place = "シート『別表1』 A4:C4" if ja else "sheet “Limits” A4:C4"
        note = "シート『別表1』 A6" if ja else "sheet “Limits” A6"
        yield Sample(
            f"{name}_limits.xlsx",
            sheet_files.limits_sheet(rules),
            ((f"{rules.table[0][1]}: {rules.table[2][1]}", place), (rules.clauses[2].text, note)),
            "hidden sheets were left out: old",
            absent="4242",
        )
        place = "シート『集計』 B5:D5" if ja else "sheet “Figures” B5:D5"
        yield Sample(
            f"{name}_figures.xlsx", sheet_files.figures_sheet(rules), (("987,000", place), ("12.5%", place))
        )
        place = "C7"
        yield Sample(f"{name}_clauses.xlsx", sheet_files.clauses_sheet(rules), ((rules.start, place),))
    for encoding in ("utf-8", "utf-8-sig", "cp932", "euc_jp", "utf-16"):
        made = sheet_files.limits_csv(USE, encoding=encoding)
        yield Sample(f"table_{encoding}.csv", made, (("730万円", "A3:C3"), ("1,750", "A4")))
    yield Sample(
        "table_tabs.tsv",
        sheet_files.limits_csv(DATA, encoding="utf-8", delimiter="\t"),
        (("7,300,000", "A3:C3"),),
    )


def _slides() -> Iterator[Sample]:
    for rules in ALL_RULES:
        ja = rules.language == "ja"
        spots = (
            (rules.clauses[2].text, "スライド4" if ja else "slide 4"),
            ("68件" if ja else "68 cases", "スライド3 ノート" if ja else "slide 3, notes"),
            (" | ".join(rules.table[2]), "スライド6" if ja else "slide 6"),
        )
        yield Sample(
            f"slides_{rules.name}.pptx",
            sheet_files.slides(rules),
            spots,
            "hidden slides were left out: 7",
            absent="4242",
        )
    yield Sample("slides_grouped.pptx", sheet_files.grouped_slide(USE), ((USE.clauses[3].text, "スライド1"),))


def _webs() -> Iterator[Sample]:
    for rules in ALL_RULES:
        yield Sample(
            f"page_{rules.name}.html",
            text_files.page(rules),
            ((rules.clauses[2].text, _clause(rules, 3)),),
            absent="4242",
        )
    for encoding in ("shift_jis", "euc-jp"):
        yield Sample(
            f"page_{encoding}.htm",
            text_files.page(USE, encoding=encoding),
            ((USE.clauses[2].text, "第3条"),),
            "hidden text",
            absent="4242",
        )
    undeclared = text_files.page(PURCHASE, encoding="cp932", declared=False)
    yield Sample("page_undeclared.html", undeclared, ((PURCHASE.clauses[0].text, "第1条"),), "read as cp932")
    yield Sample("page_old.html", text_files.old_page(USE), ((USE.clauses[1].text, "第2条"),))
    yield Sample("page_old_english.html", text_files.old_page(PILOT), ((PILOT.clauses[1].text, "Article 2"),))


def _texts() -> Iterator[Sample]:
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp932", "euc_jp", "iso2022_jp"):
        yield Sample(
            f"text_{encoding}.txt",
            text_files.plain(USE, encoding=encoding),
            ((USE.clauses[2].text, "第3条"),),
        )
    yield Sample(
        "text_windows.txt", text_files.plain(DATA, line_end="\r\n"), ((DATA.clauses[2].text, "Article 3"),)
    )
    for rules in (USE, DATA):
        yield Sample(
            f"text_{rules.name}.md", text_files.markdown(rules), ((rules.clauses[2].text, _clause(rules, 3)),)
        )


def _misnamed() -> Iterator[Sample]:
    word, pdf = word_files.typed(PURCHASE), page_files.clauses_over_pages(PILOT)
    sheet, web = sheet_files.limits_sheet(USE), text_files.page(USE)
    yield Sample(
        "word_named_pdf.pdf", word, ((PURCHASE.clauses[0].text, "第1条"),), "read as what it is: a Word"
    )
    yield Sample("pdf_named_word.docx", pdf, ((PILOT.clauses[0].text, "(p.1)"),), "read as what it is: a PDF")
    yield Sample("sheet_named_word.docx", sheet, (("730万円", "別表1"),), "read as what it is: an Excel")
    yield Sample("pdf_named_text.txt", pdf, ((PILOT.clauses[0].text, "(p.1)"),), "read as what it is: a PDF")
    yield Sample("page_named_word.docx", web, ((USE.clauses[0].text, "第1条"),), "read as what it is: a web")


def _refused() -> Iterator[Sample]:
    yield Sample("scan.pdf", page_files.scanned(USE), problem="empty")
    yield Sample("password.pdf", page_files.with_password(USE), problem="unsupported_type")
    yield Sample(
        "old_office.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000), problem="unsupported_type"
    )
    yield Sample("text_named.pdf", b"This is not a PDF at all.\n", problem="unsupported_type")
    yield Sample("picture.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(400), problem="unsupported_type")
    yield Sample("empty.docx", b"", problem="empty")


def _clause(rules: Rules, at: int) -> str:
    return f"第{at}条" if rules.language == "ja" else f"Article {at}"
