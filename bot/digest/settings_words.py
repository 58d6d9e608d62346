"""What a channel's settings are called on every form, and what is said of a value that cannot be used."""

from knowledge.documents.document import Language

TOPICS: dict[str, dict[Language, str]] = {
    "ai_regulation": {"ja": "AIの規制", "en": "AI regulation"},
    "data_protection": {"ja": "個人情報・データ保護", "en": "data protection"},
    "competition": {"ja": "競争・取引", "en": "competition"},
    "security": {"ja": "セキュリティ", "en": "security"},
    "safety_eval": {"ja": "安全性・評価", "en": "safety and evaluation"},
    "standards": {"ja": "標準", "en": "standards"},
    "adoption": {"ja": "導入・活用", "en": "adoption"},
    "product": {"ja": "製品・サービス", "en": "products"},
    "other": {"ja": "そのほか", "en": "other"},
}
WEEKDAYS: dict[Language, tuple[str, ...]] = {
    "ja": ("月", "火", "水", "木", "金", "土", "日"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
SETTING_WORDS: dict[str, dict[Language, str]] = {
    "at": {"ja": "届ける時刻", "en": "Time"},
    "zone": {"ja": "時刻の地域（IANA）", "en": "Time zone (IANA)"},
    "weekdays": {"ja": "届ける曜日", "en": "Days"},
    "holidays": {"ja": "休日の国（休日は届けません）", "en": "Country whose holidays bring no digest"},
    "closed_days": {
        "ja": "会社の休業日（2026-08-13 のように、空白区切り）",
        "en": "Company days off (2026-08-13, parted by blanks)",
    },
    "topics": {"ja": "話題（選ばなければすべて）", "en": "Topics (none: all)"},
    "sources": {"ja": "情報源（選ばなければすべて）", "en": "Sources (none: all)"},
    "jurisdictions": {"ja": "国・地域（選ばなければすべて）", "en": "Jurisdictions (none: all)"},
    "language": {"ja": "言語", "en": "Language"},
    "max_items": {"ja": "最大件数（1〜30）", "en": "At most (1 to 30)"},
    "empty_day": {"ja": "新しいものがない日", "en": "Days without news"},
    "one_line": {"ja": "一行で知らせる", "en": "one line"},
    "silent": {"ja": "送らない", "en": "nothing"},
    "quiet_start": {"ja": "送らない時間帯の始まり", "en": "Quiet from"},
    "quiet_end": {"ja": "送らない時間帯の終わり", "en": "Quiet until"},
    "bad_zone": {
        "ja": "IANAの名前で書いてください（例: Asia/Tokyo）。",
        "en": "Use an IANA name such as Asia/Tokyo.",
    },
    "bad_days": {"ja": "日付は 2026-08-13 のように書いてください。", "en": "Write days as 2026-08-13."},
    "bad_value": {"ja": "この値は使えません。", "en": "This value cannot be used."},
}
