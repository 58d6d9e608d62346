"""Nothing in a text comes alive in Slack: not in blocks, not in the fallback, whatever it is made of."""

import re
import unicodedata
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.advisor.advice import Advice, Citation, Statement
from bot.surfaces.slack.blocks import render_advice, render_words
from bot.surfaces.slack.checking import check_post
from bot.surfaces.slack.escaping import inert_fallback, inert_text
from knowledge.documents.canonical import canonical_text
from tests.fake_slack.block_kit import all_texts, elements_of, problems_of_message

HARMLESS = "この文は残る"
HOSTILE = [
    # mentions
    "<!channel>", "<!here>", "<!everyone>", "<!here|here>", "<!subteam^S123>", "<!subteam^S123|@team>",
    "<@U123>", "<@U123|taro>", "<@W9>", "<#C123>", "<#C123|general>", "@channel", "@here", "@everyone",
    "＠channel", "#general", "<!date^1392734382^{date}|later>", "&lt;!channel&gt;", "&amp;lt;!here&amp;gt;",
    "<\u200b!channel>",
    "<!chan\u00adnel>", "<!channel", "!channel>", "<!<!channel>>", "<<!here>>",
    # links
    "https://evil.example/x", "http://evil.example", "<https://evil.example|社内規程>", "<https://evil.example>",
    "[社内規程](https://evil.example)", "[規程][1]\n\n[1]: https://evil.example", "[1]: <https://evil.example>",
    "www.evil.example", "evil.example/path", "//evil.example", "https://company.example@evil.example/",
    "https://xn--80ak6aa92e.example", "https://соmpany.example", "https://company.example.evil.example",
    "https://slack-redir.net/link?url=https%3A%2F%2Fevil.example", "https://evil.example\\@company.example",
    "mailto:a@evil.example", "a@evil.example", "tel:+81312345678", "slack://user?team=T&id=U",
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html;base64,PHNjcmlwdD4=", "file:///etc/passwd",
    "vbscript:x", "h\u200bttps://evil.example", "https://\u202eelpmaxe.live", "＜https://evil.example＞",
    # images and markup
    "![x](https://evil.example/a.png)", "<img src=https://evil.example/a.png>", "<script>alert(1)</script>",
    "![x][1]\n[1]: https://evil.example/a.png", ":tada:", ":custom-image:", "```\n<!channel>\n```",
    "*太字* _斜体_ ~取消~ `code`", "> 引用", "&#60;!channel&#62;", "\\<!channel\\>",
    '{"type": "image", "image_url": "https://evil.example/a.png"}', "<https://evil.example/a.png|:eyes:>",
    # what is not seen
    "\x00\x07\x1b[31m赤\x1b[0m", "\x9b31m", "\u202e反転\u202c", "\u2066isolate\u2069",
    "\ufeff", "a\u2028b\u2029c",
    "\U000e0041\U000e0042", "\u3164", "e\u0301", "👩\u200d🔧", "[99] [3] 【1】", "citation: A9-99",
]  # fmt: skip


def an_answer_with(text: str) -> Advice:
    """Put a text wherever an answer holds text of documents, models or people."""
    citation = Citation(
        n=1,
        id=text,
        document=text,
        title=text,
        version=text,
        locator=text,
        quote=text,
        start=0,
        end=len(text),
        source_class="external",
        quote_kind="original",
        status="in_force",
        verified=True,
    )
    return Advice(
        question=text,
        language="ja",
        as_of=date(2026, 9, 15),
        state="partly",
        abstained="partial",
        reason=text,
        summary=Statement(text=text, citations=(1,)),
        key_points=(Statement(text=text, citations=(1,)),),
        missing=(text,),
        citations=(citation,),
    )


def is_live(fallback: str) -> bool:
    """Tell whether Slack would make a mention or a link of something in the fallback."""
    return bool(
        re.search(r"[<>]|&(?!amp;|lt;|gt;)", fallback)
        or re.search(
            r"(?i)\b[a-z][a-z0-9+.-]*:[^\s\u2060]|[@#＠＃]\w|\w@\w|[a-z0-9]\.[a-z]|:[a-z0-9_+'-]+:", fallback
        )
    )


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_text_stays_a_text_and_what_stands_beside_it_stays_too(hostile: str) -> None:
    posts = render_advice(an_answer_with(f"{HARMLESS}{hostile} {HARMLESS}"))

    for post in posts:
        check_post(post)
        assert problems_of_message(post.model_dump(mode="json")) == []
        kinds = {element["type"] for element in elements_of(list(post.blocks))}
        assert kinds <= {"rich_text", "rich_text_section", "rich_text_list", "text"}
        assert not is_live(post.text)
    words = "".join(text for post in posts for text in all_texts(list(post.blocks)))
    assert words.count(HARMLESS) >= 2 * 6
    assert all(unicodedata.category(one) not in {"Cc", "Cs"} or one == "\n" for one in words)
    assert not set(words) & set("\u202e\u202c\u2066\u2069\ufeff\u200b")


def test_words_that_look_like_markup_are_shown_as_they_are() -> None:
    [post] = render_words("A<B かつ B&C、*印* は https://example.com/x を見よ", language="ja")

    assert "".join(all_texts(list(post.blocks))) == "A<B かつ B&C、*印* は https://example.com/x を見よ"
    assert "A&lt;B" in post.text


def test_a_time_and_a_decimal_are_left_whole_in_the_fallback() -> None:
    assert inert_fallback("会議は 10:30 から、3.5 時間") == "会議は 10:30 から、3.5 時間"


def test_an_emoji_of_several_characters_stays_one() -> None:
    assert inert_text("修理👩\u200d🔧です") == "修理👩\u200d🔧です"


ALPHABET = st.one_of(
    st.sampled_from([*"<>&|!@#^`*_~[](){}:/\\.-;=?%\"'", "\u200b", "\u200d", "\u202e", "\x00", "\ud800"]),
    st.sampled_from(
        ["https://", "<!channel>", "&lt;", "&amp;", "www.", "evil.example", "U123", "規程", "\n", " "]
    ),
    st.characters(),
)
STRINGS = st.lists(ALPHABET, min_size=1, max_size=60).map("".join)


@given(STRINGS)
@settings(max_examples=2_000, deadline=None)
def test_no_string_makes_anything_live(text: str) -> None:
    shown, fallback = inert_text(text), inert_fallback(text)

    assert inert_text(shown) == shown
    assert not is_live(fallback)
    assert all(unicodedata.category(one) not in {"Cs", "Cn"} for one in shown)
    (shown + fallback).encode()


@given(STRINGS.map(canonical_text).filter(lambda text: bool(inert_text(text).strip())))
@settings(max_examples=300, deadline=None)
def test_whatever_an_answer_says_its_messages_can_be_sent(text: str) -> None:
    for post in render_advice(an_answer_with(text)):
        check_post(post)
        assert problems_of_message(post.model_dump(mode="json")) == []
        assert not is_live(post.text)
