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
_KEPT = frozenset("\n\t") | {_JOINER}
_BLANK_LINES = re.compile(r"\n{3,}")
_FILLERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")  # letters by category, but never seen
# After each of these a parser may see an address, a mention or an emoji begin; 10:30 and 3.5 stay whole.
_BEGINNING = re.compile(r"(?<![\w:])(?P<time>\d{1,2}:\d\d)(?![\w:])|(?:[:@#＠＃/\\]|\.(?=[^\d\s]))(?=\S)")


def inert_text(text: str) -> str:
    """Take out what no reader sees and what turns the reading direction; everything else stays as it is.

    Args:
        text: Of any length, from anywhere.

    Returns:
        Text for `text` elements of `rich_text` and for `plain_text`. Applying it twice changes nothing more.
    """
    shown = "".join(one for one in _LINE_ENDS.sub("\n", text) if _is_shown(one))
    if _JOINER in shown:
        shown = "".join(one for at, one in enumerate(shown) if one != _JOINER or _joins(shown, at))
    return _BLANK_LINES.sub("\n\n", shown)


def inert_line(text: str) -> str:
    """Make one inert line of a text."""
    return " ".join(inert_text(text).split())


def inert_fallback(text: str) -> str:
    """Make a text inert for the fallback `text` of a message, which notifications and screen readers use.

    Returns:
        One line in which `&`, `<` and `>` are entities and addresses, mentions and emoji names are broken
        by an invisible character.
    """
    broken = _BEGINNING.sub(
        lambda match: match[0] if match["time"] else f"{match[0]}{_BREAK}", inert_line(text)
    )
    return broken.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _is_shown(character: str) -> bool:
    if character in _KEPT:
        return True
    return unicodedata.category(character) not in _REMOVED_CATEGORIES and character not in _FILLERS


def _joins(text: str, position: int) -> bool:
    """Tell whether a joiner holds a picture together, as in 👩‍🔧; elsewhere it only hides things."""
    around = text[position - 1 : position] + text[position + 1 : position + 2]
    return len(around) == 2 and all(_is_pictorial(one) for one in around)


def _is_pictorial(character: str) -> bool:
    is_modifier = character == "\ufe0f" or "\U0001f3fb" <= character <= "\U0001f3ff"
    return is_modifier or unicodedata.category(character) == "So"
