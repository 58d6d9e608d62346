"""docs/digest.md lists the acceptance criteria with the tests that show them, and is up to date."""

from pathlib import Path

from tests.unit.digest.criteria import PAGE, read_tests, write_page


def test_the_page_of_criteria_is_the_one_the_tests_give() -> None:
    assert Path(PAGE).read_text(encoding="utf-8") == write_page(read_tests()), (
        "run `python -m tests.unit.digest.criteria`"
    )
