"""Read from when a text is in force, what it repeals, and what a supplement changes.

Putting the changes into the amended version's rules is `amending`'s work.
"""

import re
from collections.abc import Iterator

from bot.advisor.rules.clause import Clause
from bot.advisor.rules.conduct import Amendment, Effect
from bot.advisor.rules.lexicon import find_concepts
from bot.advisor.rules.phrasing import masked, placed
from bot.advisor.rules.reading_money import CONCURS
from knowledge.documents.dates import DATE_PATTERN, UnreadableDateError, read_date

_STARTS = re.compile(
    rf"(?P<date>{DATE_PATTERN})(?:から|より)?(?:これを)?(?:施行|適用|実施|使い|使う|有効)"
    rf"|(?:effect|force|effective|commenc\w+|in operation|starts?|applies)"
    rf"[^.]{{0,16}}?(?P<english>{DATE_PATTERN})"
)
_REPEALS = re.compile(
    r"(?P<what>[^。、]{2,30}?)(?:[(（][^)）]{0,40}[)）])?(?:は|を)、?(?:これを)?(?:同日(?:を)?(?:もって|付で?)、?)?廃止"
    r"|(?:replaces|supersedes|repeals) (?:the |our |all )?"
    r"(?P<english>(?=[^.;]{0,60}(?:edition|version|polic|notice|rules?\b|procedure|manual|handbook|guid|memo|standard"
    r"|directive|circular|regulation|instruction))(?:[^.;]|\.(?=\d)){3,60})"
)
_FROM_A_DAY = re.compile(
    rf"(?:ただし、?|なお、?)?(?P<date>{DATE_PATTERN})(?:から|より|以降|以後)は?、?"
    rf"|(?:(?:effective|with effect|starting) )?(?:from|as of|on and after) (?P<english>{DATE_PATTERN})"
)
_DROPS = re.compile(r"(?:合議|審議|レビュー|承認)を(?:省|不要|要しない|免)")


def read_effects(clause: Clause) -> Iterator[Effect]:
    """Read from when a text is in force and what it repeals."""
    start = _STARTS.search(clause.text, clause.body_start)
    repeals = _REPEALS.search(clause.text, clause.body_start)
    day = None
    if start:
        try:
            day = read_date(start["date"] or start["english"])
        except UnreadableDateError:
            day = None
    if day or repeals:
        what = None
        if repeals:
            what = clause.quote(*repeals.span("what" if repeals["what"] else "english"))
        yield Effect(**placed(clause), effective_from=day, repeals=what)


def read_dated_changes(clause: Clause) -> Iterator[Amendment]:
    """Read what a text itself changes from a day on: "From 1 January 2027 the Director signs up to …"."""
    match = _FROM_A_DAY.match(clause.text, clause.body_start)
    if match is None or not clause.ranges:
        return
    try:
        first_day = read_date(match["date"] or match["english"])
    except UnreadableDateError:
        return
    for one in read_amendments(clause):
        yield one.model_copy(update={"first_day": first_day})


def read_amendments(clause: Clause) -> Iterator[Amendment]:
    """Read what a supplement changes: a widened band, a concurrence that is dropped."""
    for one in clause.ranges:
        start, end = clause.segment(one.start)
        words = clause.text[start:end]
        officer = next(
            (a for a in clause.actors if start <= a.start < one.start and a.kind == "officer"), None
        )
        if officer and re.search(r"権限|決裁|authority|approv|limit|\bsigns?\b", words):
            yield Amendment(
                **placed(clause, start, end),
                change="band",
                approver=officer.text,
                from_jpy=one.low_jpy,
                from_is_inclusive=one.low_is_inclusive or one.low_jpy is None,
                to_jpy=one.high_jpy,
                to_is_inclusive=one.high_is_inclusive,
                tax=one.tax,
            )
        elif _DROPS.search(words) or (CONCURS.search(words) and re.search(r"省|不要|not required", words)):
            body = next(
                (a.text for a in clause.actors if start <= a.start < end and a.kind != "officer"), None
            )
            yield Amendment(
                **placed(clause, start, end),
                change="drop_concurrence",
                body=body,
                from_jpy=one.low_jpy,
                to_jpy=one.high_jpy,
                to_is_inclusive=one.high_is_inclusive,
                kinds=tuple(k for k in find_concepts(masked(clause)[start:end], "kind") if k == "poc"),
                subject=clause.quote(start, end),
                tax=one.tax,
            )
