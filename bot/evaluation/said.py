"""Take out of an answer what it says, apart from the passages it lists as sources."""

import re
from collections.abc import Iterator

from bot.advisor.advice import Advice, ApprovalRoute
from bot.advisor.labels import labels_for
from bot.evaluation.wording import normalise
from knowledge.documents.canonical import canonical_text
from knowledge.documents.sentences import split_sentences

_MARKUP = re.compile(r"[*_#>`|]+|\\(?=[!-/:-@\[-`{-~])")


def texts_said(advice: Advice) -> list[str]:
    """List everything that the answer says, field by field, then its Markdown up to the sources."""
    return [text for text in (*_fields(advice), _body(advice)) if text.strip()]


def sentences_said(advice: Advice) -> list[str]:
    """List the sentences of all that is said, normalised, each once."""
    found: dict[str, None] = {}
    for text in texts_said(advice):
        plain = canonical_text(text)
        for span in split_sentences(plain):
            found.setdefault(normalise(plain[span.start : span.end]))
    return list(found)


def _fields(advice: Advice) -> Iterator[str]:
    yield advice.summary.text
    for statement in (
        *advice.key_points, *advice.recommendations, *advice.policy, *advice.counter_views
    ):  # fmt: skip
        yield statement.text
    for route in advice.approval_routes:
        yield from _route(advice, route)
    for phrase in advice.phrases:
        yield from (phrase.text, phrase.objection, phrase.reply)
    for action in advice.next_actions:
        yield from (action.what, action.who, action.when)
    yield from (*advice.missing, *advice.choices)


def _route(advice: Advice, route: ApprovalRoute) -> Iterator[str]:
    labels = labels_for(advice.language)
    yield route.condition or ""
    if route.amount_jpy is not None:
        yield labels.amount.format(amount=route.amount_jpy)
    yield from route.calculation
    yield route.approver or ""
    yield from route.concurrences
    if route.quotes_required is not None:
        yield labels.quotes_required.format(count=route.quotes_required)
    yield from route.conditions


def _body(advice: Advice) -> str:
    """Give the Markdown above the list of sources, without its marks."""
    heading = labels_for(advice.language).sources
    lines: list[str] = []
    for line in advice.markdown.splitlines():
        plain = _MARKUP.sub("", line).strip()
        if plain == heading:
            break
        lines.append(plain)
    return "\n".join(lines)
