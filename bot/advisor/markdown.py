"""Write a whole answer as Markdown, as a person reads it: conclusion first, sources last.

Text of documents and people is escaped: nothing in it becomes markup, a link or an image.
"""

import re
from collections.abc import Iterable, Iterator

from bot.advisor.advice import Advice, ApprovalRoute, Citation, NextAction, Phrase
from bot.advisor.labels import Labels, labels_for

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~!])")
_LEADING = re.compile(r"^(\s*)([-+]|\d+[.)])(\s)", re.MULTILINE)
_SCHEME = re.compile(r"(?i)\b([a-z][a-z0-9+.-]{1,20}):(?=//)|\b(www)\.|(?<=\w)@(?=\w)")


def escape(text: str) -> str:
    """Take from a text everything that Markdown or a client would act on; it reads the same."""
    flat = " ".join(text.split())
    escaped = _LEADING.sub(r"\1\\\2\3", _MARKUP.sub(r"\\\1", flat))
    return _SCHEME.sub(_broken_link, escaped)


def render_markdown(advice: Advice) -> str:
    """Write the answer; parts that are empty are left out."""
    labels = labels_for(advice.language)
    return "\n".join(_lines(advice, labels)).strip() + "\n"


def name_source(citation: Citation, labels: Labels) -> str:
    """Name a cited document; cards have no versions worth telling."""
    says_version = re.search(rf"(?<!\d){re.escape(citation.version)}(?!\d)", citation.title) is not None
    if citation.quote_kind == "restated" or says_version:
        return citation.title
    return labels.version.format(title=citation.title, version=citation.version)


def _broken_link(match: re.Match[str]) -> str:
    """Put a word joiner where a client would see an address begin; it is not seen."""
    return f"{match[0]}\u2060" if len(match[0]) > 1 else f"\u2060{match[0]}"


def _lines(advice: Advice, labels: Labels) -> Iterator[str]:
    yield f"**{labels.states[advice.state]}**"
    yield ""
    yield _cited(advice.summary.text, advice.summary.citations)
    if advice.removed:
        yield labels.removed.format(count=advice.removed)
    yield from _part(labels.key_points, (_cited(one.text, one.citations) for one in advice.key_points))
    yield from _part(
        labels.policy,
        (f"【{labels.verdicts[one.verdict]}】{_cited(one.text, one.citations)}" for one in advice.policy),
    )
    yield from _part(labels.routes, (_route(one, labels) for one in advice.approval_routes))
    yield from _part(
        labels.steps,
        (
            f"{labels.step.format(step=one.step)}: {_cited(one.text, one.citations)}"
            for one in advice.recommendations
        ),
    )
    yield from _part(labels.next_actions, (_action(one, labels) for one in advice.next_actions))
    yield from _part(labels.phrases, (_phrase(one, labels) for one in advice.phrases))
    yield from _part(labels.counter_views, (_cited(one.text, one.citations) for one in advice.counter_views))
    yield from _part(labels.missing, (escape(one) for one in advice.missing))
    yield from _part(labels.choices, (escape(one) for one in advice.choices))
    yield from _part(labels.sources, (_source(one, labels) for one in advice.citations), marks=False)


def _part(heading: str, items: Iterable[str], *, marks: bool = True) -> Iterator[str]:
    listed = tuple(items)
    if listed:
        yield ""
        yield f"**{heading}**"
        yield ""
        for item in listed:
            yield f"- {item}" if marks else item


def _numbers(numbers: Iterable[int]) -> str:
    return "".join(f"[{number}]" for number in numbers)


def _cited(text: str, numbers: Iterable[int]) -> str:
    return f"{escape(text)} {_numbers(numbers)}".rstrip()


def _route(route: ApprovalRoute, labels: Labels) -> str:
    head = [labels.amount.format(amount=route.amount_jpy)] if route.amount_jpy is not None else []
    head.append(escape(route.approver or labels.approver_unknown))
    parts = [f"{escape(route.condition)}: " if route.condition else "", " → ".join(head)]
    details = [escape(one) for one in (*route.calculation, *route.conditions)]
    if route.concurrences:
        details.append(labels.concurrences.format(names=escape(labels.comma.join(route.concurrences))))
    if route.quotes_required:
        details.append(labels.quotes_required.format(count=route.quotes_required))
    lines = [f"{''.join(parts)} {_numbers(route.citations)}", *(f"  - {one}" for one in details)]
    return "\n".join(lines)


def _action(action: NextAction, labels: Labels) -> str:
    about = labels.comma.join(one for one in (action.who, action.when) if one)
    return _cited(f"{action.what}（{about}）" if about else action.what, action.citations)


def _phrase(phrase: Phrase, labels: Labels) -> str:
    quoted = f"「{phrase.text}」" if phrase.language == "ja" else f"“{phrase.text}”"
    lines = [f"{labels.listeners[phrase.listener]}: {_cited(quoted, phrase.citations)}"]
    if phrase.objection:
        lines.append(f"  - {labels.objection}: {escape(phrase.objection)}")
    if phrase.reply:
        lines.append(f"  - {labels.reply}: {escape(phrase.reply)}")
    return "\n".join(lines)


def _source(citation: Citation, labels: Labels) -> str:
    shown = " ".join(citation.quote.split())
    words = f"{labels.restated}: {shown}" if citation.quote_kind == "restated" else f"「{shown}」"
    notes = (
        labels.sample if citation.is_sample else "",
        labels.excerpt if citation.is_excerpt else "",
        labels.standings.get(citation.status, ""),
        labels.grades.get(citation.grade or "", ""),
    )
    title = name_source(citation, labels)
    where = " | ".join(escape(one) for one in (citation.id, citation.locator, title, *notes) if one)
    return f"{citation.n}. {where}: {escape(words)}"
