"""Read lists of who has to agree for what: "Information Security: every subscription", 「法務部：契約書」."""

import re
from collections.abc import Iterator

from bot.advisor.rules.clause import Clause
from bot.advisor.rules.phrasing import placed
from bot.advisor.rules.place import Scope
from bot.advisor.rules.spending import Concurrence

_AGREES = re.compile(
    r"who else|(?:has|have|needs?) to (?:agree|concur|be consulted)|must (?:agree|concur)"
    r"|also (?:agrees?|signs?)|concurrence|consult|endorse|合議|協議(?:先|者)|同意(?:先|者|を)"
)
_APPROVES = re.compile(r"approves?\b|approver|signs? (?:by|for)|signed by|決裁者|承認者")
_ITEM = re.compile(
    r"(?P<body>[^:。、]{2,48}?)\s*(?::|—|–| - )\s*(?P<what>[^:]{4,}?)"
    r"(?:, (?:whatever|regardless|irrespective)[^,]*)?[.。]?$"
)
_KINDS = frozenset(
    ("ai", "cloud", "software", "it_system", "poc", "prototype", "equipment", "outsourcing", "contract")
)


def read_agreement_items(clause: Clause) -> Iterator[Concurrence]:
    """Read one item of a list whose heading or lead-in says that it names who has to agree."""
    about = f"{clause.heading} {clause.lead}"
    if not clause.marker or not _AGREES.search(about) or _APPROVES.search(clause.lead):
        return
    match = _ITEM.match(clause.text, clause.body_start)
    if match is None:
        return
    amount = next((one for one in clause.ranges if not one.is_any), None)
    what = clause.quote(*match.span("what"))
    kinds = clause.surroundings.concepts_in(match["what"], "kind")
    yield Concurrence(
        **placed(clause),
        from_jpy=(amount.low_jpy or 0) if amount else 0,
        from_is_inclusive=amount.low_is_inclusive if amount else True,
        to_jpy=amount.high_jpy if amount else None,
        to_is_inclusive=amount.high_is_inclusive if amount else False,
        body=clause.quote(*match.span("body")),
        scope=Scope(text=what, kinds=tuple(one for one in kinds if one in _KINDS)),
    )
