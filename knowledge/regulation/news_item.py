"""One piece of news as its publisher put it; who else tells it and how much it matters is found elsewhere."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Precision = Literal["time", "day", "unknown"]


class NewsItem(BaseModel):
    """An entry of a source, as text without markup."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(min_length=1)  # the same whenever the same entry is read again
    source: str
    title: str = Field(min_length=1)
    url: str = ""  # http or https, or nothing
    guid: str = ""
    published: datetime | None = None  # with a zone; midnight where only the day is given
    precision: Precision = "unknown"
    summary: str = ""
