"""Sources that open in a browser: the link under an answer, and the page that it leads to."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bot.advisor.advice import Statement
from bot.surfaces.slack.blocks import Post, rich_text
from bot.surfaces.slack.buttons import source_ref
from bot.surfaces.slack.checking import UnsafeMessageError, check_post
from bot.surfaces.slack.ports import SourceRef
from bot.surfaces.slack.posting import payload_of
from bot.surfaces.slack.replies import render_answer
from bot.surfaces.slack.serving import Page
from bot.surfaces.web.app import WebApp
from bot.surfaces.web.links import sign_link
from bot.surfaces.web.ports import PassageRef, WebConfig
from tests.fake_slack.block_kit import elements_of, problems_of_message
from tests.fake_slack.deliveries import an_event
from tests.fake_slack.workspace import Json
from tests.scenarios.advices import a_citation, an_advice
from tests.scenarios.conftest import Stage, playing
from tests.scenarios.shelves import OneBook
from tests.scenarios.web_page import SECRET, Browser, PlayedDesk

PUBLIC = "https://sandan.example.com/"
OURS = f"{PUBLIC}passage/abc.{'0' * 64}"


def sign(source: SourceRef, audiences: frozenset[str]) -> str:
    passage = PassageRef.model_validate(source.model_dump())
    until = datetime.now(UTC) + timedelta(days=7)
    return sign_link(passage, audiences, until=until, public_url=PUBLIC, secret=SECRET)


@contextmanager
def with_page(mode: str, folder: Path) -> Iterator[Stage]:
    config = WebConfig(
        secret=SECRET, uploads=folder / "uploads", today=lambda: date(2026, 9, 15), public_url=PUBLIC
    )
    app = WebApp(config, PlayedDesk(), now=lambda: datetime.now(UTC))
    page = Page(app, "127.0.0.1", 0)
    try:
        with playing(mode, folder, bookcase=OneBook(sign=sign), page=page) as stage:
            yield stage
    finally:
        app.close()


def links_of(post: Json) -> list[str]:
    return [str(one["url"]) for one in elements_of(post["blocks"]) if one["type"] == "link"]


@pytest.mark.parametrize("mode", ["http", "socket"])
def test_a_source_is_a_link_that_opens_the_passage_on_the_page_beside_slack(
    mode: str, tmp_path: Path
) -> None:
    with with_page(mode, tmp_path) as stage:
        stage.deliver(an_event())
        [post] = stage.workspace.wait_for_posts(1)
        links = links_of(post)
        reader = Browser(stage.app.port, host="sandan.example.com")
        opened = reader.get(urlsplit(links[0]).path)
        documents = reader.get("/documents")

        assert stage.workspace.problems == []

    assert len(links) == 2  # one for each citation
    assert all(link.startswith(f"{PUBLIC}passage/") for link in links)
    assert opened.status == 200
    assert "<mark" in opened.text
    assert documents.status == 403


def test_without_a_public_address_a_source_is_no_link_and_opens_in_a_modal(quick_stage: Stage) -> None:
    quick_stage.deliver(an_event())

    [post] = quick_stage.workspace.wait_for_posts(1)
    assert links_of(post) == []
    assert [one for one in elements_of(post["blocks"]) if one.get("action_id") == "open_source_1"]


def test_slack_keeps_its_own_address_beside_the_page(tmp_path: Path) -> None:
    with with_page("http", tmp_path) as stage:
        unsigned = Browser(stage.app.port, host="sandan.example.com").post(
            "/slack/events", {"text": "x"}, token="x"
        )

    assert unsigned.status == 401


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        (OURS, ()),
        ("https://evil.example/", ("https://evil.example/",)),
        (f"javascript:alert(1)//passage/abc.{'0' * 64}", (f"javascript:alert(1)//passage/abc.{'0' * 64}",)),
    ],
    ids=["not made by us", "not of our form", "another scheme"],
)
def test_no_other_link_is_ever_sent(address: str, allowed: tuple[str, ...]) -> None:
    link = {"type": "link", "url": address, "text": "x"}
    block = rich_text({"type": "rich_text_section", "elements": [link]})

    with pytest.raises(UnsafeMessageError):
        check_post(Post(text="x", blocks=(block,), addresses=frozenset(allowed)))


def test_an_answer_with_many_linked_sources_fits_slack_and_loses_none() -> None:
    citations = tuple(
        a_citation(number, "規程の条文である。" * 40, id=f"A{number}-1") for number in range(1, 61)
    )
    marks = tuple(range(1, 61))
    others = ("key_points", "policy", "approval_routes", "recommendations", "next_actions", "phrases")
    left_out: Json = dict.fromkeys((*others, "counter_views"), ())
    said = Statement(text="条文は60あります。", citations=marks)
    advice = an_advice(None, summary=said, citations=citations, **left_out)
    addresses = {one.n: sign(source_ref(one), frozenset({"everyone"})) for one in citations}

    posts = render_answer(advice, shared_question=None, addresses=addresses)

    payloads = [
        payload_of(post, "C1", "1.1", job_id="j", part=part, parts=len(posts))
        for part, post in enumerate(posts, start=1)
    ]
    assert [problem for payload in payloads for problem in problems_of_message(payload)] == []
    assert [link for payload in payloads for link in links_of(payload)] == list(addresses.values())
