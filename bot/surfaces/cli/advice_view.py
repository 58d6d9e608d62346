"""Arrange an answer for the terminal: conclusion first, sources last, every part only when there is one.

The words of the answer are the advisor's; only headings and labels are chosen here.
"""

from collections.abc import Iterable

from bot.advisor.advice import Advice, ApprovalRoute, Citation, NextAction, Phrase, PolicyStatement, Statement
from bot.advisor.labels import Labels, labels_for
from bot.advisor.markdown import name_source
from bot.surfaces.cli.blocks import Block, Item

_VERDICT_STYLES = {
    "prohibited": "bold red",
    "allowed": "bold green",
    "conditional": "bold yellow",
    "needs_approval": "bold yellow",
    "not_covered": "dim",
    "conflict": "bold magenta",
}
_MAX_QUOTE = 300  # characters; the passage itself is opened with `sandan documents show`


def describe_advice(advice: Advice) -> tuple[Block, ...]:
    """Arrange an answer as blocks, in the language of the answer."""
    labels = labels_for(advice.language)
    blocks = (
        _conclusion(advice, labels),
        Block(heading=labels.key_points, items=_statements(advice.key_points)),
        Block(heading=labels.policy, items=tuple(_policy(one, labels) for one in advice.policy)),
        Block(heading=labels.routes, items=tuple(_route(one, labels) for one in advice.approval_routes)),
        Block(heading=labels.steps, items=_steps(advice, labels)),
        Block(heading=labels.next_actions, items=tuple(_action(one) for one in advice.next_actions)),
        Block(heading=labels.phrases, items=tuple(describe_phrase(one, labels) for one in advice.phrases)),
        Block(heading=labels.counter_views, items=_statements(advice.counter_views)),
        Block(heading=labels.missing, items=tuple(Item(text=one) for one in advice.missing)),
        Block(heading=labels.choices, items=tuple(Item(text=one) for one in advice.choices)),
        Block(heading=labels.sources, items=tuple(describe_source(one, labels) for one in advice.citations)),
    )
    return tuple(block for block in blocks if block.items)


def _numbers(numbers: Iterable[int]) -> str:
    return "".join(f"[{number}]" for number in numbers)


def _conclusion(advice: Advice, labels: Labels) -> Block:
    summary = Item(text=advice.summary.text, sources=_numbers(advice.summary.citations))
    items = [summary]
    if (
        advice.reason
        and advice.reason not in advice.summary.text
        and advice.state not in {"answered", "failed"}
    ):
        items.append(Item(text=advice.reason))
    if advice.removed:
        items.append(Item(text=labels.removed.format(count=advice.removed)))
    return Block(heading=labels.states[advice.state], items=tuple(items), is_lead=True)


def _statements(statements: Iterable[Statement]) -> tuple[Item, ...]:
    return tuple(Item(text=one.text, sources=_numbers(one.citations)) for one in statements)


def _policy(statement: PolicyStatement, labels: Labels) -> Item:
    return Item(
        text=statement.text,
        mark=f"[{labels.verdicts[statement.verdict]}]",
        sources=_numbers(statement.citations),
        style=_VERDICT_STYLES[statement.verdict],
    )


def _route(route: ApprovalRoute, labels: Labels) -> Item:
    parts = [route.approver or labels.approver_unknown]
    if route.amount_jpy is not None:
        parts.insert(0, labels.amount.format(amount=route.amount_jpy))
    details = [*route.calculation, *route.conditions]
    if route.concurrences:
        details.append(labels.concurrences.format(names=labels.comma.join(route.concurrences)))
    if route.quotes_required:
        details.append(labels.quotes_required.format(count=route.quotes_required))
    prefix = f"{route.condition}: " if route.condition else ""
    return Item(text=prefix + " → ".join(parts), sources=_numbers(route.citations), details=tuple(details))


def _steps(advice: Advice, labels: Labels) -> tuple[Item, ...]:
    return tuple(
        Item(text=one.text, mark=labels.step.format(step=one.step), sources=_numbers(one.citations))
        for one in advice.recommendations
    )


def _action(action: NextAction) -> Item:
    about = " / ".join(part for part in (action.who, action.when) if part)
    return Item(
        text=f"{action.what}（{about}）" if about else action.what,
        mark="□",
        sources=_numbers(action.citations),
    )


def describe_phrase(phrase: Phrase, labels: Labels) -> Item:
    """Arrange a sentence to say, with objection and reply below."""
    details = [labels.listeners[phrase.listener]]
    if phrase.objection:
        details.append(f"{labels.objection}: {phrase.objection}")
    if phrase.reply:
        details.append(f"{labels.reply}: {phrase.reply}")
    text = f"「{phrase.text}」" if phrase.language == "ja" else f"“{phrase.text}”"
    return Item(text=text, sources=_numbers(phrase.citations), details=tuple(details))


def describe_source(citation: Citation, labels: Labels) -> Item:
    """Arrange one source with its quote below."""
    quote = citation.quote if len(citation.quote) <= _MAX_QUOTE else f"{citation.quote[:_MAX_QUOTE]}…"
    # Our restatement is never shown as somebody's words: no quotation marks.
    shown = f"{labels.restated}: {quote}" if citation.quote_kind == "restated" else f"「{quote}」"
    return Item(
        text=" | ".join(_particulars(citation, labels)),
        mark=f"[{citation.n}]",
        details=(" ".join(shown.split()),),
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
