"""Excel, CSV and PowerPoint files as companies have them."""

import csv
import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pptx
from openpyxl.worksheet.worksheet import Worksheet
from pptx.util import Inches

from tests.integration.company_texts import Rules


def limits_sheet(rules: Rules) -> bytes:
    """A title, a header, rows, a note below: and a second sheet that is hidden."""
    book = openpyxl.Workbook()
    sheet = _sheet(book, "別表1" if rules.language == "ja" else "Limits")
    sheet.append([rules.title])
    for row in rules.table:
        sheet.append(list(row))
    sheet.append([])
    sheet.append([rules.clauses[2].text])
    hidden = book.create_sheet("old")
    hidden["A1"] = "hidden 4242"
    hidden.sheet_state = "hidden"
    return _saved(book)


def figures_sheet(rules: Rules) -> bytes:
    """Numbers with formats, percentages, dates and merged cells, header in the third row of column B."""
    book = openpyxl.Workbook()
    sheet = _sheet(book, "集計" if rules.language == "ja" else "Figures")
    names = ("部門", "費用", "比率") if rules.language == "ja" else ("Unit", "Cost", "Share")
    for column, name in enumerate(names, start=2):
        sheet.cell(3, column, name)
    unit = "製造部" if rules.language == "ja" else "Plant"
    for row, (cost, share) in enumerate(((1234500, 0.35), (987000, 0.125)), start=4):
        sheet.cell(row, 2, unit if row == 4 else None)
        sheet.cell(row, 3, cost).number_format = "#,##0"
        sheet.cell(row, 4, share).number_format = "0.0%"
    sheet.merge_cells("B4:B5")
    return _saved(book)


def clauses_sheet(rules: Rules) -> bytes:
    """One clause a row, with its number in the first column, over two sheets."""
    book = openpyxl.Workbook()
    sheet = _sheet(book, "規程" if rules.language == "ja" else "Rules")
    header = ("番号", "項目", "内容") if rules.language == "ja" else ("No", "Subject", "Rule")
    sheet.append(header)
    for at, clause in enumerate(rules.clauses, start=1):
        sheet.append([f"R-{at}", clause.caption, clause.text])
    book.create_sheet("備考" if rules.language == "ja" else "Notes")["C7"] = rules.start
    return _saved(book)


def limits_csv(rules: Rules, *, encoding: str, delimiter: str = ",") -> bytes:
    """The same table as text; one cell holds a line break and a comma."""
    held = io.StringIO()
    writer = csv.writer(held, delimiter=delimiter)
    writer.writerows(rules.table)
    writer.writerow(["注\n(税抜,概算)" if rules.language == "ja" else "note\n(net, rough)", "1,750", "-"])
    return held.getvalue().encode(encoding)


def slides(rules: Rules) -> bytes:
    """A title slide, a slide a clause with notes on the second, a table, a hidden slide."""
    show = pptx.Presentation()
    _slide(show, rules.title, rules.start)
    for at, clause in enumerate(rules.clauses):
        slide = _slide(show, clause.caption, clause.text)
        if at == 1:
            slide.notes_slide.notes_text_frame.text = _remark(rules)
    table_slide = show.slides.add_slide(show.slide_layouts[5])
    table_slide.shapes.title.text = "上限" if rules.language == "ja" else "Limits"
    shape = table_slide.shapes.add_table(3, 3, Inches(1), Inches(2), Inches(8), Inches(2))
    for row, texts in enumerate(rules.table):
        for column, text in enumerate(texts):
            shape.table.cell(row, column).text = text
    _slide(show, "hidden", "hidden 4242").element.set("show", "0")
    return _saved(show)


def grouped_slide(rules: Rules) -> bytes:
    """Text in free boxes, two of them in a group, no title."""
    show = pptx.Presentation()
    slide = show.slides.add_slide(show.slide_layouts[6])
    group = slide.shapes.add_group_shape()
    for at, clause in enumerate(rules.clauses):
        shapes = group.shapes if at > 1 else slide.shapes
        box = shapes.add_textbox(Inches(1), Inches(1 + at), Inches(8), Inches(1))
        box.text_frame.text = clause.text
    return _saved(show)


SHEET_MAKERS: dict[str, Callable[[Rules], bytes]] = {
    "limits": limits_sheet,
    "figures": figures_sheet,
    "clauses": clauses_sheet,
}


def _sheet(book: openpyxl.Workbook, title: str) -> Worksheet:
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = title
    return sheet


def _remark(rules: Rules) -> str:
    return (
        "質疑では、対象が68件あることを述べる。" if rules.language == "ja" else "Say that 68 cases are meant."
    )


def _slide(show: Any, title: str, text: str) -> Any:
    slide = show.slides.add_slide(show.slide_layouts[1])
    slide.shapes.title.text = title
    slide.placeholders[1].text = text
    return slide


def _saved(made: Any) -> bytes:
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()
