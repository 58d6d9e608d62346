"""Which items become documents of class news, and how they are named and dated."""

from datetime import date

from bot.digest.citable import citable_rows
from bot.digest.digest import News
from knowledge.documents.document import SourceClass
from tests.unit.digest.builders import a_candidate


def some_news(identity: str, title: str, **values: object) -> News:
    return News(**a_candidate(identity, title=title, **values).model_dump(exclude={"relevance"}))


def test_an_item_that_may_matter_is_a_dated_row_with_its_publisher_and_address() -> None:
    [rows] = citable_rows([some_news("n1", "生成AIの指針を公表", summary="要約です。")]).values()

    [row] = rows
    assert (row.document, row.effective_from) == ("news-meti-2026-11-23", date(2026, 11, 23))
    assert row.source_class == SourceClass.NEWS
    assert row.text == "要約です。\n経済産業省 https://example.go.jp/n1"


def test_items_of_one_source_and_day_are_one_document() -> None:
    held = citable_rows([some_news("n1", "生成AIの指針を公表"), some_news("n2", "AI法の施行について")])

    assert {name: len(rows) for name, rows in held.items()} == {"news-meti-2026-11-23": 2}


def test_what_cannot_matter_and_what_has_no_date_is_no_document() -> None:
    news = [some_news("n1", "月例の統計を公表"), some_news("n2", "生成AIの指針を公表", published=None)]

    assert citable_rows(news) == {}
