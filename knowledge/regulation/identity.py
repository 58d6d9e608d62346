"""Tell whether two entries are the same news: by address, by guid, by title. Pure.

Likeness never makes two entries one: two companies that were admonished, a guide and the tools for it, a bill
and the law are more alike than one story of two publishers. Titles are the same when they say the same words
in the same order, with the same stage and the same numbers; brackets, particles and typography do not count.
"""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit

from knowledge.documents.folding import fold_string
from knowledge.regulation.news_item import NewsItem

_NEAR = timedelta(days=3)
_LOOK_BACK = 200  # groups looked at under one key; more share it only where a publisher repeats itself
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|yclid|mc_[ce]id|ref_src|cmpid|ncid|icid")
_FEED_MARK = re.compile(  # names that may also name a page: only with the values by which feeds are counted
    r"(?:from|ref|source|src)=(?:rss|feed|atom|rdf|mail|newsletter|top|twitter|x|facebook)?|rss=(?:1|true)?"
)
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?)$")
_BRACKETED = re.compile(  # over folded text
    r"^[\s【\[(〔]+[^】\])〕]{1,24}[】\])〕]\s*|\s*\(?(?:\d{1,2}/\d{1,2})\)?\s*$"
)
_STAGES = re.compile(
    r"案(?![内件])|閣議決定|公布|施行|意見募集|意見公募|パブリックコメント|結果|改定|改訂|改正|成立|可決|廃止|延期"
    r"|draft|final|consultation|response|adopt\w*|(?:in|into) force|launch\w*|proposal|withdraw\w*|repeal\w*"
)
_NUMBERS = re.compile(r"\d+(?:\.\d+)*")
_PARTICLES = re.compile(  # whole runs of kana only
    r"(?<![ぁ-ん])(?:の|を|が|は|に|へ|と|で|も|や|から|まで|より|への|での|との|には|では|により|について|に関する|における"
    r"|に係る|に対する)(?![ぁ-ん])|\b(?:the|an?)\b"
)
_WORDS_ONLY = re.compile(r"[\W_]+")
_LEAST_WORDS = 4  # characters of words: of fewer, the whole title counts


@lru_cache(maxsize=5_000)
def canonical_link(address: str) -> str:
    """Give an address without what does not name the page: scheme, www, tracking, index, final slash."""
    try:
        parts = urlsplit(address.strip())
        port = f":{parts.port}" if parts.port not in {None, 80, 443} else ""
    except ValueError:
        return address.strip()
    host = (parts.hostname or "").removeprefix("www.")
    pairs = [one for one in parse_qsl(parts.query, keep_blank_values=True) if not _is_tracking(*one)]
    path = _INDEX.sub("/", parts.path).rstrip("/")
    query = f"?{urlencode(sorted(pairs))}" if pairs else ""
    return f"https://{host}{port}{path}{query}" if host else address.strip()


def _is_tracking(name: str, value: str) -> bool:
    return bool(_TRACKING.fullmatch(name) or _FEED_MARK.fullmatch(f"{name}={value}".lower()))


def is_hub(address: str) -> bool:
    """Tell whether an address is a page on which many things are announced."""
    parts = urlsplit(address)
    return not parts.query and (
        parts.path in {"", "/"} or parts.path.endswith("/") or bool(_INDEX.search(parts.path))
    )


def marks_of(title: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the stage words and the numbers of a title, which never differ between tellings of one news."""
    folded = _fold_title(title)
    return tuple(_STAGES.findall(folded)), tuple(_numbers(folded))


def words_of(title: str) -> str:
    """Give what a title says, without blanks, brackets, particles and typography; never nothing."""
    folded = _fold_title(title)
    words = _WORDS_ONLY.sub("", _PARTICLES.sub(" ", folded))
    return words if len(words) >= _LEAST_WORDS else folded


def is_same_title(one: str, other: str) -> bool:
    """Tell whether two titles say the same, with the same stage and the same numbers."""
    return _title_key(one) == _title_key(other)


def is_same_news(one: NewsItem, other: NewsItem, *, is_one_fetch: bool) -> bool:
    """Tell whether two entries are the same news.

    Args:
        one: An entry.
        other: Another.
        is_one_fetch: Both stood in one file of one source: one guid with two links is then a mistake.
    """
    same_link = bool(one.url) and canonical_link(one.url) == canonical_link(other.url)
    if same_link and not (is_hub(one.url) and is_hub(other.url)):
        return True
    same_guid = bool(one.guid) and (one.source, one.guid) == (other.source, other.guid)
    if same_guid and (same_link or not is_one_fetch):
        return not is_hub(one.url) or is_same_title(one.title, other.title)
    if is_one_fetch and not same_link and one.url and other.url:
        return False  # a series under one title: every entry has its own page
    return _is_near_in_time(one, other) and is_same_title(one.title, other.title)


def group_same(items: Sequence[NewsItem], *, earlier: Sequence[NewsItem] = ()) -> list[list[NewsItem]]:
    """Put entries together that are the same news, in the order they came, earlier ones first.

    Args:
        items: Of one gathering; those of one source stood in one file.
        earlier: Held from before: a source may have moved or renamed these.

    Returns:
        Groups of one or more. Two entries of one file with two addresses never share a group.
    """
    grouping = _Grouping()
    for item in earlier:
        grouping.add(item, is_fresh=False)
    for item in items:
        grouping.add(item, is_fresh=True)
    return [group.items for group in grouping.groups]


@dataclass
class _Group:
    items: list[NewsItem] = field(default_factory=list)
    addresses: dict[str, set[str]] = field(default_factory=dict)  # of fresh entries, by source


class _Grouping:
    """Groups so far, and under which keys they are found; a key is looked at so many groups back only."""

    def __init__(self) -> None:
        self.groups: list[_Group] = []
        self._held: dict[object, list[int]] = {}  # what entries may share: group numbers
        self._is_fresh: dict[int, bool] = {}  # by the identity of the entry

    def add(self, item: NewsItem, *, is_fresh: bool) -> None:
        """Put an entry into the group of its news, or into a new one."""
        self._is_fresh[id(item)] = is_fresh
        keys = self._keys(item)
        near = dict.fromkeys(
            number
            for key in keys
            for number in itertools.islice(reversed(self._held.get(key, ())), _LOOK_BACK)
        )
        number = next((one for one in sorted(near) if self._belongs(item, self.groups[one])), None)
        if number is None:
            number = len(self.groups)
            self.groups.append(_Group())
        group = self.groups[number]
        group.items.append(item)
        if is_fresh:
            group.addresses.setdefault(item.source, set()).add(canonical_link(item.url))
        for key in keys:
            numbers = self._held.setdefault(key, [])
            if not numbers or numbers[-1] != number:
                numbers.append(number)

    def _keys(self, item: NewsItem) -> list[object]:
        keys: list[object] = [_title_key(item.title)]
        if item.url:
            keys.append(f"link {canonical_link(item.url)}")
        if item.guid:
            keys.append(f"guid {item.source}\x00{item.guid}")
        return keys

    def _belongs(self, item: NewsItem, group: _Group) -> bool:
        taken = group.addresses.get(item.source) if self._is_fresh[id(item)] else None
        if taken and item.url and "" not in taken and canonical_link(item.url) not in taken:
            return False
        return any(is_same_news(item, one, is_one_fetch=self._is_one_fetch(item, one)) for one in group.items)

    def _is_one_fetch(self, one: NewsItem, other: NewsItem) -> bool:
        return one.source == other.source and self._is_fresh[id(one)] and self._is_fresh[id(other)]


def _is_near_in_time(one: NewsItem, other: NewsItem) -> bool:
    if one.published is None or other.published is None:
        return True
    return abs(one.published - other.published) <= _NEAR


@lru_cache(maxsize=5_000)
def _title_key(title: str) -> tuple[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    return words_of(title), marks_of(title)


def _fold_title(title: str) -> str:
    return _BRACKETED.sub("", fold_string(title)).strip()


def _numbers(folded: str) -> list[str]:
    return _NUMBERS.findall(folded)
