"""Make any text inert before it reaches Slack: no mention, link, image or control character comes alive.

Every string of a document, a model, a feed, a file or a person passes through one of these two functions.
In `rich_text` and `plain_text` a text is inert by construction once invisible characters are gone
(`inert_text`); the fallback `text` of a message is parsed by Slack and needs more (`inert_fallback`).
"""

import re
import unicodedata

_JOINER = "\u200d"
_BREAK = "\u2060"  # zero width: the words read the same, a parser no longer sees an address
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_REMOVED_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Cn"})
_KEPT = frozenset("\n\t")
_BLANK_LINES = re.compile(r"\n{3,}")
_FILLERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")  # letters by category, but never seen
_ADDRESS = re.compile(
    r"(?i)\b[a-z][a-z0-9+.-]{0,30}:(?=[^\s])"  # any scheme: https://, mailto:, slack:, javascript:
    r"|(?<=\w)@(?=\w)"  # e-mail
    r"|(?<=[a-z0-9\u0080-\uffff])\.(?=[a-z\u0080-\uffff])"  # example.com: clients link bare hosts
    r"|(?<=[/\\])(?=[/\\])"
    r"|[@#＠＃](?=\w)"  # @channel, #general
    r"|:(?=[a-z0-9_+'-]+:)"  # :emoji:
)


def inert_text(text: str) -> str:
    """Take out what no reader sees and what turns the reading direction; everything else stays as it is.

    Args:
        text: Of any length, from anywhere.

    Returns:
        Text for `text` elements of `rich_text` and for `plain_text`. Applying it twice changes nothing more.
    """
    with_line_feeds = _LINE_ENDS.sub("\n", text)
    kept = "".join(
        character
        for position, character in enumerate(with_line_feeds)
        if _is_shown(with_line_feeds, position)
    )
    return _BLANK_LINES.sub("\n\n", kept)


def inert_line(text: str) -> str:
    """Make one inert line of a text."""
    return " ".join(inert_text(text).split())


def inert_fallback(text: str) -> str:
    """Make a text inert for the fallback `text` of a message, which notifications and screen readers use.

    Returns:
        One line in which `&`, `<` and `>` are entities and addresses, mentions and emoji names are broken
        by an invisible character.
    """
    broken = _ADDRESS.sub(lambda match: f"{match[0]}{_BREAK}", inert_line(text))
    return broken.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _is_shown(text: str, position: int) -> bool:
    character = text[position]
    if character in _KEPT:
        return True
    if character == _JOINER:  # holds 👩‍🔧 together, hides things elsewhere
        return 0 < position < len(text) - 1 and _is_pictorial(text[position - 1])
    return unicodedata.category(character) not in _REMOVED_CATEGORIES and character not in _FILLERS


def _is_pictorial(character: str) -> bool:
    return character == "\ufe0f" or unicodedata.category(character) in {"So", "Sk"}
