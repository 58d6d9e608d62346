"""Check every message before it is sent: Slack's limits, and that only inert elements are in it.

A message that fails here is a fault of ours, found before Slack refuses it and somebody gets no answer.
"""

import re
from collections.abc import Callable, Iterator

from bot.surfaces.slack.blocks import Json, Post
from bot.surfaces.slack.splitting import units

MAX_BLOCKS = 50
MAX_BLOCK_TEXT_UNITS = 13_200  # of all blocks together; undocumented, measured by several projects
MAX_TEXT_UNITS = 3_900  # Slack recommends at most 4,000
_RICH_TEXT = {"rich_text_section": "text", "rich_text_list": "rich_text_section"}

# As `bot.surfaces.web.links` writes them; a link of any other form is not ours.
_PASSAGE = re.compile(r"https?://[^\s<>|\"]+/passage/[A-Za-z0-9_-]+\.[0-9a-f]{64}")
_BUTTON_ROWS = {"actions": "button", "context_actions": "feedback_buttons"}


class UnsafeMessageError(Exception):
    """A message is not fit to be sent."""

    def __init__(self, where: str, problem: str) -> None:
        super().__init__(f"{where}: {problem}")
        self.where = where
        self.problem = problem


def is_passage(address: str) -> bool:
    """Tell whether an address is of the form in which our page signs them."""
    return bool(_PASSAGE.fullmatch(address))


def check_post(post: Post, *, may_lead: Callable[[str], bool] = is_passage) -> None:
    """Walk through a message of rich text.

    Args:
        post: The message.
        may_lead: Tells to which addresses its links may lead.

    Raises:
        UnsafeMessageError: If a limit is passed, or an element is of a kind that answers never use.
    """
    if units(post.text) > MAX_TEXT_UNITS:
        raise UnsafeMessageError("text", "too long")
    if any(mark in post.text for mark in "<>"):
        raise UnsafeMessageError("text", "holds markup")
    if len(post.blocks) > MAX_BLOCKS:
        raise UnsafeMessageError("blocks", "too many")
    if text_units(post) > MAX_BLOCK_TEXT_UNITS:
        raise UnsafeMessageError("blocks", "too much text")
    if any(not may_lead(address) for address in post.addresses):
        raise UnsafeMessageError("link", "leads where it may not")


def text_units(post: Post) -> int:
    """Count the text in a message's blocks, labels of buttons and addresses of links included.

    Raises:
        UnsafeMessageError: If an element is of a kind that answers never use.
    """
    return sum(units(text) for block in post.blocks for text in _texts(block, post))


def _texts(block: Json, post: Post) -> Iterator[str]:
    if block.get("type") in _BUTTON_ROWS:
        yield from _labels(block)
        return
    if block.get("type") != "rich_text":
        raise UnsafeMessageError("blocks", f"a {block.get('type')} block")
    for element in _children(block):
        kind = str(element.get("type"))
        if kind not in _RICH_TEXT:
            raise UnsafeMessageError("rich_text", f"a {kind} element")
        yield from _texts_of_element(element, post)


def _labels(row: Json) -> Iterator[str]:
    """Give the labels of a row of buttons; a button that leads somewhere is refused."""
    for element in _children(row):
        kind = element.get("type")
        if kind != _BUTTON_ROWS[str(row.get("type"))] or "url" in element:
            raise UnsafeMessageError(str(row.get("type")), f"a {kind} element")
        for holder in (element, element.get("positive_button"), element.get("negative_button")):
            label = holder.get("text") if isinstance(holder, dict) else None
            if isinstance(label, dict):
                if label.get("type") != "plain_text":
                    raise UnsafeMessageError("button", "a label with markup")
                yield str(label.get("text"))


def _texts_of_element(element: Json, post: Post) -> Iterator[str]:
    expected = _RICH_TEXT[str(element.get("type"))]
    for child in _children(element):
        if expected == "text" and child.get("type") == "link" and child.get("url") in post.addresses:
            yield f"{child.get('text')}{child.get('url')}"
            continue
        if expected == "text" and child.get("type") == "user" and child.get("user_id") in post.mentions:
            yield str(child["user_id"])
            continue
        if child.get("type") != expected:
            raise UnsafeMessageError(str(element.get("type")), f"a {child.get('type')} element")
        if expected == "text":
            text = child.get("text")
            if not isinstance(text, str) or not text:
                raise UnsafeMessageError("text element", "is empty")
            yield text
        else:
            yield from _texts_of_element(child, post)


def _children(element: Json) -> Iterator[Json]:
    children = element.get("elements")
    if not isinstance(children, list) or not children:
        raise UnsafeMessageError(str(element.get("type")), "holds nothing")
    for child in children:
        if not isinstance(child, dict):
            raise UnsafeMessageError(str(element.get("type")), "holds what is no element")
        yield child
