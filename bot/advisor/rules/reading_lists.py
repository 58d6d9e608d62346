"""Read a list that only its heading introduces: "What a request says" with four items and no sentence."""

import re
from collections.abc import Sequence

from bot.advisor.rules.clause import Clause
from bot.advisor.rules.conduct import ConditionSet
from bot.advisor.rules.phrasing import placed
from bot.advisor.rules.reading_terms import REQUEST
from bot.advisor.rules.spending import MemoContents

_MUST_ALL_HOLD = re.compile(
    r"(?:条件|要件|前提)$|(?:前|まで)に(?:そろえる|満たす|必要な)(?:もの|こと|条件)|\bbefore (?:going live"
    r"|go-live|launch|production)"
    r"|\b(?:conditions|requirements|prerequisites)\b"
)
_LEAST_ITEMS = 2


def read_headed_list(clauses: Sequence[Clause]) -> MemoContents | ConditionSet | None:
    """Read a section that is nothing but a list; None where its heading does not say what the items are."""
    if len(clauses) < _LEAST_ITEMS or any(not one.marker or one.cells or one.lead for one in clauses):
        return None
    heading = clauses[0].heading
    items = tuple(one.quote(one.body_start, len(one.text)).rstrip("。.;") for one in clauses)
    place = {**placed(clauses[0]), "end": clauses[-1].end}
    if REQUEST.search(heading):
        return MemoContents(**place, papers=items)
    if _MUST_ALL_HOLD.search(heading):
        return ConditionSet(**place, subject=clauses[0].section.heading, all_of=items)
    return None
