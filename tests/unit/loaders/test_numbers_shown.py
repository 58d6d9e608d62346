"""Numbers are written as Word and Excel show them."""

import pytest

from knowledge.documents.loaders.docx_numbering import format_number
from knowledge.documents.loaders.grid import Row, column_name, sections_of_rows


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        (3, "decimal", "3"),
        (12, "decimalFullWidth", "１２"),
        (2, "aiueoFullWidth", "イ"),
        (2, "iroha", "ロ"),
        (21, "japaneseCounting", "二十一"),
        (110, "japaneseCounting", "百十"),
        (3, "decimalEnclosedCircle", "③"),
        (28, "lowerLetter", "bb"),
        (14, "upperRoman", "XIV"),
        (5, "a form nobody knows", "5"),
    ],
)
def test_a_count_is_written_in_its_form(value: int, form: str, shown: str) -> None:
    assert format_number(value, form) == shown


@pytest.mark.parametrize(("column", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_named_as_in_a_sheet(column: int, name: str) -> None:
    assert column_name(column) == name


def test_a_row_is_read_with_the_header_above_it() -> None:
    rows = [Row(2, ["", "区分", "上限額"]), Row(3, ["", "試行", "45万円"])]

    [section] = sections_of_rows(rows, sheet="別表1")

    assert section.text == "区分: 試行 | 上限額: 45万円"
    assert section.locator == "シート『別表1』 B3:C3"
