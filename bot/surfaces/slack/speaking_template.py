"""Arrange what helps somebody speak: sentences for a meeting, and the look at a statement of one's own."""

from collections.abc import Iterable, Mapping

from bot.advisor.labels import labels_for
from bot.advisor.meeting import PhraseReply
from bot.advisor.saying_back_reply import CheckReply, Point, Problem
from bot.surfaces.slack.layout import Line, Part, Run, cited, plain_line
from bot.surfaces.slack.template import describe_phrases, describe_sources
from bot.surfaces.slack.words import words_for


def describe_phrase_reply(reply: PhraseReply, addresses: Mapping[int, str]) -> tuple[Part, ...]:
    """Arrange suggested sentences; the reason where there are none. `addresses` as for an answer."""
    labels = labels_for(reply.language)
    reason = (plain_line(reply.reason, is_listed=False),) if reply.reason else ()
    parts = (
        Part(heading=labels.phrases, lines=(*describe_phrases(reply.phrases, labels), *reason)),
        Part(heading=labels.sources, lines=describe_sources(reply.citations, reply.language, addresses)),
    )
    return tuple(part for part in parts if part.lines)


def describe_check(reply: CheckReply, addresses: Mapping[int, str]) -> tuple[Part, ...]:
    """Arrange the look at a statement: the verdict, what to mend, what is said and what is missing."""
    words, labels = words_for(reply.language), labels_for(reply.language)
    corrected = (plain_line(reply.corrected, is_listed=False),) if reply.problems and reply.corrected else ()
    parts = (
        Part(heading=words.check_title, lines=(_verdict(words.check_verdicts[reply.verdict]),)),
        Part(heading=words.check_problems, lines=_problems(reply.problems)),
        Part(heading=words.check_corrected, lines=corrected),
        Part(heading=words.check_covered, lines=_points(reply.covered)),
        Part(heading=words.check_missing, lines=_points(reply.missing)),
        Part(heading=labels.sources, lines=describe_sources(reply.citations, reply.language, addresses)),
    )
    return tuple(part for part in parts if part.lines)


def _verdict(text: str) -> Line:
    return Line(runs=(Run(text=text, is_bold=True),), is_listed=False)


def _points(points: Iterable[Point]) -> tuple[Line, ...]:
    return tuple(Line(runs=(Run(text=one.text), *cited(one.citations))) for one in points)


def _problems(problems: Iterable[Problem]) -> tuple[Line, ...]:
    return tuple(
        line
        for one in problems
        for line in (
            plain_line(f"「{one.sentence}」"),
            Line(runs=(Run(text=one.reason), *cited(one.citations)), indent=1),
        )
    )
