"""Whatever text an answer holds, it stays text on every surface."""

import json
import re
import unicodedata
from collections.abc import Iterator
from html.parser import HTMLParser
from random import Random
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.advisor.advice import Advice, Statement
from bot.surfaces.cli.app import sandan
from bot.surfaces.slack.preview import preview_payloads
from bot.surfaces.untrusted import answer_around
from bot.surfaces.web.fragment import render_fragment
from tests.unit.hostile_texts import HOSTILE_TEXTS

_PLAIN_ELEMENTS = {"rich_text", "rich_text_section", "rich_text_list", "text"}
_PLAIN_KEYS = {"type", "elements", "text", "style", "indent"}
_OWN_ELEMENTS = {  # what code puts under an answer: nothing in it leads anywhere
    "actions": {"type", "elements"},
    "button": {"type", "action_id", "text", "value"},
    "plain_text": {"type", "text", "emoji"},
    "context_actions": {"type", "elements"},
    "feedback_buttons": {"type", "action_id", "positive_button", "negative_button"},
}
_KEYS = {
    "thread_ts", "channel", "text", "blocks", "metadata", "unfurl_links", "unfurl_media", "parse",
    "link_names", "mrkdwn",
}  # fmt: skip
_HTML_TAGS = {
    "article", "section", "h2", "h3", "p", "ul", "ol", "li", "dl", "dt", "dd", "sup", "strong", "span", "q",
    "blockquote",
}  # fmt: skip
_HTML_ATTRIBUTES = {"class", "lang", "id", "value", "data-copy"}  # none that leads, fetches, styles or runs
_ENTITY = re.compile(r"&(?!amp;|lt;|gt;)")
_LIVE_IN_FALLBACK = re.compile(r"(?i)[<>]|\b[a-z][a-z0-9+.-]*://|@(?:channel|here|everyone)\b|:[a-z_]+:")
_RICH = (
    "&<>|!@#^`*_~[]()\"'/:.\\{}%ac日本語。ー１\n\t\u200b\u2060\u202e\x00\x1b\ud800\U000e0041\U0001f469\u200d"
)


def _elements(node: object) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        if "type" in node:
            yield node
        for child in node.values():
            yield from _elements(child)
    elif isinstance(node, list):
        for child in node:
            yield from _elements(child)


def _shown(payload: dict[str, Any]) -> str:
    return "\n".join(element["text"] for element in _elements(payload["blocks"]) if element["type"] == "text")


def _assert_inert(payload: dict[str, Any]) -> None:
    assert set(payload) <= _KEYS
    assert (payload["unfurl_links"], payload["unfurl_media"], payload["parse"]) == (False, False, "none")
    assert not _LIVE_IN_FALLBACK.search(payload["text"])
    assert not _ENTITY.search(payload["text"])
    for element in _elements(payload["blocks"]):
        assert element["type"] in _PLAIN_ELEMENTS | set(_OWN_ELEMENTS)
        assert set(element) <= _OWN_ELEMENTS.get(
            element["type"], {"type", "elements", "text", "style", "indent"}
        )
    hidden = {c for c in _shown(payload) if unicodedata.category(c) in {"Cc", "Cs", "Cn"}} - {"\n", "\t"}
    assert not hidden


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text: list[str] = []
        self.others = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def handle_comment(self, data: str) -> None:
        self.others += 1

    def handle_decl(self, decl: str) -> None:
        self.others += 1

    def unknown_decl(self, data: str) -> None:
        self.others += 1

    def handle_pi(self, data: str) -> None:
        self.others += 1


def _assert_only_our_elements(fragment: str) -> str:
    reader = _Reader()
    reader.feed(fragment)
    reader.close()
    assert reader.tags <= _HTML_TAGS
    assert reader.attributes <= _HTML_ATTRIBUTES
    assert reader.others == 0
    return "".join(reader.text)


def test_the_hostile_set_is_large_enough() -> None:
    assert len({text for text, _ in HOSTILE_TEXTS}) >= 60


@pytest.mark.parametrize(("text", "kept"), HOSTILE_TEXTS)
def test_a_hostile_text_stays_text_in_slack_and_its_harmless_words_are_kept(text: str, kept: str) -> None:
    payloads = preview_payloads(answer_around(text))

    for payload in payloads:
        _assert_inert(payload)
    assert kept in "\n".join(_shown(payload) for payload in payloads)
    assert kept in payloads[0]["text"]


@pytest.mark.parametrize(("text", "kept"), HOSTILE_TEXTS)
def test_a_hostile_text_stays_text_on_the_page_and_its_harmless_words_are_kept(text: str, kept: str) -> None:
    fragment = render_fragment(answer_around(text))

    assert kept in _assert_only_our_elements(fragment)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(_RICH, max_size=200), st.text(max_size=200)))
def test_any_text_stays_text(text: str) -> None:
    answer = answer_around(text)

    for payload in preview_payloads(answer):
        _assert_inert(payload)
    _assert_only_our_elements(render_fragment(answer))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from([text for text, _ in HOSTILE_TEXTS]), min_size=2, max_size=4))
def test_hostile_texts_joined_to_one_stay_text(texts: list[str]) -> None:
    answer = answer_around("".join(texts))

    for payload in preview_payloads(answer):
        _assert_inert(payload)
    _assert_only_our_elements(render_fragment(answer))


@pytest.mark.parametrize("surface", ["slack", "web"])
def test_the_command_prints_one_payload_a_line_and_names_lines_it_cannot_use(surface: str) -> None:
    lines = [{"id": n, "text": text} for n, (text, _) in enumerate(HOSTILE_TEXTS)]
    batch = "\n".join([*map(json.dumps, lines), '{"id": "bad"}']) + "\n"

    result = CliRunner().invoke(
        sandan, ["render", "--batch", "-", "--surface", surface, "--json"], input=batch
    )

    rows = [json.loads(row) for row in result.stdout.split("\n") if row]
    assert result.exit_code == 0
    assert [row["id"] for row in rows] == [*(str(n) for n in range(len(lines))), "bad"]
    assert all(row["payload"] for row in rows[:-1])
    assert rows[-1]["payload"] is None
    assert rows[-1]["reason"]


def test_a_text_of_sixty_thousand_characters_is_shown_whole_over_several_messages() -> None:
    sentences = [f"第{n}文は数値{n}を述べます。" for n in range(4_000)]
    summary = Statement(text="".join(sentences), citations=(1,))
    answer = answer_around("短い").model_copy(update={"summary": summary})

    payloads = preview_payloads(answer)

    shown = "".join(_shown(payload) for payload in payloads).replace("\n", "")
    assert len(summary.text) > 60_000
    assert len(payloads) >= 5
    assert [one for one in sentences if one not in shown] == []
    for payload in payloads:
        _assert_inert(payload)


@pytest.mark.slow
def test_a_hundred_thousand_generated_texts_stay_text() -> None:
    source = Random(20260915)
    alphabet = [*_RICH, "<!", "<@", "://", "](", "![", "&lt;", "&#", "data:", "www.", "<a ", "<img ", ".com"]

    for _ in range(100_000):
        text = "".join(source.choices(alphabet, k=source.randrange(1, 30)))
        answer = _answer_with_few_places(text)
        for payload in preview_payloads(answer):
            _assert_inert(payload)
        _assert_only_our_elements(render_fragment(answer))


def _answer_with_few_places(text: str) -> Advice:
    empty: dict[str, object] = dict.fromkeys(
        ("recommendations", "policy", "approval_routes", "phrases", "next_actions", "counter_views"), ()
    )
    return answer_around(text).model_copy(update=empty)
