"""Find where automatic renewal of a contract is spoken of, and whether it is said to be absent."""

import re
from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field

from bot.advisor.durations import Duration
from knowledge.documents.folding import fold_string, fold_text


class AutoRenewal(BaseModel):
    """A mention of automatic renewal, or of its absence."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    start: int = Field(ge=0)
    end: int = Field(ge=1)
    is_negated: bool


_RENEWAL = re.compile(
    r"自動(?:的に|で)?(?:契約)?(?:の)?(?:更新|延長|継続)|(?:勝手に|オートで)(?:更新|延長|継続)"
    r"|オート(?:・)?(?:リニューアル|更新)|エバーグリーン"
    r"|auto[- ]?renew(?:al|als|s|ing|ed)?|auto[- ]?exten(?:d|sion)\w*"
    r"|automatic(?:ally)?[ -](?:renew|extend|extension)\w*"
    r"|renews? (?:[\w ]{0,28})?(?:automatically|by itself|itself|on its own)|rolls? over|evergreen"
)
# Renewal of any kind that is said not to be: 「更新とかはなしの一括」.
_NO_RENEWAL = re.compile(
    r"更新は?(?:毎回)?(?:手動|その都度|都度|任意)|手動(?:で(?:の)?)?更新|\bmanual(?:ly)? renew(?:al|ed)?\b|"
    r"(?<!自動)(?:契約)?更新(?:とか|など|等)?(?:は|も)?(?:なし|ナシ|無し|ありません|しません|しない"
    r"|ない(?!と))"
    r"|\b(?:no|without(?: any)?) renewals?\b|\b(?:not|won't|never) (?:be )?renew(?:ed)?\b"
)
_NOT_AFTER = re.compile(
    r"(?:条項)?(?:は|が|を|も|で|では|に(?:は)?)?\s?(?:なし|ナシ|ありません|無し|ない|無い|せず|されず"
    r"|しません|されません|しない"
    r"|されない|じゃない|ではない|でない|ではなく|じゃなく"
    r"|なら(?:ない|ず)|外す|外し|外した|付けない|つけない|つかない|付かない|オフ|停止|切っ|やめ|止め)"
)
_NOT_BEFORE = re.compile(
    r"(?:\b(?:no|not|non|without|never|isn't|doesn't|does not|won't|disable[sd]?|remove[sd]?"
    r"|drop)[ -](?:an? |any |the |be |clause )?|非)$"
)


_REACH = 14  # characters between a renewal and the length behind it: "rolls over by 12 months"
# The length before it, in Japanese: 「1年ごとに自動更新」.
_EACH_TIME = re.compile(
    r"(?P<number>\d{1,2})(?P<unit>年|[かヶヵカケ箇個]月)(?:ごと|毎|単位|ずつ)(?:に|で|の)?$"
)


def find_renewal_months(
    text: str, renewals: Sequence[AutoRenewal], durations: Sequence[Duration]
) -> int | None:
    """Find for how many months a contract is renewed each time: the length next to its renewal."""
    for one in (found for found in renewals if not found.is_negated):
        behind = (length for length in durations if 0 <= length.start - one.end <= _REACH)
        months = next((length.months for length in behind if length.months), None)
        if months is None and (before := _EACH_TIME.search(fold_string(text[: one.start]))):
            months = int(before["number"]) * (12 if before["unit"] == "年" else 1)
        if months:
            return months
    return None


def find_auto_renewals(text: str) -> tuple[AutoRenewal, ...]:
    """Find where automatic renewal is spoken of, and whether it is said to be absent."""
    folded = fold_text(text)
    found = []
    for match in _RENEWAL.finditer(folded.text):
        head = folded.text[max(0, match.start() - 24) : match.start()]
        is_negated = bool(_NOT_AFTER.match(folded.text, match.end()) or _NOT_BEFORE.search(head))
        start, end = folded.span(*match.span())
        found.append(AutoRenewal(start=start, end=end, is_negated=is_negated))
    for match in _NO_RENEWAL.finditer(folded.text):
        start, end = folded.span(*match.span())
        found.append(AutoRenewal(start=start, end=end, is_negated=True))
    return tuple(sorted(found, key=lambda one: one.start))
