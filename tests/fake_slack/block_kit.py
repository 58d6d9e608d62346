"""Say what Slack would refuse in blocks: unknown kinds, wrong children, lengths, counts, doubled ids.

Written from Slack's published limits and from those that projects have measured; it shares nothing with
the check that the product runs on its own messages.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]

MAX_MESSAGE_BLOCKS = 50
MAX_VIEW_BLOCKS = 100
MAX_MESSAGE_CHARS = 13_200
_PLAIN, _MRKDWN = {"plain_text"}, {"plain_text", "mrkdwn"}
_RICH_CHILDREN = {
    "rich_text_section": {"text", "link", "emoji", "user", "channel", "usergroup", "broadcast", "date"},
    "rich_text_preformatted": {"text", "link"},
    "rich_text_quote": {"text", "link", "emoji", "user", "channel", "usergroup", "broadcast", "date"},
    "rich_text_list": {"rich_text_section"},
}
_STYLES = {"bold", "italic", "strike", "code", "underline"}
_ACTIONS = {
    "button", "static_select", "overflow", "multi_static_select", "users_select", "conversations_select",
    "channels_select", "checkboxes", "radio_buttons", "datepicker",
}  # fmt: skip
_INPUTS = {
    "plain_text_input", "static_select", "multi_static_select", "checkboxes", "radio_buttons", "file_input",
    "users_select", "conversations_select", "datepicker", "timepicker", "number_input", "multi_users_select",
}  # fmt: skip
_KEYS = {
    "rich_text": {"elements"},
    "section": {"text", "fields", "accessory", "expand"},
    "header": {"text"},
    "divider": set(),
    "context": {"elements"},
    "actions": {"elements"},
    "context_actions": {"elements"},
    "input": {"label", "element", "hint", "optional", "dispatch_action"},
}


def problems_of_message(payload: Json) -> list[str]:
    """List what is wrong with the arguments of a post."""
    blocks = payload.get("blocks") or []
    found = list(_block_problems(blocks, MAX_MESSAGE_BLOCKS))
    if not str(payload.get("text") or "").strip():
        found.append("text: a message with blocks needs a fallback")
    if len(str(payload.get("text") or "")) > 40_000:
        found.append("text: too long")
    if sum(len(text) for block in blocks for text in all_texts(block)) > MAX_MESSAGE_CHARS:
        found.append("msg_blocks_too_long")
    if any(block.get("type") == "input" for block in blocks):
        found.append("blocks: input is for views")
    return found


def problems_of_view(view: Json) -> list[str]:
    """List what is wrong with a modal or a home tab."""
    blocks = view.get("blocks") or []
    found = list(_block_problems(blocks, MAX_VIEW_BLOCKS))
    if view.get("type") not in {"modal", "home"}:
        found.append(f"type: {view.get('type')}")
    if len(str(view.get("private_metadata") or "")) > 3_000:
        found.append("private_metadata: too long")
    if len(str(view.get("callback_id") or "")) > 255:
        found.append("callback_id: too long")
    if view.get("type") == "modal":
        for name in ("title", "submit", "close"):
            if name == "title" or name in view:
                found += _text_problems(view.get(name), name, 24, _PLAIN)
        if any(block.get("type") == "input" for block in blocks) and "submit" not in view:
            found.append("submit: required with inputs")
    return found


def all_texts(value: Any) -> Iterator[str]:
    """Give every text that a person sees in a block."""
    if isinstance(value, list):
        for one in value:
            yield from all_texts(one)
    elif isinstance(value, dict):
        text = value.get("text")
        if isinstance(text, str):
            yield text
        for key, child in value.items():
            if isinstance(child, dict | list) and key != "style":
                yield from all_texts(child)


def elements_of(value: Any) -> Iterator[Json]:
    """Give every object with a type, at any depth."""
    if isinstance(value, list):
        for one in value:
            yield from elements_of(one)
    elif isinstance(value, dict):
        if "type" in value:
            yield value
        for child in value.values():
            yield from elements_of(child)


def _block_problems(blocks: Any, limit: int) -> Iterator[str]:
    if not isinstance(blocks, list):
        yield "blocks: not a list"
        return
    if len(blocks) > limit:
        yield f"blocks: more than {limit}"
    for name in ("block_id", "action_id"):
        counts = Counter(one[name] for one in elements_of(blocks) if name in one)
        yield from (f"{name}: {value} twice" for value, count in counts.items() if count > 1)
        yield from (f"{name}: too long" for value in counts if len(value) > 255)
    for number, block in enumerate(blocks):
        for problem in _one_block(block):
            yield f"/{number}: {problem}"


def _one_block(block: Json) -> Iterator[str]:
    kind = str(block.get("type"))
    if kind not in _KEYS:
        yield f"unknown block {kind}"
        return
    unknown = set(block) - _KEYS[kind] - {"type", "block_id"}
    if unknown:
        yield f"unknown keys {sorted(unknown)}"
    yield from _CHECKS[kind](block)


def _rich_text(block: Json) -> Iterator[str]:
    if not block.get("elements"):
        yield "rich_text without elements"
    for element in block.get("elements") or []:
        yield from _rich_element(element)


def _rich_element(element: Json) -> Iterator[str]:
    kind = str(element.get("type"))
    if kind not in _RICH_CHILDREN:
        yield f"unknown rich text {kind}"
        return
    if not element.get("elements"):
        yield f"{kind} without elements"
    if kind == "rich_text_list" and element.get("style") not in {"bullet", "ordered"}:
        yield "list without style"
    if not 0 <= int(element.get("indent") or 0) <= 8:
        yield "list indented too deeply"
    for child in element.get("elements") or []:
        if child.get("type") not in _RICH_CHILDREN[kind]:
            yield f"{child.get('type')} inside {kind}"
        elif child.get("type") == "rich_text_section":
            yield from _rich_element(child)
        elif child.get("type") == "text":
            yield from _text_element(child)


def _text_element(element: Json) -> Iterator[str]:
    if not element.get("text"):
        yield "empty text"
    if set(element.get("style") or {}) - _STYLES:
        yield "unknown style"
    if set(element) - {"type", "text", "style"}:
        yield "unknown keys in text"


def _section(block: Json) -> Iterator[str]:
    if "text" not in block and "fields" not in block:
        yield "section without text"
    if "text" in block:
        yield from _text_problems(block["text"], "text", 3_000, _MRKDWN)
    if len(block.get("fields") or []) > 10:
        yield "too many fields"
    for one in block.get("fields") or []:
        yield from _text_problems(one, "field", 2_000, _MRKDWN)
    if "accessory" in block:
        yield from _element(block["accessory"], _ACTIONS)


def _header(block: Json) -> Iterator[str]:
    yield from _text_problems(block.get("text"), "header", 150, _PLAIN)


def _context(block: Json) -> Iterator[str]:
    elements = block.get("elements") or []
    if not 1 <= len(elements) <= 10:
        yield "context with too few or too many elements"
    for one in elements:
        yield from _text_problems(one, "context", 3_000, _MRKDWN)


def _actions(block: Json) -> Iterator[str]:
    elements = block.get("elements") or []
    if not 1 <= len(elements) <= 25:
        yield "actions with too few or too many elements"
    for one in elements:
        yield from _element(one, _ACTIONS)


def _context_actions(block: Json) -> Iterator[str]:
    elements = block.get("elements") or []
    if not 1 <= len(elements) <= 5:
        yield "context_actions with too few or too many elements"
    for one in elements:
        if one.get("type") not in {"feedback_buttons", "icon_button"}:
            yield f"{one.get('type')} in context_actions"
        if one.get("type") == "feedback_buttons":
            for name in ("positive_button", "negative_button"):
                yield from _text_problems((one.get(name) or {}).get("text"), name, 75, _PLAIN)
                if len(str((one.get(name) or {}).get("value") or "")) > 2_000:
                    yield f"{name}: value too long"


def _input(block: Json) -> Iterator[str]:
    yield from _text_problems(block.get("label"), "label", 2_000, _PLAIN)
    if "hint" in block:
        yield from _text_problems(block["hint"], "hint", 2_000, _PLAIN)
    yield from _element(block.get("element") or {}, _INPUTS)


def _divider(_block: Json) -> Iterator[str]:
    return iter(())


def _element(element: Json, allowed: set[str]) -> Iterator[str]:
    kind = str(element.get("type"))
    if kind not in allowed:
        yield f"{kind} is not allowed here"
        return
    if kind == "button":
        yield from _text_problems(element.get("text"), "button", 75, _PLAIN)
        if len(str(element.get("value") or "")) > 2_000 or len(str(element.get("url") or "")) > 3_000:
            yield "button: value or url too long"
        if element.get("style") not in {None, "primary", "danger"}:
            yield "button: unknown style"
    if kind == "file_input" and not 1 <= int(element.get("max_files") or 1) <= 10:
        yield "file_input: max_files"
    yield from _confirm_problems(element.get("confirm"))
    if "placeholder" in element:
        yield from _text_problems(element["placeholder"], "placeholder", 150, _PLAIN)
    if len(str(element.get("initial_value") or "")) > 3_000:
        yield "initial_value: too long"
    yield from _option_problems(element, kind)


def _confirm_problems(confirm: Any) -> Iterator[str]:
    limits = {"title": 100, "text": 300, "confirm": 30, "deny": 30}
    if confirm is not None:
        for name, limit in limits.items():
            yield from _text_problems(confirm.get(name), f"confirm {name}", limit, _MRKDWN)


def _option_problems(element: Json, kind: str) -> Iterator[str]:
    if kind not in {"static_select", "overflow", "radio_buttons", "checkboxes", "multi_static_select"}:
        return
    most = {"static_select": 100, "multi_static_select": 100, "overflow": 5}.get(kind, 10)
    options = element.get("options") or []
    if not 1 <= len(options) <= most:
        yield f"{kind}: too few or too many options"
    for one in options:
        yield from _text_problems(one.get("text"), "option", 75, _MRKDWN)
        if not 1 <= len(str(one.get("value") or "")) <= 150:
            yield "option: value"
    for chosen in [element.get("initial_option"), *(element.get("initial_options") or [])]:
        if chosen is not None and chosen not in options:
            yield f"{kind}: initial option is not among the options"


def _text_problems(text: Any, where: str, limit: int, kinds: set[str]) -> list[str]:
    if not isinstance(text, dict) or text.get("type") not in kinds:
        return [f"{where}: not a text of {sorted(kinds)}"]
    if not str(text.get("text") or ""):
        return [f"{where}: empty"]
    return [f"{where}: longer than {limit}"] if len(text["text"]) > limit else []


_CHECKS = {
    "rich_text": _rich_text,
    "section": _section,
    "header": _header,
    "divider": _divider,
    "context": _context,
    "actions": _actions,
    "context_actions": _context_actions,
    "input": _input,
}
