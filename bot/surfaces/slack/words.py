"""What the Slack surface itself says to people, in Japanese and English; answers are the advisor's."""

from pydantic import BaseModel, ConfigDict

from knowledge.documents.document import Language


class Words(BaseModel):
    """All sentences of the surface, in one language."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sample: str
    page: str
    continued: str
    what_to_ask: str
    examples: tuple[str, ...]
    files_not_read: str
    shared_channel: str
    too_long: str
    cannot_post: dict[str, str]  # by Slack's error code
    cannot_post_otherwise: str
    question_was: str


_JAPANESE = Words(
    sample="見本の規程による",
    page="（{page}/{pages}）",
    continued="{heading}（つづき）",
    what_to_ask="はい、何についてお調べしましょうか。ご質問を一文で書いてください。たとえば次のように尋ねられます。",
    examples=(
        "うちのような中堅製造業は、AIの導入をどう進めればよいですか",
        "PoCはいくらまで、誰の決裁で始められますか",
        "役員会でAI投資を説明する言い方を教えてください",
    ),
    files_not_read=(
        "ファイルは、この会話ではまだ読み取れません。"
        "お尋ねになりたいことを文章で書いてください。文書の登録は管理者にご依頼ください。"
    ),
    shared_channel=(
        "このチャンネルは社外と共有されているため、お答えを控えます。"
        "社内の文書が外に出ないようにするためです。社内のチャンネルか、私へのダイレクトメッセージでお尋ねください。"
    ),
    too_long="質問が長すぎます。40,000文字以内に分けてお送りください。",
    cannot_post={
        "not_in_channel": (
            "ご質問のチャンネルに私が参加していないため、そこへは返信できませんでした。"
            "チャンネルで「/invite」を使って私を招待してから、もう一度お尋ねください。"
        ),
        "channel_not_found": (
            "ご質問のチャンネルに私が参加していないため、そこへは返信できませんでした。"
            "チャンネルで「/invite」を使って私を招待してから、もう一度お尋ねください。"
        ),
        "is_archived": "ご質問のチャンネルは保管（アーカイブ）されているため、返信できませんでした。",
        "restricted_action": (
            "ご質問のチャンネルは投稿が制限されているため、返信できませんでした。管理者にご相談ください。"
        ),
        "missing_scope": (
            "私に必要な権限が足りないため、返信できませんでした。"
            "管理者に `sandan doctor` の実行と、アプリの再インストールをご依頼ください。"
        ),
    },
    cannot_post_otherwise="ご質問の場所へ返信できませんでした。管理者にお知らせください。",
    question_was="ご質問: {question}",
)
_ENGLISH = Words(
    sample="According to the sample company's rules",
    page="({page}/{pages})",
    continued="{heading} (continued)",
    what_to_ask="Yes, what shall I look up? Write your question in one sentence. You can ask, for example:",
    examples=(
        "How should a mid-sized manufacturer like ours go about adopting AI?",
        "Up to what amount may a PoC start, and who approves it?",
        "How do I explain an investment in AI to the board?",
    ),
    files_not_read=(
        "I cannot read files in this conversation yet. Please write what you would like to know. "
        "Your administrator can add documents."
    ),
    shared_channel=(
        "This channel is shared with another organisation, so I do not answer here: internal documents "
        "must not leave the company. Please ask in an internal channel or in a direct message to me."
    ),
    too_long="The question is too long. Please send it in parts of at most 40,000 characters.",
    cannot_post={
        "not_in_channel": (
            "I am not a member of the channel you asked in, so I could not reply there. "
            "Please invite me with /invite and ask again."
        ),
        "channel_not_found": (
            "I am not a member of the channel you asked in, so I could not reply there. "
            "Please invite me with /invite and ask again."
        ),
        "is_archived": "The channel you asked in is archived, so I could not reply there.",
        "restricted_action": (
            "Posting is restricted in the channel you asked in, so I could not reply there. "
            "Please talk to your administrator."
        ),
        "missing_scope": (
            "I lack a permission that I need to reply. Please ask your administrator to run "
            "`sandan doctor` and to reinstall the app."
        ),
    },
    cannot_post_otherwise="I could not reply where you asked. Please tell your administrator.",
    question_was="Your question: {question}",
)
_WORDS: dict[Language, Words] = {"ja": _JAPANESE, "en": _ENGLISH}


def words_for(language: Language) -> Words:
    """Give the surface's sentences in a language."""
    return _WORDS[language]


def language_of_locale(locale: str | None) -> Language:
    """Choose the language for a Slack locale such as `ja-JP`; Japanese when it is not known."""
    return "ja" if not locale or locale.lower().startswith("ja") else "en"
