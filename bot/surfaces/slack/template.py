"""Arrange an answer for Slack: conclusion first, sources last, every part only when there is one.

The words are the advisor's; only headings and labels are chosen here. Nothing is made inert yet: that is
`bot.surfaces.slack.blocks`', for every text alike.
"""

from collections.abc import Iterable, Mapping

from bot.advisor.advice import Advice, ApprovalRoute, Citation, NextAction, Phrase, PolicyStatement, Statement
from bot.advisor.labels import Labels, labels_for
from bot.advisor.markdown import name_source
from bot.surfaces.slack.layout import Line, Part, Run, cited, plain_line
from bot.surfaces.slack.words import words_for
from knowledge.documents.document import Language


def describe_advice(advice: Advice, addresses: Mapping[int, str]) -> tuple[Part, ...]:
    """Arrange an answer as parts, in the language of the answer.

    Args:
        advice: The answer.
        addresses: Where its citations can be opened, by their numbers; may lack any.
    """
    labels = labels_for(advice.language)
    parts = (
        _conclusion(advice, labels),
        Part(heading=labels.key_points, lines=_statements(advice.key_points)),
        Part(heading=labels.policy, lines=tuple(_policy(one, labels) for one in advice.policy)),
        Part(heading=labels.routes, lines=_all(_route(one, labels) for one in advice.approval_routes)),
        Part(heading=labels.steps, lines=_steps(advice, labels)),
        Part(heading=labels.next_actions, lines=tuple(_action(one, advice) for one in advice.next_actions)),
        Part(heading=labels.phrases, lines=describe_phrases(advice.phrases, labels)),
        Part(heading=labels.counter_views, lines=_statements(advice.counter_views)),
        Part(heading=labels.missing, lines=tuple(plain_line(one) for one in advice.missing)),
        Part(heading=labels.choices, lines=tuple(plain_line(one) for one in advice.choices)),
        Part(heading=labels.sources, lines=describe_sources(advice.citations, advice.language, addresses)),
    )
    return tuple(part for part in parts if part.lines)


def describe_phrases(phrases: Iterable[Phrase], labels: Labels) -> tuple[Line, ...]:
    """Arrange sentences to say, each with its objection and reply."""
    return _all(_phrase(one, labels) for one in phrases)


def describe_sources(
    citations: Iterable[Citation], language: Language, addresses: Mapping[int, str]
) -> tuple[Line, ...]:
    """Arrange numbered sources with their quotes, and a link where there is an address."""
    labels, opening = labels_for(language), words_for(language).open_passage
    return _all(
        _source(one, labels, _link(opening, addresses[one.n]) if one.n in addresses else ())
        for one in citations
    )


def _all(groups: Iterable[tuple[Line, ...]]) -> tuple[Line, ...]:
    return tuple(line for group in groups for line in group)


def _conclusion(advice: Advice, labels: Labels) -> Part:
    runs = (Run(text=advice.summary.text), *cited(advice.summary.citations))
    lines = [Line(runs=runs, is_listed=False)]
    is_open = advice.state not in {"answered", "failed"}
    if is_open and advice.reason and advice.reason not in advice.summary.text:
        lines.append(plain_line(advice.reason, is_listed=False))
    words = words_for(advice.language)
    if any(one.is_sample for one in advice.citations) and words.sample not in advice.summary.text:
        lines.append(plain_line(_bracketed(words.sample, advice.language).strip(), is_listed=False))
    if advice.removed:
        lines.append(plain_line(labels.removed.format(count=advice.removed), is_listed=False))
    return Part(heading=labels.states[advice.state], lines=tuple(lines))


def _statements(statements: Iterable[Statement]) -> tuple[Line, ...]:
    return tuple(Line(runs=(Run(text=one.text), *cited(one.citations))) for one in statements)


def _policy(statement: PolicyStatement, labels: Labels) -> Line:
    verdict = Run(text=f"[{labels.verdicts[statement.verdict]}] ", is_bold=True, is_whole=True)
    return Line(runs=(verdict, Run(text=statement.text), *cited(statement.citations)))


def _route(route: ApprovalRoute, labels: Labels) -> tuple[Line, ...]:
    condition = (Run(text=f"{route.condition}: "),) if route.condition else ()
    amount = f"{labels.amount.format(amount=route.amount_jpy)} → " if route.amount_jpy is not None else ""
    approver = Run(text=route.approver or labels.approver_unknown, is_bold=True)
    head = Line(
        runs=(*condition, *((Run(text=amount),) if amount else ()), approver, *cited(route.citations))
    )
    details = [*route.calculation, *route.conditions]
    if route.concurrences:
        details.append(labels.concurrences.format(names=labels.comma.join(route.concurrences)))
    if route.quotes_required:
        details.append(labels.quotes_required.format(count=route.quotes_required))
    return (head, *(plain_line(one, indent=1) for one in details))


def _steps(advice: Advice, labels: Labels) -> tuple[Line, ...]:
    return tuple(
        Line(
            runs=(
                Run(text=f"{labels.step.format(step=one.step)}: ", is_bold=True, is_whole=True),
                Run(text=one.text),
                *cited(one.citations),
            )
        )
        for one in advice.recommendations
    )


def _action(action: NextAction, advice: Advice) -> Line:
    about = " / ".join(part for part in (action.who, action.when) if part)
    text = f"{action.what}{_bracketed(about, advice.language)}" if about else action.what
    return Line(runs=(Run(text=text), *cited(action.citations)))


def _bracketed(text: str, language: Language) -> str:
    return f"（{text}）" if language == "ja" else f" ({text})"


def _phrase(phrase: Phrase, labels: Labels) -> tuple[Line, ...]:
    quoted = f"「{phrase.text}」" if phrase.language == "ja" else f"“{phrase.text}”"
    listener = Run(text=f"{labels.listeners[phrase.listener]}: ", is_whole=True)
    lines = [Line(runs=(listener, Run(text=quoted, is_bold=True), *cited(phrase.citations)))]
    if phrase.objection:
        lines.append(plain_line(f"{labels.objection}: {phrase.objection}", indent=1))
    if phrase.reply:
        lines.append(plain_line(f"{labels.reply}: {phrase.reply}", indent=1))
    return tuple(lines)


def _link(words: str, address: str) -> tuple[Run, ...]:
    return (Run(text=" "), Run(text=words, is_whole=True, address=address))


def _source(citation: Citation, labels: Labels, link: tuple[Run, ...]) -> tuple[Line, ...]:
    # Our restatement is never shown as somebody's words: no quotation marks.
    is_restated = citation.quote_kind == "restated"
    quote = f"{labels.restated}: {citation.quote}" if is_restated else f"「{citation.quote}」"
    number = Run(text=f"[{citation.n}] ", is_bold=True, is_whole=True)
    where = Run(text=" | ".join(_particulars(citation, labels)))
    return (
        Line(runs=(number, where, *link), is_listed=False),
        plain_line(" ".join(quote.split()), indent=1),
    )


def _particulars(citation: Citation, labels: Labels) -> Iterable[str]:
    where = citation.id if citation.locator in {"", citation.id} else f"{citation.id} {citation.locator}"
    grade = labels.grades.get(citation.grade or "", "")
    is_article_card = citation.source_class == "article" and citation.quote_kind == "restated"
    candidates = (
        where,
        name_source(citation, labels),
        labels.sample if citation.is_sample else "",
        labels.excerpt if citation.is_excerpt else "",
        labels.standings.get(citation.status, ""),
        labels.article_summary if is_article_card and not grade else grade,
        "" if citation.verified else labels.unverified,
    )
    return (part for part in candidates if part)
