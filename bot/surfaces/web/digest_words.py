"""The words of the page's parts about regulation news, tasks and the company's profile."""

from knowledge.documents.document import Language

_WORDS: dict[str, dict[Language, str]] = {
    "digest": {"ja": "規制ニュース", "en": "Regulation news"},
    "tasks": {"ja": "タスク", "en": "Tasks"},
    "profile": {"ja": "会社プロフィール", "en": "Company profile"},
    "subscriptions": {"ja": "配信先", "en": "Channels"},
    "no_subscriptions": {
        "ja": "まだありません。Slackの「/sandan digest subscribe」か"
        " `sandan digest subscribe` で始められます。",
        "en": "None yet. Begin with /sandan digest subscribe in Slack or `sandan digest subscribe`.",
    },
    "channel": {"ja": "配信先", "en": "Channel"},
    "time": {"ja": "時刻", "en": "Time"},
    "last": {"ja": "直近の配信", "en": "Last digest"},
    "paused": {"ja": "休止中", "en": "paused"},
    "settings": {"ja": "規制ニュースの配信設定", "en": "Digest settings"},
    "change_settings": {"ja": "設定を変える", "en": "change settings"},
    "settings_kept": {
        "ja": "保存しました: {at}（{zone}）、次回は {next}。",
        "en": "Kept: {at} ({zone}), next on {next}.",
    },
    "never": {"ja": "なし", "en": "never"},
    "none_is_all": {"ja": "選ばなければすべて", "en": "none: all"},
    "no_channel": {"ja": "この配信先はありません。", "en": "There is no such channel."},
    "back": {"ja": "規制ニュースへ戻る", "en": "Back to the news"},
    "plain": {"ja": "（設定なし: 標準の設定で見る）", "en": "(none: the plain settings)"},
    "preview": {"ja": "次回の見本を作る", "en": "Show the next digest"},
    "preview_hint": {
        "ja": "情報源を読みに行くことがあります。配信も記録もしません。",
        "en": "Sources may be read for it. Nothing is sent or bound.",
    },
    "sources": {"ja": "情報源 {count}（うち失敗 {failing}）", "en": "{count} sources, {failing} failing"},
    "save_task": {"ja": "タスクに保存", "en": "Save as task"},
    "saved": {"ja": "タスク #{number} を保存しました。", "en": "Task #{number} is kept."},
    "changed": {"ja": "タスク #{number} を変更しました。", "en": "Task #{number} is changed."},
    "no_task": {"ja": "このタスクはありません。", "en": "There is no such task."},
    "no_item": {"ja": "この項目はもう保存されていません。", "en": "This item is no longer held."},
    "no_tasks": {"ja": "タスクはありません。", "en": "No tasks."},
    "owner": {"ja": "担当者", "en": "Owner"},
    "due": {"ja": "期限", "en": "Due"},
    "state": {"ja": "状態", "en": "State"},
    "step": {"ja": "段", "en": "Step"},
    "note": {"ja": "メモ", "en": "Note"},
    "late": {"ja": "期限切れ", "en": "overdue"},
    "save": {"ja": "保存", "en": "Save"},
    "bad_value": {"ja": "使えない値があります（{field}）。", "en": "A value cannot be used ({field})."},
    "one_a_line": {"ja": "一行に一つ", "en": "one a line"},
    "profile_kept": {"ja": "保存しました。", "en": "Kept."},
    "profile_hint": {
        "ja": "ニュースの並び順と、関係する理由の説明に使います。書かなければ見本の会社のものを使います。",
        "en": "It ranks the news and says why they matter. Without one the sample company's is used.",
    },
}


def tell(name: str, language: Language, /, **values: object) -> str:
    """Give a sentence or a label."""
    return _WORDS[name][language].format(**values)
