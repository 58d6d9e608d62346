"""What the message of a digest says beside the news."""

import json

import pytest

from bot.digest.digest import Entry
from bot.surfaces.slack.digest_template import render_digest
from tests.unit.digest.builders import a_candidate, a_digest


@pytest.mark.criterion("C2")
@pytest.mark.parametrize(
    ("channel", "item", "said"),
    [("ja", "en", "翻訳なし"), ("ja", "ja", ""), ("en", "ja", "untranslated"), ("en", "en", "")],
)
def test_that_nothing_was_translated_is_said_where_it_could_have_been(
    channel: str, item: str, said: str
) -> None:
    entry = Entry(item=a_candidate(language=item))

    [post] = render_digest(a_digest(language=channel, entries=(entry,)), lambda _number: "", {})

    shown = json.dumps(post.blocks, ensure_ascii=False)
    assert ("翻訳なし" in shown or "untranslated" in shown) == bool(said)
    assert said in shown
