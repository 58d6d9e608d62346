"""What the home tab says of documents to manage, settings of channels, and questions without an answer."""

from pydantic import BaseModel, ConfigDict

from knowledge.documents.document import Language


class HomeWords(BaseModel):
    """All further sentences of the home tab, in one language."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    add_documents: str
    manage_documents: str
    settings: str
    no_settings: str
    change: str
    questions: str
    no_questions: str
    asked_on: str
    why: dict[str, str]


_JAPANESE = HomeWords(
    add_documents="文書を登録",
    manage_documents="自社の文書を見る・外す",
    settings="あなたのいるチャンネルの設定",
    no_settings="どのチャンネルも初期設定のままです。チャンネルで「/sandan settings」と打つと変えられます。",
    change="変える",
    questions="まだお答えできていない、あなたの質問",
    no_questions="ありません。",
    asked_on="{day} {text}（{why}）",
    why={
        "waiting": "お答えを準備しています",
        "failed": "不具合でお答えできませんでした",
        "uncovered": "登録された文書に答えがありません",
    },
)
_ENGLISH = HomeWords(
    add_documents="Add documents",
    manage_documents="See or remove your documents",
    settings="Settings of channels you are in",
    no_settings="All channels are as they came. Type /sandan settings in a channel to change that.",
    change="Change",
    questions="Your questions without an answer",
    no_questions="None.",
    asked_on="{day} {text} ({why})",
    why={
        "waiting": "being answered",
        "failed": "could not be answered because of a fault",
        "uncovered": "no document that is held answers it",
    },
)
_WORDS: dict[Language, HomeWords] = {"ja": _JAPANESE, "en": _ENGLISH}


def home_words(language: Language) -> HomeWords:
    """Give the sentences in a language."""
    return _WORDS[language]
