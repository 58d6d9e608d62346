"""What companies write in their rules, for files of all kinds to hold; fictional throughout.

Each clause holds a figure that stands nowhere else, so that a citation can be told right from wrong.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Clause:
    """One clause: its caption and its text."""

    caption: str
    text: str


@dataclass(frozen=True)
class Rules:
    """One set of rules in one language."""

    name: str
    language: Literal["ja", "en"]
    title: str
    clauses: tuple[Clause, ...]
    table: tuple[tuple[str, ...], ...]
    start: str  # the sentence that says from when they apply
    day: str


_TABLE_JA = (("区分", "上限額", "承認者"), ("試行", "45万円", "課長"), ("本番", "730万円", "担当役員"))
_TABLE_EN = (
    ("Kind", "Limit", "Approver"),
    ("Pilot", "JPY 450,000", "Section head"),
    ("Live use", "JPY 7,300,000", "Director"),
)

USE = Rules(
    "use", "ja", "生成AI利用規程(第3版)",
    (
        Clause("目的", "この規程は、当社の全23事業所における生成AIの利用について必要な事項を定める。"),
        Clause("入力の制限", "利用者は、預かった図面を、41日以内に公開されるサービスへ入力してはならない。"),
        Clause("記録", "利用の記録は、作成の日から1,100日間、情報管理室が保管する。"),
        Clause("教育", "新たに利用を始める者は、配属から17日以内に所定の教育を受けるものとする。"),
    ),
    _TABLE_JA, "この規程は、2025年10月1日から施行する。", "2025-10-01",
)  # fmt: skip
PURCHASE = Rules(
    "purchase", "ja", "外部サービス調達基準(第2版)",
    (
        Clause("適用範囲", "この基準は、年額62万円を超える外部サービスの調達に適用する。"),
        Clause("見積", "調達部門は、契約額が380万円以上のとき、3社から見積書を取得する。"),
        Clause("解約", "契約には、90日前の通知により解約できる条項を設ける。"),
        Clause("再委託", "再委託先は5社を上限とし、変更の14日前までに通知を受ける。"),
    ),
    _TABLE_JA, "この基準は、令和7年4月1日から施行する。", "2025-04-01",
)  # fmt: skip
DATA = Rules(
    "data", "en", "Data Handling Standard, Version 4",
    (
        Clause("Scope", "This standard covers all 31 sites and every contractor who works there."),
        Clause("Customer data", "Customer drawings must not leave the network for longer than 29 hours."),
        Clause("Retention", "Prompts and outputs are kept for 475 days and then erased within a week."),
        Clause("Review", "The security office reviews 12 percent of all outputs in each quarter."),
    ),
    _TABLE_EN, "This standard is effective from 1 July 2025.", "2025-07-01",
)  # fmt: skip
PILOT = Rules(
    "pilot", "en", "Pilot Rules, Version 2",
    (
        Clause("Length", "A pilot runs for no more than 83 working days unless the board extends it."),
        Clause("Measures", "Each pilot names 6 measures before it starts and reports them every fortnight."),
        Clause("Exit", "A vendor contract must allow an exit with 45 days of notice at no charge."),
        Clause("Training", "Members of a pilot complete 9 hours of training in the first month."),
    ),
    _TABLE_EN, "These rules are effective from 15 January 2025.", "2025-01-15",
)  # fmt: skip
ALL_RULES = (USE, PURCHASE, DATA, PILOT)
