"""Summaries of the digest: the configured model, the pages of items, and where both are kept."""

from datetime import datetime

from bot.digest.digest import News
from bot.digest.summarising import MemoryShelf, Summarising
from bot.storage.news_pages import DatabaseNewsPages
from bot.wiring.house import House
from bot.wiring.news_gathering import NewsGathering
from knowledge.regulation.pages import Page, PageReader


def make_summarising(house: House, gathering: NewsGathering, *, keeps: bool) -> Summarising | None:
    """Make what summarises a digest; None while no model is configured, so that no page is fetched.

    Args:
        house: Opened.
        gathering: Whose fetch and catalogue count for pages too.
        keeps: Whether pages and summaries are stored; a preview that writes nothing keeps none.
    """
    drafter = house.drafter
    if drafter is None:
        return None
    reader = PageReader(gathering.fetch)
    sources = {one.id: one for one in gathering.catalogue}

    def read(item: News, now: datetime) -> Page:
        source = sources.get(item.source)
        return reader.read(
            item.url,
            user_agent=source.ua if source else "",
            is_japanese=source.is_japanese if source else item.language == "ja",
            now=now,
        )

    shelf = DatabaseNewsPages(house.database) if keeps else MemoryShelf()
    return Summarising(drafter, house.settings.model_deadline, read, shelf, house.closeness)
