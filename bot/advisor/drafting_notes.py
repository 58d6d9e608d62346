"""Say honestly what a model had to do with an answer: phrased it, or why it did not.

Nothing here says that a claim is true: code has compared quotes, figures and classes, and a reader compares
the wording.
"""

from bot.advisor.advice import Statement
from bot.advisor.drafting import NoDraftReason
from knowledge.documents.document import Language

_WHY: dict[NoDraftReason, dict[Language, str]] = {
    "late": {"ja": "時間内に応答しなかった", "en": "did not answer in time"},
    "busy": {"ja": "混み合っていた", "en": "was busy"},
    "refused": {"ja": "回答を断った", "en": "refused to answer"},
    "unreadable": {"ja": "読み取れない返事をした", "en": "sent nothing that could be read"},
    "unreachable": {"ja": "応答できない状態だった", "en": "could not be reached"},
    "unavailable": {"ja": "設定のとおりに使えなかった", "en": "could not be used as it is configured"},
}
_NO_DRAFT: dict[Language, str] = {
    "ja": "設定された言語モデルが{why}ため、この回答は言語モデルを使わずに組み立てました。",
    "en": "The configured language model {why}; this answer was composed without it.",
}
_NOT_IN_SOURCES: dict[Language, str] = {
    "ja": "言語モデルは渡した出典に答えを見つけなかったため、この回答は言語モデルを使わずに組み立てました。",
    "en": "The language model found no answer in the passages it was given; this answer was composed "
    "without it.",
}
_NOTHING_USED: dict[Language, str] = {
    "ja": "言語モデルの下書きに使える文がなかったため、この回答は言語モデルを使わずに組み立てました。",
    "en": "The language model's draft held nothing to use; this answer was composed without it.",
}
_UNVERIFIED: dict[Language, str] = {
    "ja": "言語モデルの下書きは{count}文が出典で確かめられなかったため使わず、"
    "この回答は言語モデルを使わずに組み立てました。",
    "en": "The language model's draft was not used, because {count} of its statements did not hold against "
    "their sources; this answer was composed without it.",
}
_DRAFTED: dict[Language, str] = {
    "ja": "文の一部は言語モデル（{model}）が書きました。引用が原文どおりであることは確かめています。"
    "言い方は引用と照らしてお読みください。",
    "en": "A language model ({model}) phrased part of this. The quotes were compared with the stored texts; "
    "read the wording beside them.",
}


def note_no_draft(reason: NoDraftReason, language: Language) -> Statement:
    """Say why there is no draft."""
    return _notice(_NO_DRAFT[language].format(why=_WHY[reason][language]))


def note_unused(language: Language, *, removed: int, found_nothing: bool) -> Statement:
    """Say why a draft was not used.

    Args:
        language: The answer's.
        removed: Statements that did not hold.
        found_nothing: The model itself found no answer.
    """
    if found_nothing:
        return _notice(_NOT_IN_SOURCES[language])
    if not removed:
        return _notice(_NOTHING_USED[language])
    return _notice(_UNVERIFIED[language].format(count=removed))


def note_drafted(model: str, language: Language) -> Statement:
    """Say that a model phrased part of the answer; what was removed is counted beside the conclusion."""
    return _notice(_DRAFTED[language].format(model=model))


def _notice(text: str) -> Statement:
    return Statement(kind="notice", text=text)
