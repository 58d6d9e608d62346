"""What the Slack surface says about documents: putting in, listing, taking out."""

from pydantic import BaseModel, ConfigDict

from knowledge.documents.document import Language


class DocumentWords(BaseModel):
    """All sentences about documents, in one language."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    offer: str
    offer_button: str
    not_allowed: str
    only_direct: str
    title: str
    files_label: str
    audience_label: str
    audience_hint: str
    only_me: str
    workspace: str
    group: str
    channel: str
    one_channel: str
    channel_label: str
    channel_missing: str
    channel_unused: str
    channel_closed: str
    class_label: str
    classes: dict[str, str]
    since_label: str
    received: str
    progress: str
    steps: dict[str, str]  # by the English name of a step
    finished: str
    added: str
    unchanged: str
    failed: str
    heading: str
    sections: str
    rules: str
    not_understood: str
    readable_by: str
    as_class: str
    since: str
    notes: str
    fetch_problems: dict[str, str]
    list_title: str
    listed: str
    none_held: str
    remove: str
    remove_title: str
    remove_question: str
    remove_yes: str
    remove_no: str
    removed: str
    not_removed: str
    everyone: str
    people_chosen: str


_JAPANESE = DocumentWords(
    offer="ファイルを受け取りました。まだ読み取っていません。登録すると、私の回答の根拠に使えるようになります。",
    offer_button="文書として登録",
    not_allowed=(
        "文書を登録・削除できるのは、管理者に許された方だけです。登録したい文書があれば、管理者にご相談ください。"
    ),
    only_direct=(
        "ファイルは、私へのダイレクトメッセージに添付するか、「/sandan add」で登録してください。"
        "どなたが読めるかを先に決めていただくためです。"
    ),
    title="文書の登録",
    files_label="ファイル",
    audience_label="どなたが読めるようにしますか",
    audience_hint="選んだ方への回答でだけ使います。後から広げるには、登録し直してください。",
    only_me="自分だけ",
    workspace="このワークスペースの正式メンバー全員（ゲストを除く）",
    group="ユーザーグループ {name}",
    channel="下で選ぶチャンネルのメンバー",
    one_channel="チャンネル {name} のメンバー",
    channel_label="チャンネル（上で「チャンネルのメンバー」を選んだときだけ）",
    channel_missing="チャンネルを選んでください。",
    channel_unused="上で「チャンネルのメンバー」を選ぶか、ここを空にしてください。",
    channel_closed=(
        "このチャンネルのメンバーを確かめられません。社外と共有していない、私のいるチャンネルを選んでください。"
    ),
    class_label="どのような文書ですか",
    classes={"policy": "自社の規程（判断の根拠にします）", "external": "社外の資料など（参考にします）"},
    since_label="施行日（文書に書かれていないとき）",
    received="ファイルを{count}件受け取りました。読める人: {audience}",
    progress="ファイル{count}件を登録しています: {step}{share}",
    steps={
        "Reading files": "読み取り中",
        "Embedding": "索引の作成中",
        "Asking the model for phrasings": "言語モデルが言い換えを作成中",
        "Building the index": "索引の作成中",
        "Fetching": "受け取り中",
    },
    finished="ファイル{count}件の登録が終わりました。読める人: {audience}",
    added="「{file}」を登録しました",
    unchanged="「{file}」は登録済みで、変わりありません",
    failed="「{file}」は登録できませんでした",
    heading="登録の結果",
    sections="読み取った分量: {count}節{extent}",
    rules="規則として読み取れた箇所: {count}件",
    not_understood="規則らしいが解釈できず、引用だけに使う箇所: {count}件",
    readable_by="読める人: {audience}",
    as_class="扱い: {name}",
    since="施行: {since}",
    notes="ご確認ください: {text}",
    fetch_problems={
        "too_large": "大きすぎます（{limit}MBまで）。分けてお送りください。",
        "elsewhere": "Slackの外にあるファイルは受け取れません。ファイルそのものをお送りください。",
        "gone": "Slackから受け取れませんでした。消されたか、私に見えないファイルです。",
        "missing_scope": (
            "ファイルを読む権限（files:read）がありません。管理者にアプリの再インストールをご依頼ください。"
        ),
        "rows": "JSON Linesは管理者がサーバーで登録します。",
    },
    list_title="自社の文書",
    listed="読める文書（{count}件）",
    none_held="登録された文書はありません。",
    remove="外す",
    remove_title="文書を外しますか",
    remove_question="「{title}」を外します。索引や回答の根拠からも消え、元に戻せません。",
    remove_yes="外す",
    remove_no="やめる",
    removed="外しました: {titles}",
    not_removed="この文書は登録されていないか、あなたには外せません。",
    everyone="全員",
    people_chosen="選ばれた方",
)
_ENGLISH = DocumentWords(
    offer="I have the file, and have not read it. Once it is added, my answers can rest on it.",
    offer_button="Add as a document",
    not_allowed=(
        "Only people whom the administrator has named may add or remove documents. "
        "Please ask the administrator to add yours."
    ),
    only_direct=(
        "Please attach files in a direct message to me, or use /sandan add: "
        "you decide first who may read them."
    ),
    title="Add documents",
    files_label="Files",
    audience_label="Who may read them?",
    audience_hint="Used only in answers to the people you choose. To widen it later, add the file again.",
    only_me="Only me",
    workspace="All full members of this workspace (no guests)",
    group="User group {name}",
    channel="The members of the channel chosen below",
    one_channel="The members of {name}",
    channel_label="Channel (only with “members of the channel” above)",
    channel_missing="Please choose a channel.",
    channel_unused="Choose “members of the channel” above, or leave this empty.",
    channel_closed=(
        "I cannot tell who is in this channel. Choose one that I am in and that is not shared outside."
    ),
    class_label="What are they?",
    classes={"policy": "Our own rules (decide)", "external": "Other material (informs)"},
    since_label="In force from (if the document does not say)",
    received="Files received: {count}. Readable by: {audience}",
    progress="Adding {count} files: {step}{share}",
    steps={
        "Reading files": "reading",
        "Embedding": "indexing",
        "Asking the model for phrasings": "the model writes phrasings",
        "Building the index": "indexing",
        "Fetching": "fetching",
    },
    finished="Done with {count} files. Readable by: {audience}",
    added="“{file}” was added",
    unchanged="“{file}” is held already, unchanged",
    failed="“{file}” could not be added",
    heading="Report",
    sections="Read: {count} sections{extent}",
    rules="Read as rules: {count}",
    not_understood="Look like rules, were not understood and are only quoted: {count}",
    readable_by="Readable by: {audience}",
    as_class="Treated as: {name}",
    since="In force from {since}",
    notes="Please check: {text}",
    fetch_problems={
        "too_large": "It is too large (at most {limit} MB). Please send it in parts.",
        "elsewhere": "Files that lie outside Slack cannot be fetched. Please send the file itself.",
        "gone": "Slack did not give it: it was deleted, or I cannot see it.",
        "missing_scope": "I lack the permission to read files (files:read). Please ask for a reinstall.",
        "rows": "JSON Lines are added by the administrator on the server.",
    },
    list_title="Your documents",
    listed="Documents you may read ({count})",
    none_held="No documents of your own are held.",
    remove="Remove",
    remove_title="Remove the document?",
    remove_question="“{title}” goes from the index and from all later answers. This cannot be undone.",
    remove_yes="Remove",
    remove_no="Keep",
    removed="Removed: {titles}",
    not_removed="This document is not held, or you may not remove it.",
    everyone="everyone",
    people_chosen="people chosen",
)
_WORDS: dict[Language, DocumentWords] = {"ja": _JAPANESE, "en": _ENGLISH}


def document_words(language: Language) -> DocumentWords:
    """Give the sentences about documents in a language."""
    return _WORDS[language]
