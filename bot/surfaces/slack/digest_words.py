"""What the digest says to people in Slack beside the news themselves, by language."""

from bot.digest.settings_words import SETTING_WORDS
from bot.digest.tasks import TaskState
from bot.digest.wording import TASK_STATE_WORDS
from knowledge.documents.document import Language

_WORDS: dict[str, dict[Language, str]] = SETTING_WORDS | {
    "task_button": {"ja": "タスクに保存", "en": "Save as task"},
    "not_relevant": {"ja": "関係ない", "en": "Not relevant"},
    "mute": {"ja": "出さない…", "en": "Mute…"},
    "why_button": {"ja": "なぜこれ？", "en": "Why this?"},
    "change": {"ja": "変更…", "en": "Change…"},
    "page": {"ja": "（{page}/{pages}）", "en": " ({page}/{pages})"},
    "list_more": {"ja": "一覧は「/sandan digest more」", "en": "list them with /sandan digest more"},
    "sources_hint": {"ja": "内訳は「/sandan digest sources」", "en": "details: /sandan digest sources"},
    "fallback": {"ja": "規制ニュース {day}: {count}件", "en": "Regulation news of {day}: {count}"},
    "title_original": {
        "ja": "外国語の題名と文は発表元のまま（翻訳なし）",
        "en": "Titles and quotes in other languages are the publisher's, untranslated",
    },
    "kept_feedback": {
        "ja": "「関係ない」と記録しました。このチャンネルの並び順にだけ反映します。"
        "「/sandan digest reset」で取り消せます。",
        "en": "Noted as not relevant. It changes the order in this channel only; "
        "/sandan digest reset undoes it.",
    },
    "not_ranked": {
        "ja": "この項目は、このチャンネルでは記録できません。",
        "en": "This item cannot be judged in this channel.",
    },
    "no_item": {"ja": "この項目はもう保存されていません。", "en": "This item is no longer held."},
    "no_subscription": {
        "ja": "このチャンネルでは配信していません。「/sandan digest subscribe」で始められます。",
        "en": "This channel gets no digest. Begin with /sandan digest subscribe.",
    },
    "not_allowed": {
        "ja": "このチャンネルの配信設定を変えられるのは、指定された人とワークスペースの管理者です。",
        "en": "Only the people named in the settings and administrators of the workspace may change this.",
    },
    "admin_only": {
        "ja": "会社プロフィールを変えられるのは、ワークスペースの管理者です。",
        "en": "Only administrators of the workspace may change the company's profile.",
    },
    "subscribed": {
        "ja": "毎営業日 {at}（{zone}）に、規制ニュースをこのチャンネルへ届けます。次回は {next}。"
        "変更は「/sandan digest settings」、停止は「/sandan digest unsubscribe」。",
        "en": "Regulation news come to this channel at {at} ({zone}) on working days; next on {next}. "
        "Change it with /sandan digest settings, stop it with /sandan digest unsubscribe.",
    },
    "kept": {
        "ja": "配信設定を保存しました: {at}（{zone}）、次回は {next}。",
        "en": "Settings kept: {at} ({zone}), next on {next}.",
    },
    "never": {"ja": "なし", "en": "never"},
    "unsubscribed": {
        "ja": "このチャンネルへの配信を止めました。タスクは残りますが、期限のお知らせは届きません。",
        "en": "No digest comes to this channel any more. Tasks stay, without reminders.",
    },
    "paused": {
        "ja": "配信を休みます。「/sandan digest resume」で再開します。",
        "en": "Paused. Go on with /sandan digest resume.",
    },
    "resumed": {"ja": "配信を再開しました。次回は {next}。", "en": "Resumed; next on {next}."},
    "reset": {"ja": "評価を{count}件消しました。", "en": "{count} opinions forgotten."},
    "bad_time": {
        "ja": "時刻は 09:00 のように書いてください。",
        "en": "Write the time as 09:00.",
    },
    "preview_title": {
        "ja": "次回の配信の見本です（あなただけに見えています。何も送信・記録していません）。",
        "en": "The next digest as it would be. Only you see it; nothing was sent or kept.",
    },
    "rest_title": {"ja": "直近の配信で「ほか」に数えたもの", "en": "What the last digest only counted"},
    "no_rest": {
        "ja": "直近の配信に「ほか」はありません。",
        "en": "The last digest left nothing out.",
    },
    "sources_title": {
        "ja": "情報源 {count}（うち失敗 {failing}）",
        "en": "{count} sources, {failing} failing",
    },
    "tasks_title": {"ja": "タスク", "en": "Tasks"},
    "no_tasks": {
        "ja": "タスクはありません。ニュースの「タスクに保存」で作れます。",
        "en": "No tasks. Make one with “Save as task” under a piece of news.",
    },
    "tasks_left_out": {"ja": "ほか{count}件", "en": "{count} more"},
    "no_owner": {"ja": "担当未定", "en": "no owner"},
    "no_due": {"ja": "期限なし", "en": "no due date"},
    "due_on": {"ja": "期限 {due}", "en": "due {due}"},
    "late": {"ja": "期限切れ", "en": "overdue"},
    "task_saved": {"ja": "タスク #{number} を保存しました。", "en": "Task #{number} is kept."},
    "task_changed": {"ja": "タスク #{number} を変更しました。", "en": "Task #{number} is changed."},
    "muted": {
        "ja": "今後このチャンネルには出しません: {name}。「/sandan digest unmute」で戻せます。",
        "en": "Kept out of this channel from now on: {name}. /sandan digest unmute takes it back.",
    },
    "unmuted": {"ja": "出さない設定をすべて外しました。", "en": "Nothing is muted any more."},
    "profile_kept": {
        "ja": "会社プロフィールを保存しました。次の配信から並び順に使います。",
        "en": "Profile kept. The next digest is ranked with it.",
    },
    "help": {
        "ja": "「/sandan digest」に続けて: subscribe [09:00]、unsubscribe、settings、preview、more、tasks、"
        "sources、profile、pause、resume、unmute、reset",
        "en": "After /sandan digest: subscribe [09:00], unsubscribe, settings, preview, more, tasks, "
        "sources, profile, pause, resume, unmute, reset",
    },
    "trouble": {
        "ja": "{day} の規制ニュースをチャンネル {channel} に届けられませんでした（{reason}）。{remedy}"
        " 直れば自動で送り直します。",
        "en": "The regulation news of {day} could not be posted in channel {channel} ({reason}). {remedy} "
        "It is sent by itself once that is mended.",
    },
    "remedy_join": {
        "ja": "そのチャンネルで「/invite」を使って私を招待してください。",
        "en": "Invite me there with /invite.",
    },
    "remedy_archived": {
        "ja": "チャンネルが保管されています。別のチャンネルで配信を始めてください。",
        "en": "The channel is archived. Subscribe another one.",
    },
    "remedy_other": {"ja": "管理者にご相談ください。", "en": "Please ask an administrator."},
    "last_trouble": {
        "ja": "直近の配信（{day}）はまだ届いていません: {reason}",
        "en": "The last digest ({day}) has not been posted yet: {reason}",
    },
    "form_task": {"ja": "タスク", "en": "Task"},
    "form_mute": {"ja": "出さない", "en": "Mute"},
    "form_settings": {"ja": "規制ニュースの配信設定", "en": "Digest settings"},
    "form_profile": {"ja": "会社プロフィール", "en": "Company profile"},
    "owner": {"ja": "担当者", "en": "Owner"},
    "due": {"ja": "期限", "en": "Due"},
    "state": {"ja": "状態", "en": "State"},
    "step": {"ja": "三段のどの段か（目安を直せます）", "en": "Step (correct the hint)"},
    "step_none": {"ja": "指定しない", "en": "not said"},
    "note": {"ja": "メモ", "en": "Note"},
    "mute_what": {"ja": "何を出さないようにしますか", "en": "What shall be kept out?"},
    "mute_item": {"ja": "このニュース", "en": "this piece of news"},
    "mute_cluster": {"ja": "この一連のニュース", "en": "this whole story"},
    "mute_source": {"ja": "発表元: {name}", "en": "source: {name}"},
    "mute_topic": {"ja": "話題: {name}", "en": "topic: {name}"},
    "owners": {
        "ja": "設定を変えられる人（空欄: 全員）",
        "en": "Who may change this (none: everybody)",
    },
    "one_a_line": {"ja": "一行に一つ", "en": "one a line"},
    "save": {"ja": "保存", "en": "Save"},
}


def tell(name: str, language: Language, /, **values: object) -> str:
    """Give a sentence or a label."""
    return _WORDS[name][language].format(**values)


def state_name(state: TaskState, language: Language) -> str:
    """Name the state of a task."""
    return TASK_STATE_WORDS[state][language]
