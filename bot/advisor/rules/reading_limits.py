"""Read bounds on cost, length, number and share."""

import re
from collections.abc import Iterator

from bot.advisor.durations import Duration as FoundDuration
from bot.advisor.rules.clause import Clause
from bot.advisor.rules.lexicon import find_concepts
from bot.advisor.rules.phrasing import masked, placed, read_figure
from bot.advisor.rules.place import length_of
from bot.advisor.rules.ranges import tax_of
from bot.advisor.rules.reading_counting import read_small_count
from bot.advisor.rules.reading_money import CONCURS
from bot.advisor.rules.spending import Limit
from knowledge.documents.folding import fold_string

TRIAL = "poc"
EXTENDS = re.compile(r"延長|延ば|extend|extension|prolong")
_HOW_OFTEN = re.compile(
    r"(?P<number>\d{1,2}|[一二三])\s*回(?:に限り|だけ|まで|、|,)?|(?P<once>\bonce\b"
    r"|\bone (?:time|extension|further extension|single extension)\b|a single extension)|(?P<twice>\btwice\b)"
)
_COST = re.compile(r"費用|金額|予算|コスト|\bcosts?\b|spend|budget|expens|price|円|¥|jpy|\byen\b")
_ONLY_MEASURE = re.compile(
    r"(?:the )?(?:length|duration|period|time|terms?|costs?|budget|price|data|scope|limits?|amounts?|how long"
    r"|how much)|期間|費用|金額|予算|上限|回数|条件|データ|範囲|延長|extensions?"
)
_PERIOD = re.compile(
    r"期間|period|\blast(?:s|ing)?\b|duration|run for|まで|以内|超えて?はならない|超えない|(?:上限"
    r"|限度)とする"
)
_PERCENT = re.compile(r"(?P<number>\d{1,3}(?:\.\d+)?|[一二三四五六七八九十]{1,3})\s?(?:%|パーセント|percent)")
_PERCENT_LIMIT = re.compile(
    r"上限|限度|超え(?:ない|ては)|まで|以内|以下|cap|no more than|not exceed|at most|up to"
    r"|limit(?:ed)? to|maximum|not (?:be )?(?:more|higher|greater)"
)
_MUST_NOT = re.compile(r"(?:must|shall|may|should|can)(?: not|not)\b|ならない|いけない")


def subject_of(clause: Clause) -> str:
    """Name what a section is about: by its heading, or by the one above where it only names a measure."""
    own = clause.section.heading
    if _ONLY_MEASURE.fullmatch(fold_string(own)) and clause.section.path:
        return clause.section.path[-1]
    return own or clause.section.locator


def read_limits(clause: Clause) -> Iterator[Limit]:
    """Read bounds on trials and the like, and shares."""
    kinds = limited_kinds(clause)
    if kinds:
        yield from _cost_limits(clause, kinds)
        yield from _period_limits(clause, kinds)
    for match in _PERCENT.finditer(clause.text):
        around = clause.text[max(0, match.start() - 24) : match.end() + 12]
        if _PERCENT_LIMIT.search(around):
            concepts = find_concepts(clause.text, "subject")
            name = "price_increase" if "price_increase" in concepts else (concepts[0] if concepts else "")
            yield Limit(
                **placed(clause, *match.span()),
                subject=subject_of(clause) or name or "limit",
                concepts=(name,) if name else (),
                measure="percent",
                number=read_figure(match["number"]),
            )


def limited_kinds(clause: Clause) -> tuple[str, ...]:
    """Kinds of undertaking that the sentence or its heading bounds: trials above all."""
    if CONCURS.search(clause.text) and not EXTENDS.search(clause.text):
        return ()
    own = tuple(one for one in find_concepts(masked(clause), "kind") if one == TRIAL)
    return own or tuple(one for one in find_concepts(clause.context, "kind") if one == TRIAL)


def _cost_limits(clause: Clause, kinds: tuple[str, ...]) -> Iterator[Limit]:
    if not _COST.search(clause.text):
        return
    for one in clause.ranges:
        amount = one.high_jpy if one.high_jpy is not None else one.exact_jpy
        if amount is None and _MUST_NOT.search(clause.text):
            amount = one.low_jpy  # "must not cost more than"
        if amount is None or one.is_any:
            continue
        yield Limit(
            **placed(clause, one.start, one.end),
            subject=subject_of(clause) or "PoC",
            concepts=kinds,
            measure="cost",
            amount_jpy=amount,
            bound="under" if one.high_jpy is not None and not one.high_is_inclusive else "up_to",
            tax=one.tax or tax_of(clause.text[one.start : one.end + 16]),
        )


def _period_limits(clause: Clause, kinds: tuple[str, ...]) -> Iterator[Limit]:
    subject = subject_of(clause) or "PoC"
    extension = EXTENDS.search(clause.text)
    for found in clause.durations:
        if _is_extension(clause, found, extension):
            measure, concepts = "extension", ("extension", *kinds)
        elif bounds_period(clause, found):
            measure, concepts = "period", kinds
        else:
            continue
        yield Limit(
            **placed(clause, found.phrase_start, found.phrase_end),
            subject=subject,
            concepts=concepts,
            measure=measure,
            length=length_of(found),
        )
    if extension and (match := _HOW_OFTEN.search(clause.text)):
        yield Limit(
            **placed(clause, *match.span()),
            subject=subject,
            concepts=("extension", *kinds),
            measure="extension_count",
            number=_count(match),
        )


def bounds_period(clause: Clause, found: FoundDuration) -> bool:
    """Tell whether a stretch of time is the most that an undertaking may last."""
    is_upper = found.bound in ("up_to", "under") or _MUST_NOT.search(clause.text) is not None
    return is_upper or _PERIOD.search(clause.text) is not None


def _is_extension(clause: Clause, found: FoundDuration, extension: re.Match[str] | None) -> bool:
    if extension is None:
        return False
    if found.start > extension.start():
        return True
    between = clause.text[found.end : extension.start()]
    is_joined = re.search(r"[(。]| and | but |may be|、", between) is not None
    return not is_joined and len(between) < 24


def _count(match: re.Match[str]) -> float:
    if match["twice"]:
        return 2.0
    if match["once"]:
        return 1.0
    return float(read_small_count(match["number"]))
