"""Write an answer as a fragment of HTML: conclusion first, sources last.

Every string is escaped; the only elements are the ones written here, and none of them fetches anything,
leads anywhere or runs.
"""

from collections.abc import Iterable, Iterator
from html import escape

from bot.advisor.advice import Advice, ApprovalRoute, Citation, NextAction, Phrase
from bot.advisor.labels import Labels, labels_for
from bot.advisor.markdown import name_source
from knowledge.documents.canonical import canonical_text


def render_fragment(advice: Advice) -> str:
    """Write the answer; parts that are empty are left out."""
    labels = labels_for(advice.language)
    return f'<article class="answer" lang="{advice.language}">{"".join(_parts(advice, labels))}</article>'


def inert_html(text: str) -> str:
    """Make any text safe inside an element and inside a quoted attribute."""
    return escape(canonical_text(text), quote=True)


def _parts(advice: Advice, labels: Labels) -> Iterator[str]:
    yield f"<h2>{inert_html(labels.states[advice.state])}</h2>"
    yield f"<p>{_cited(advice.summary.text, advice.summary.citations)}</p>"
    if advice.state not in {"answered", "failed"} and advice.reason:
        yield f"<p>{inert_html(advice.reason)}</p>"
    if advice.removed:
        yield f"<p>{inert_html(labels.removed.format(count=advice.removed))}</p>"
    yield _list(labels.key_points, (_cited(one.text, one.citations) for one in advice.key_points))
    yield _list(
        labels.policy,
        (
            f"<strong>{inert_html(labels.verdicts[one.verdict])}</strong> {_cited(one.text, one.citations)}"
            for one in advice.policy
        ),
    )
    yield _list(labels.routes, (_route(one, labels) for one in advice.approval_routes))
    yield _list(
        labels.steps,
        (
            f"<strong>{inert_html(labels.step.format(step=one.step))}</strong> "
            f"{_cited(one.text, one.citations)}"
            for one in advice.recommendations
        ),
    )
    yield _list(labels.next_actions, (_action(one, labels) for one in advice.next_actions))
    yield _list(labels.phrases, (_phrase(one, labels) for one in advice.phrases))
    yield _list(labels.counter_views, (_cited(one.text, one.citations) for one in advice.counter_views))
    yield _list(labels.missing, (inert_html(one) for one in advice.missing))
    yield _list(labels.choices, (inert_html(one) for one in advice.choices))
    yield _list(labels.sources, (_source(one, labels) for one in advice.citations))


def _list(heading: str, items: Iterable[str]) -> str:
    listed = "".join(f"<li>{item}</li>" for item in items)
    return f"<section><h3>{inert_html(heading)}</h3><ul>{listed}</ul></section>" if listed else ""


def _details(lines: Iterable[str]) -> str:
    listed = "".join(f"<li>{inert_html(line)}</li>" for line in lines)
    return f"<ul>{listed}</ul>" if listed else ""


def _cited(text: str, numbers: Iterable[int]) -> str:
    marks = "".join(f"[{number}]" for number in numbers)
    return f"{inert_html(text)} <sup>{marks}</sup>" if marks else inert_html(text)


def _route(route: ApprovalRoute, labels: Labels) -> str:
    condition = f"{route.condition}: " if route.condition else ""
    amount = f"{labels.amount.format(amount=route.amount_jpy)} → " if route.amount_jpy is not None else ""
    details = [*route.calculation, *route.conditions]
    if route.concurrences:
        details.append(labels.concurrences.format(names=labels.comma.join(route.concurrences)))
    if route.quotes_required:
        details.append(labels.quotes_required.format(count=route.quotes_required))
    head = f"{condition}{amount}{route.approver or labels.approver_unknown}"
    return _cited(head, route.citations) + _details(details)


def _action(action: NextAction, labels: Labels) -> str:
    about = labels.comma.join(one for one in (action.who, action.when) if one)
    return _cited(f"{action.what}（{about}）" if about else action.what, action.citations)


def _phrase(phrase: Phrase, labels: Labels) -> str:
    quoted = f"「{phrase.text}」" if phrase.language == "ja" else f"“{phrase.text}”"
    details = []
    if phrase.objection:
        details.append(f"{labels.objection}: {phrase.objection}")
    if phrase.reply:
        details.append(f"{labels.reply}: {phrase.reply}")
    head = f"{labels.listeners[phrase.listener]}: {quoted}"
    return f'<div lang="{phrase.language}">{_cited(head, phrase.citations)}{_details(details)}</div>'


def _source(citation: Citation, labels: Labels) -> str:
    notes = (
        labels.sample if citation.is_sample else "",
        labels.excerpt if citation.is_excerpt else "",
        labels.standings.get(citation.status, ""),
        labels.grades.get(citation.grade or "", ""),
        "" if citation.verified else labels.unverified,
    )
    where = " | ".join(
        one for one in (citation.id, citation.locator, name_source(citation, labels), *notes) if one
    )
    quote = inert_html(citation.quote)
    if citation.quote_kind == "restated":  # our words, never shown as somebody's
        shown = f"<p>{inert_html(labels.restated)}: {quote}</p>"
    else:
        shown = f'<blockquote lang="{citation.language}">{quote}</blockquote>'
    return f"<p>[{citation.n}] {inert_html(where)}</p>{shown}"
