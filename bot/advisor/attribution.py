"""Say of every sentence whose it is: the article, the paper of 2023, the successor of 2024, a vendor's paper.

Practical advice is the article's, competition policy the paper's; a market statement carries its date.
"""

from knowledge.documents.document import Language, SourceClass

_NAMES: dict[Language, dict[SourceClass, str]] = {
    "ja": {
        SourceClass.ARTICLE: "記事の要約",
        SourceClass.PAPER: "論文（2023年11月）の要約",
        SourceClass.SUCCESSOR: "後継論文（2024年11月時点）の要約",
        SourceClass.EXTERNAL: "社外資料（判断の根拠にはなりません）",
        SourceClass.NEWS: "報道・公表資料",
        SourceClass.POLICY: "社内規程",
    },
    "en": {
        SourceClass.ARTICLE: "Article, restated",
        SourceClass.PAPER: "Paper (Nov 2023), restated",
        SourceClass.SUCCESSOR: "Successor paper (as of Nov 2024), restated",
        SourceClass.EXTERNAL: "Outside document (no authority)",
        SourceClass.NEWS: "News",
        SourceClass.POLICY: "Company rules",
    },
}


def attribute(text: str, source: SourceClass, language: Language) -> str:
    """Put the source's name in front of a sentence."""
    mark = ": " if language == "en" else "："
    return f"{_NAMES[language][source]}{mark}{text}"


def source_name(source: SourceClass, language: Language) -> str:
    """Name a class of sources."""
    return _NAMES[language][source]
