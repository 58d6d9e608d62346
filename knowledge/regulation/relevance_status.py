"""Read where a piece of news stands on the way to being binding, and the dates it names.

Only a whole date is read: a day without a year says nothing here.
"""

import re
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

from knowledge.documents.dates import DATE_PATTERN, UnreadableDateError, read_date
from knowledge.documents.document import Language
from knowledge.documents.folding import fold_string

Stage = Literal[
    "consultation", "consultation_result", "draft", "decided", "promulgated", "in_force", "revised"
]

STAGE_WORDS: dict[Stage, dict[Language, str]] = {
    "consultation": {"ja": "意見募集", "en": "consultation"},
    "consultation_result": {"ja": "意見募集の結果", "en": "consultation result"},
    "draft": {"ja": "案", "en": "draft"},
    "decided": {"ja": "決定", "en": "decided"},
    "promulgated": {"ja": "公布", "en": "promulgated"},
    "in_force": {"ja": "施行", "en": "in force"},
    "revised": {"ja": "改定", "en": "revised"},
}
# The first that matches counts: a result names its consultation, a promulgation names the date of force.
_PATTERNS: dict[Stage, str] = {
    "consultation_result": r"(?:意見(?:公募|募集)|パブリック・?コメント|パブコメ)(?:手続)?の?(?:実施)?結果"
    r"|(?:response|outcome|results?|feedback)(?: to| of| from)? (?:the )?(?:public )?consultation",
    "consultation": r"意見(?:の)?(?:公募|募集)|意見・情報の募集|情報・意見の募集"
    r"|パブリック・?コメント|パブコメ|(?<![a-z])(?:consultation|consults)(?![a-z])"
    r"|request for (?:information|comments?|input)|call for (?:evidence|input|views|comments?|feedback)"
    r"|seeks? (?:public )?(?:comments?|input|views|feedback)",
    "promulgated": r"公布|promulgat|official journal|royal assent|signed into law",
    "in_force": r"(?:全面|一部)?施行(?!令|規則|日|に向け|期日)|(?:in|into) force|takes? effect"
    r"|now (?:applies|apply)|(?:starts?|begins?) enforc",
    "decided": r"閣議決定|(?<!未)成立|可決|(?:を|の)決定|採択され|(?<![a-z])(?:adopt(?:s|ed)|approv(?:es|ed)"
    r"|green light|final rule|political agreement|agrees? (?:to|on)|passed)(?![a-z])",
    "draft": r"[(]?案[)]|案(?=」|を|に|の|が|$)|素案|骨子"
    r"|(?<![a-z])(?:draft|proposed|proposal|proposes)(?![a-z])",
    "revised": r"改[定訂](?!案)|改正(?!する|案|法)|更新(?:版|しました)|第\s?\d+\.\d+版|ver\.?\s?\d"
    r"|(?<![a-z])(?:revis(?:es|ed|ion)|amend(?:s|ed|ment)|updated)(?![a-z])",
}
_STAGES = {stage: re.compile(pattern) for stage, pattern in _PATTERNS.items()}
_DATE = re.compile(DATE_PATTERN)
_FORCE_AFTER = re.compile(r"\s*(?:に|から|より)?(?:全面|一部)?(?:施行|適用|発効)")
_FORCE_BEFORE = re.compile(
    r"(?:施行|適用|発効)(?:期日|日|開始)?(?:は|:|、|/)?\s*$"
    r"|(?:in force|into force|takes? effect|effective|appl(?:y|ies))\s*(?:on|from|as of|:)?\s*(?:the )?$"
)
_DEADLINE_AFTER = re.compile(
    r"\s*(?:\([日月火水木金土]\))?\s*(?:\d{1,2}[:時]\S{0,5}\s*)?(?:まで|迄|締切|必着|〆)"
)
_DEADLINE_BEFORE = re.compile(
    r"(?:締切|期限|募集期間)(?:日|は|:)*\s*$"
    r"|(?:\bby|until|closes?(?: on)?|deadline(?: is| of|:)?|no later than)\s*(?:the )?$"
)


class NewsStatus(BaseModel):
    """How far a piece of news is, as far as its words say; None where they do not."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    stage: Stage | None = None
    effective_on: date | None = None
    deadline: date | None = None  # of a consultation or a duty


def read_status(text: str) -> NewsStatus:
    """Read the stage and the dates that a headline, or a headline with its summary, names."""
    folded = fold_string(text)
    stage = next((stage for stage, pattern in _STAGES.items() if pattern.search(folded)), None)
    effective = deadline = None
    for match in _DATE.finditer(folded):
        head = folded[max(0, match.start() - 30) : match.start()]
        try:
            day = read_date(match[0])
        except UnreadableDateError:
            continue
        if effective is None and (_FORCE_AFTER.match(folded, match.end()) or _FORCE_BEFORE.search(head)):
            effective = day
        elif deadline is None and (
            _DEADLINE_AFTER.match(folded, match.end()) or _DEADLINE_BEFORE.search(head)
        ):
            deadline = day
    return NewsStatus(stage=stage, effective_on=effective, deadline=deadline)
