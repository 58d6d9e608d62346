"""Write an answer as a fragment of HTML: conclusion first, sources last.

Every string is escaped; the only elements are the template's. The only links lead to a passage of ours that
code has found in the record.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

from markupsafe import Markup

from bot.advisor.advice import Advice, Citation
from bot.advisor.labels import Labels, labels_for
from bot.advisor.markdown import name_source
from bot.surfaces.web.pages import render_page, source_address, words_for
from knowledge.documents.document import Language


def render_fragment(advice: Advice, *, page_language: Language | None = None, prefix: str = "s") -> Markup:
    """Write the answer; parts that are empty are left out.

    Args:
        advice: The answer.
        page_language: Of the words around it; None: the answer's.
        prefix: Begins the names of its sources, so that several answers can stand on one page.
    """
    labels = labels_for(advice.language)
    values = {
        "advice": advice,
        "labels": labels,
        "words": words_for(page_language or advice.language),
        "anchors": Anchors.to(advice.citations, prefix),
        "particulars": lambda citation: " | ".join(describe_particulars(citation, labels)),
        "address": source_address,
    }
    # Jinja has escaped every value that went in.
    return Markup(render_page("answer.html", values))  # noqa: S704


@dataclass(frozen=True)
class Anchors:
    """Names of the sources on a page, so that a number in a text leads to its source.

    Attributes:
        prefix: Of all names.
        verified: Numbers of the sources that were found in the record; others lead nowhere.
    """

    prefix: str
    verified: frozenset[int]

    @classmethod
    def to(cls, citations: Iterable[Citation], prefix: str = "s") -> Self:
        """Name some sources."""
        return cls(prefix, frozenset(one.n for one in citations if one.verified))

    def name(self, number: int) -> str:
        """Give the name of a source."""
        return f"{self.prefix}-{number}"

    def leads_to(self, number: int) -> str | None:
        """Give the address of a source on the same page; None for one that was not found."""
        return f"#{self.name(number)}" if number in self.verified else None


def describe_particulars(citation: Citation, labels: Labels) -> Iterator[str]:
    """Say which source it is and how far it can be relied on."""
    grade = labels.grades.get(citation.grade or "", "")
    is_article_card = citation.source_class == "article" and citation.quote_kind == "restated"
    candidates = (
        citation.id if citation.locator in {"", citation.id} else f"{citation.id} {citation.locator}",
        name_source(citation, labels),
        labels.sample if citation.is_sample else "",
        labels.excerpt if citation.is_excerpt else "",
        labels.standings.get(citation.status, ""),
        labels.article_summary if is_article_card and not grade else grade,
        "" if citation.verified else labels.unverified,
    )
    return (one for one in candidates if one)
