"""Headings and labels of answers, in Japanese and English, the same on every surface."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from bot.advisor.advice import Listener, State, Verdict
from knowledge.documents.document import Language


class Labels(BaseModel):
    """All words that are added to an answer, in one language."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    states: dict[State, str]
    key_points: str
    policy: str
    routes: str
    steps: str
    step: str
    next_actions: str
    phrases: str
    counter_views: str
    missing: str
    choices: str
    sources: str
    verdicts: dict[Verdict, str]
    listeners: dict[Listener, str]
    objection: str
    reply: str
    amount: str
    approver_unknown: str
    concurrences: str
    quotes_required: str
    comma: str
    restated: str
    version: str
    sample: str
    excerpt: str
    standings: dict[str, str]  # in force needs no word
    grades: dict[str, str]  # A needs none
    article_summary: str
    unverified: str
    removed: str


_JAPANESE = Labels(
    states={
        "answered": "結論",
        "partly": "結論（一部は文書に記載なし）",
        "not_covered": "文書に記載がありません",
        "clarify": "確認させてください",
        "refused": "お答えできません",
        "failed": "処理できませんでした",
    },
    key_points="要点",
    policy="社内規程",
    routes="決裁ルート",
    steps="三段階での位置づけ",
    step="第{step}段階",
    next_actions="次の一手",
    phrases="会議での言い方",
    counter_views="当てはまらない場合",
    missing="まだ分からないこと",
    choices="選択肢",
    sources="出典",
    verdicts={
        "prohibited": "不可",
        "allowed": "可",
        "conditional": "条件付き",
        "needs_approval": "要承認",
        "not_covered": "記載なし",
        "conflict": "食い違い",
    },
    listeners={"board": "役員会で", "floor": "現場で", "partner": "取引先に"},
    objection="出そうな反論",
    reply="返し方",
    amount="{amount:,}円",
    approver_unknown="決裁者は文書に記載なし",
    concurrences="合議: {names}",
    quotes_required="見積: {count}社以上",
    comma="、",
    restated="要約",
    version="{title}（{version}）",
    sample="見本の規程",
    excerpt="抜粋",
    standings={"superseded": "旧版・失効", "not_yet_in_force": "未施行"},
    grades={"B": "要旨で確認", "C": "二次資料"},
    article_summary="記事の要約",
    unverified="未照合",
    removed="照合できなかった記述を{count}件除きました。",
)
_ENGLISH = Labels(
    states={
        "answered": "Conclusion",
        "partly": "Conclusion (part of it is not in the documents)",
        "not_covered": "Not in the documents",
        "clarify": "One question back",
        "refused": "Not answered",
        "failed": "This failed",
    },
    key_points="Key points",
    policy="Company rules",
    routes="Approval route",
    steps="Where this stands in the three steps",
    step="Step {step}",
    next_actions="Next actions",
    phrases="To say in the meeting",
    counter_views="When this does not hold",
    missing="Not known yet",
    choices="Choices",
    sources="Sources",
    verdicts={
        "prohibited": "prohibited",
        "allowed": "allowed",
        "conditional": "with conditions",
        "needs_approval": "needs approval",
        "not_covered": "not covered",
        "conflict": "rules conflict",
    },
    listeners={"board": "to the board", "floor": "on the shop floor", "partner": "to a partner"},
    objection="Likely objection",
    reply="Reply",
    amount="JPY {amount:,}",
    approver_unknown="the documents name no approver",
    concurrences="With the concurrence of: {names}",
    quotes_required="Quotes required: {count} or more",
    comma=", ",
    restated="Restated",
    version="{title} ({version})",
    sample="sample company's rules",
    excerpt="excerpt",
    standings={"superseded": "superseded", "not_yet_in_force": "not yet in force"},
    grades={"B": "checked against the abstract", "C": "secondary report"},
    article_summary="summary of the article",
    unverified="not verified",
    removed="{count} statements that could not be verified were left out.",
)
_LABELS: dict[Literal["ja", "en"], Labels] = {"ja": _JAPANESE, "en": _ENGLISH}


def labels_for(language: Language) -> Labels:
    """Give the labels in the language of the answer."""
    return _LABELS[language]
