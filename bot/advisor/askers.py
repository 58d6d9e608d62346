"""Read who asks and which departments are meant: from the surface's title, or from the question's words.

Departments are known by the company's own names, by their abbreviations (品証 for 品質保証部: its
characters in order), by English words for them, and else by the form of the word.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.advisor.question_words import word_places
from bot.advisor.rules.actors import find_actors
from bot.advisor.vocabulary import Vocabulary
from knowledge.documents.folding import fold_string

_JAPANESE_TITLE = (
    r"代表取締役社長|代表取締役|取締役社長|取締役|執行役員|副社長|社長|会長|専務|常務|監査役|役員"
    r"|副?本部長|副?事業部長|副?工場長|副?部長"
    r"|次長|副?課長|課長代理|部長代理|係長|主任|主査|班長|職長|副?室長|所長|センター長|支店長"
    r"|リーダー|マネー?ジャー|新人|新入社員"
)
_ENGLISH_TITLE = (
    r"(?:(?:section|department|division|general|plant|deputy|assistant|senior|line|team|project|it|quality"
    r"|purchasing|production|factory) )?(?:manager|director|head|supervisor|leader|chief|officer|president"
    r"|executive)|ceo|cfo|coo|cio|cto|ciso|vp|board member|foreman|engineer|buyer"
)
_TITLE = re.compile(rf"{_JAPANESE_TITLE}|\b(?:{_ENGLISH_TITLE})\b")
_INTRODUCES = (
    r"(?:の[\u3400-\u9fffァ-ヶ]{1,6})?(?:(?:です|でして)(?:が|けど|けれど|。|、|$|[!！])|だけど"
    r"|なんです(?:が|けど)|ですけど|と申し"
    r"|といいます|と言います|をして(?:い|お)?|をやって|として|になった|に(?:なり|着任|任命|昇格)"
    r"|の立場|クラス)"
)
_OWN_TITLE = (
    re.compile(
        rf"(?:(?:私|わたし|自分|当方|こちら|僕|俺)(?:は|が"
        rf"|、)?[^、。?]{{0,10}}?)(?P<title>{_JAPANESE_TITLE})(?:です|だ|な|をして|として"
        rf"|の[\u3400-\u9fff]|を|で)"
    ),
    re.compile(rf"(?P<title>{_JAPANESE_TITLE}){_INTRODUCES}"),
    re.compile(
        rf"\b(?:i am|i'm|as|speaking as|we are)(?: an?| the)?(?: new| newly appointed"
        rf"| \w+ing)? (?P<title>{_ENGLISH_TITLE})\b(?! (?:approv|sign|decid|must|should|can|may|has"
        rf"|need))"
    ),
)
_UNIT_END = re.compile(r"(?:本部|事業部|部門|部|課|室|局|係|センター|チーム|グループ)$")
_NO_UNIT = re.compile(
    r"^(?:(?:当|各|他|同|全|別の?|ほかの|どの|うちの|担当|主管|所管|事業|情報|[内外大細上下一本支]"
    r"|社[内外]の?)?(?:部門|部署|部|課|室"
    r"|係|チーム|グループ|窓口|センター|デスク|本部|事務局))$"
    r"|^(?:the |our |my |your |a |each |any |other |which |another )?(?:team|department|office|desk"
    r"|division|unit|group|function|helpdesk)s?$"
)
_OWN_UNIT = (
    r"(?:です(?:が|けど|けれど|。|、|$|\?)|だけど|なんです|ですけど|では|でも|で(?:も|は)?、"
    r"|の[\u3400-\u9fffァ-ヶ]{1,6}(?:です|と申|といい|と言)|さん|と(?:して|申)"
    r"|におり|に(?:い|所属)|所属|(?:の者|の人間)|から(?:の)?(?:質問|相談)"
    r"|\s?(?:課長|部長|係長|主任|班長|次長|室長)(?:です|ですが|だけど|の[\u3400-\u9fff]{1,6}(?:です|と申))"
    r"|の(?:立場|場合|課長|部長|係長|主任|者))"
)
_OWN_ENGLISH = re.compile(r"\b(?:in|from|with|at|for|as|our|my) (?:the |our )?$|^(?:the )?$")
_BREAKS = r"(?:^|[\s、。,.!?!?(「]|うちの|うちは|私は|当方は|こちら|弊社の|お疲れ(?:様|さま)です)"


@dataclass(frozen=True)
class Asker:
    """Who asks, as far as it was said."""

    position: str | None = None
    department: str | None = None


@lru_cache(maxsize=4096)
def _folded(name: str) -> str:
    return fold_string(name)


def read_asker(asker: str | None, text: str, vocabulary: Vocabulary) -> Asker:
    """Read position and department of the asker.

    Args:
        asker: Title or department as the surface gives it; counts more than the text.
        text: The question.
        vocabulary: The company's own names; departments come out as it writes them.
    """
    given_position, given_department = _read_given(asker, vocabulary) if asker else (None, None)
    folded = fold_string(text)
    return Asker(
        position=given_position or _own_title(folded),
        department=given_department or _own_department(text, folded, vocabulary),
    )


def find_departments(text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Find the departments that a text names, in the company's spelling where it has one."""
    folded = fold_string(text)
    found = sorted(_places(text, folded, vocabulary))
    return tuple(dict.fromkeys(name for _, _, name in found))


def _read_given(asker: str, vocabulary: Vocabulary) -> tuple[str | None, str | None]:
    folded = fold_string(asker)
    start, end = _title_span(asker, folded, vocabulary)
    is_aligned = len(asker) == len(folded)
    position = (asker if is_aligned else folded)[start:end] or None
    named = find_departments(asker, vocabulary)
    if named:
        return position, named[0]
    rest = re.sub(
        r"^(?:of|in|at|,|の)\s*|[\s,/・()]+$", "", f"{folded[:start]} {folded[end:]}".strip(" ,/・()の")
    )
    short = next((one for one in vocabulary.departments if is_short_for(rest, one)), None)
    return position, short or (rest if _UNIT_END.search(rest) else None)


def _title_span(asker: str, folded: str, vocabulary: Vocabulary) -> tuple[int, int]:
    """Find the title: as the company names it, else one of the usual ones, else by the form of the word."""
    for officer in sorted(vocabulary.officers, key=len, reverse=True):
        if match := re.search(_bounded(_folded(officer)), folded):
            return match.span()
    if match := _TITLE.search(folded):
        return match.span()
    officers = [actor for actor in find_actors(folded, asker) if actor.kind == "officer"]
    return (officers[0].start, officers[0].end) if officers else (0, 0)


def _own_title(folded: str) -> str | None:
    for pattern in _OWN_TITLE:
        if match := pattern.search(folded):
            return match["title"]
    return None


def _own_department(text: str, folded: str, vocabulary: Vocabulary) -> str | None:
    """Find a department that the asker speaks for: 「総務の田中ですが」, 「製造部ですが」, "I work in HR"."""
    for start, end, name in sorted(_places(text, folded, vocabulary)):
        before, after = folded[max(0, start - 60) : start], folded[end : end + 14]
        speaks = re.search(rf"{_BREAKS}$", before) and re.match(rf"\s?(?:{_OWN_UNIT})", after)
        is_own = re.search(r"(?:うちの|私の|当社の|自分の)$", before) or (
            _OWN_ENGLISH.search(before) and _says_own(before, after)
        )
        if speaks or is_own:
            return name
    return None


def _says_own(before: str, after: str) -> bool:
    says_i = re.search(r"\b(?:i am|i'm|we are|we're|i work|we (?:in|at)|our|my|here)\b", before) is not None
    return says_i or after.lstrip().startswith(("here", "speaking", ":", ",", "team here"))


def _places(text: str, folded: str, vocabulary: Vocabulary) -> Iterator[tuple[int, int, str]]:
    taken: list[tuple[int, int]] = []
    for name in sorted(vocabulary.departments, key=len, reverse=True):
        written = _folded(name)
        for match in re.finditer(_bounded(written), folded):
            if not _overlaps(match.span(), taken):
                taken.append(match.span())
                yield *match.span(), name
    for actor in find_actors(folded, text):
        span = (actor.start, actor.end)
        if actor.kind == "unit" and not _NO_UNIT.search(actor.text.casefold()) and not _overlaps(span, taken):
            taken.append(span)
            yield *span, _company_spelling(actor.text, vocabulary)
    for start, end, name in _short_names(folded, vocabulary):
        if not _overlaps((start, end), taken):
            taken.append((start, end))
            yield start, end, name
    for start, end, name in _english_names(text, folded, vocabulary):
        if not _overlaps((start, end), taken):
            yield start, end, name


def _bounded(written: str) -> str:
    escaped = re.escape(written)
    return rf"(?<![a-z]){escaped}(?![a-z])" if written.isascii() else escaped


def _overlaps(span: tuple[int, int], taken: list[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in taken)


def _company_spelling(name: str, vocabulary: Vocabulary) -> str:
    stem = _UNIT_END.sub("", _folded(name))
    for known in vocabulary.departments:
        if len(stem) >= 2 and _UNIT_END.sub("", _folded(known)) == stem:
            return known
    return next((one for one in vocabulary.departments if is_short_for(_folded(name), one)), name)


def _short_names(folded: str, vocabulary: Vocabulary) -> Iterator[tuple[int, int, str]]:
    """Find abbreviations where a department is spoken of: 品証です, 総務の田中ですが, 情シスさん."""
    for match in re.finditer(r"[\u3400-\u9fffァ-ヶー]{2,6}", folded):
        run, start = match[0], match.start()
        for length in range(min(len(run), 5), 1, -1):
            short = run[:length]
            if length < len(run) and not _UNIT_END.fullmatch(run[length:]):
                continue
            if name := _long_name(
                short, vocabulary, is_spoken_of=_is_spoken_of(folded, start, start + length)
            ):
                yield start, start + length, name
                break


def _long_name(short: str, vocabulary: Vocabulary, *, is_spoken_of: bool) -> str | None:
    """Give the department that a short name means: 品証 anywhere, 総務 only where someone speaks for it."""
    names = [one for one in vocabulary.departments if is_short_for(short, one)]
    if is_spoken_of:
        names.extend(one for one in vocabulary.departments if short in _folded(one))
    is_ordinary = names and short in _folded(names[0])
    return names[0] if names and (is_spoken_of or not is_ordinary) else None


def _is_spoken_of(folded: str, start: int, end: int) -> bool:
    """A short name that is also an ordinary word (総務, 品質) counts only where someone speaks for it."""
    before, after = folded[max(0, start - 12) : start], folded[end : end + 14]
    return bool(
        re.search(rf"{_BREAKS}$", before)
        and re.match(
            r"(?:の[\u3400-\u9fffァ-ヶ]{1,6}(?:です|と申|といい)|です(?:が|けど|けれど|。|、|$)"
            r"|だけど|ですけど|なんです|さん|所属|として|では(?!なく)|で、)",
            after,
        )
    )


def is_short_for(short: str, name: str) -> bool:
    """Tell whether a word abbreviates a department: its characters in order, the first ones the same."""
    full, wanted = _folded(name), short
    if len(wanted) < 2 or len(wanted) >= len(full) or not full.startswith(wanted[0]):
        return False
    characters = iter(full)
    return all(character in characters for character in wanted)


def _english_names(text: str, folded: str, vocabulary: Vocabulary) -> Iterator[tuple[int, int, str]]:
    """Give a department for its English name, "HR" for 人事総務部; as written when none fits."""
    for key, start, end in word_places(folded, "department_words"):
        names = [one for one in vocabulary.departments if key.casefold() in _folded(one)]
        written = text[start:end] if len(text) == len(folded) else folded[start:end]
        yield start, end, names[0] if names else written
