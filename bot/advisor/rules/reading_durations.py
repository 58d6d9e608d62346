"""Read stretches of time that are asked for, and how often something is done."""

import re
from collections.abc import Iterator

from bot.advisor.durations import Duration as FoundDuration
from bot.advisor.rules.clause import Clause
from bot.advisor.rules.conduct import Duration, DurationKind, Frequency
from bot.advisor.rules.lexicon import find_concepts
from bot.advisor.rules.phrasing import placed
from bot.advisor.rules.place import Length, length_of
from bot.advisor.rules.reading_counting import COUNTS, ENDLESS, RENEWS
from bot.advisor.rules.reading_emergency import EMERGENCY
from bot.advisor.rules.reading_limits import EXTENDS, bounds_period, limited_kinds
from bot.advisor.rules.reading_permissions import read_months
from knowledge.documents.folding import fold_string

_NOTICE = (
    r"\d+\s?(?:日|か月|ヶ月|箇月|カ月|ケ月|週間|営業日)(?:以上)?前(?:まで)?に?"
    r"|in advance|beforehand|prior (?:written )?notice|days?'? notice|notice of"
    r"|(?:days|weeks|months) before\b"
    r"|前(?:まで)?(?:に|の)?(?:書面で)?(?:通知|予告|連絡)|前通知"
)
_RETENTION = (
    r"(?:保存|保管)(?:期間|年限)(?!の?(?:終|満了|経過|が))|保存し|保存す|保存。|保存$|保管|残し|残す"
    r"|\bkept\b|\bkeep\b|retain|retention|stored? for"
)
_DEADLINE = (
    r"連絡|報告|届|通報|提出|出す|申請|知らせ|へ。|\breport|notif|\binform\b|\bfiled\b|\bfile (?:the|an?|it"
    r"|your)\b|\btell\b|escalat"
)
_PLAN = r"(?:年|月)(?:分|間)?の?(?:tco|総費用|試算|計画)|tco|cost estimate|total cost|plan\b"
_KINDS: tuple[tuple[DurationKind, re.Pattern[str]], ...] = (
    ("notice", re.compile(_NOTICE)),
    ("retention", re.compile(_RETENTION)),
    ("deadline", re.compile(_DEADLINE)),
    ("return", re.compile(r"返却|返還|消去|削除|消し|消す|廃棄|return|delet|eras|destroy")),
    ("transition", re.compile(r"移行|transition|migration")),
    ("plan", re.compile(_PLAN)),
    ("validity", re.compile(r"期限|有効|認め|定めて|除外|grant|exception|valid|permit")),
    ("review", re.compile(r"見直|review")),
)  # fmt: skip
_STARTS_FROM = re.compile(
    r"(?P<what>[^、。;]{1,24}?(?:時|日|終わり|終了|翌月|満了|完結)?)(?:から(?:起算して)?|後)$"
)
_STARTS_AFTER = re.compile(r"(?: of| after| from|['’]? following) (?P<what>(?!model|changes?\b)[^,.;]{3,60})")
_JOINS = re.compile(r" (?:and|or) (?=[a-z])")
_MODAL = re.compile(
    r"\s+(?:must|shall|may|should|will|can|has to|have to|is|are|be)\b.*$|\s+(?:for|within|of)$", re.I
)
_AGENT = re.compile(r"^(?:the|an?|and|or|all|any|every|each)\s+", re.I)
_AWARE = re.compile(
    r"\b(?P<what>(?:becom|discover|notic|detect|learn|is aware"
    r"|are aware)[a-z]*(?: [a-z]+)*?)(?= shall| must| has to| should|,|$)"
)
_TO = re.compile(r"^\s?(?:の(?:両方|双方|両者))?(?:へも?|に(?!よ)|まで)")
_AND = re.compile(r"\s*(?:と|及び|並びに|および|、)\s*")
_TO_ENGLISH = re.compile(r"(?:to|inform|notify|tell|contact)(?: [a-z]+)? (?:the )?$")


def read_durations(clause: Clause) -> Iterator[Duration]:
    """Read stretches of time that are asked for, but those that bound a trial or say how to count."""
    for found in clause.durations:
        if _is_read_elsewhere(clause, found):
            continue
        kind = _kind_of(clause, found)
        concepts = _concepts(clause, _reach(clause, found))
        yield Duration(
            **placed(clause, found.phrase_start, found.phrase_end),
            kind=kind,
            length=length_of(found),
            subject=_subject(clause, found),
            concepts=concepts,
            bound="at_least" if kind == "notice" else _bound(found),
            to_whom=_to_whom(clause, found),
            starts_from=_starts_from(clause, found),
        )


def read_frequencies(clause: Clause) -> Iterator[Frequency]:
    """Read how often something is done; months to which a leave is bound are no frequency."""
    for found in () if read_months(clause.text) else clause.frequencies:
        concepts = _concepts(clause, clause.text)
        yield Frequency(
            **placed(clause, found.start, found.end),
            subject=clause.section.heading or clause.quote(clause.body_start, len(clause.text)),
            concepts=concepts,
            times=float(found.times),
            per=Length(value=float(found.every), unit=found.unit),
        )


def _concepts(clause: Clause, near: str) -> tuple[str, ...]:
    """List what a stretch of time is about: by the words near it, the sentence's, then the heading's."""
    own = find_concepts(near, "subject")
    if len(clause.durations) > 1:  # what the others in the sentence are about is not what this one is about
        return own or _heading_subjects(clause)
    found = (*own, *find_concepts(clause.text, "subject"))
    return tuple(dict.fromkeys((*found, *_heading_subjects(clause))))


def _heading_subjects(clause: Clause) -> tuple[str, ...]:
    """Subjects that the section's own heading names; its chapter's would name its neighbours too."""
    own = find_concepts(fold_string(clause.section.heading), "subject")
    return own or (find_concepts(clause.heading, "subject") if not clause.section.heading else ())


def _is_read_elsewhere(clause: Clause, found: FoundDuration) -> bool:
    if limited_kinds(clause) and (bounds_period(clause, found) or EXTENDS.search(clause.text)):
        return True
    if (RENEWS.search(clause.text) or ENDLESS.search(clause.text)) and COUNTS.search(clause.text):
        return True
    if re.search(r"分(?:と|で|を|に)", clause.text[found.end - 1 : found.end + 2]) and COUNTS.search(
        clause.text
    ):
        return True
    if re.search(r"月額|月払|monthly", clause.text) and COUNTS.search(clause.text):
        return True
    if found.bound == "over" and re.search(r"契約|contract|agreement", clause.text):
        return True
    return EMERGENCY.search(clause.text) is not None


def _kind_of(clause: Clause, found: FoundDuration) -> DurationKind:
    near = _segment(clause, found)
    if re.search(r"例外|exception", f"{clause.text} {clause.section.heading.casefold()}"):
        return "validity"
    for text in (near, clause.text, clause.heading):
        for kind, pattern in _KINDS:
            if pattern.search(text):
                return kind
    return "other"


def _segment(clause: Clause, found: FoundDuration) -> str:
    start, end = clause.segment(found.start)
    before = [match.end() for match in _JOINS.finditer(clause.text, start, found.start)]
    after = _JOINS.search(clause.text, found.end, end)
    return clause.text[before[-1] if before else start : after.start() if after else end]


def _reach(clause: Clause, found: FoundDuration) -> str:
    """Give the words that one of several stretches of time stands with: back to the one before it."""
    before = [one.phrase_end for one in clause.durations if one.start < found.start]
    segment = _segment(clause, found)
    if len(clause.durations) == 1:
        return segment
    return f"{segment} {clause.text[before[-1] if before else clause.body_start : found.phrase_end]}"


def _subject(clause: Clause, found: FoundDuration) -> str:
    start, _ = clause.segment(found.start)
    words = clause.quote(start, found.phrase_start) if found.phrase_start > start else ""
    words = _AGENT.sub("", _MODAL.sub("", re.sub(r"[をはがにのも、 ]+$", "", words)))
    return words if 1 < len(words) <= 40 else (clause.section.heading or clause.section.locator)


def _bound(found: FoundDuration) -> str:
    if found.bound in ("up_to", "under"):
        return "within"
    return "at_least" if found.bound in ("from", "over") else "exactly"


def _to_whom(clause: Clause, found: FoundDuration) -> str | None:
    for number, actor in enumerate(clause.actors):
        if _TO.match(clause.text[actor.end :]) and actor.start >= found.end:
            return _joined_with(clause, number)
        if _TO_ENGLISH.search(clause.text[max(0, actor.start - 24) : actor.start]):
            return actor.text
    return None


def _joined_with(clause: Clause, number: int) -> str:
    """Name an actor with those joined in front: 「所属課長と情報企画室」."""
    actors, first = clause.actors, number
    while first > 0 and _AND.fullmatch(clause.text, actors[first - 1].end, actors[first].start):
        first -= 1
    if first == number:
        return actors[number].text
    return clause.quote(actors[first].start, actors[number].end)


def _starts_from(clause: Clause, found: FoundDuration) -> str | None:
    """Find from when a stretch of time runs: 「気づいてから」, "of signing", "who discovers a leak"."""
    start, _ = clause.segment(found.start)
    if before := _STARTS_FROM.search(clause.text[start : found.phrase_start].rstrip("、, ")):
        return clause.quote(start + before.start("what"), start + before.end("what"))
    if after := _STARTS_AFTER.match(clause.text, found.phrase_end):
        return clause.quote(*after.span("what"))
    aware = _AWARE.search(clause.text, clause.body_start, found.phrase_start)
    return clause.quote(*aware.span("what")) if aware else None
