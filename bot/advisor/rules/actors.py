"""Find who acts in a rule: officers, bodies and departments, by the form of their names.

Company titles are open-ended, so they are known by how they end (〜長, 〜会, 〜課, "… Manager", "Head of …"),
not by a list. What they do is read by the readers.
"""

import re
from collections.abc import Iterator
from typing import Literal

from bot.advisor.rules.place import Frozen

ActorKind = Literal["officer", "body", "unit"]

_RUN = r"[\u3400-\u9fff々〆ァ-ヶーa-z0-9&・]"
_HEAD = rf"(?:{_RUN}{{0,16}}?)"
_BODY = (
    r"(?:取締役会|株主総会|監査役会|役員会|理事会|常務会|経営会議|審査会|委員会|協議会|評議会|部会|審議会"
    r"|会議体?|ボード|(?<![a-z])(?:csirt|psirt|soc)(?![a-z]))"
)
_OFFICER = (
    r"(?:(?:代表)?取締役(?:社長|会長|副社長|ceo|coo|cfo)?(?!会)|執行役員?|監査役"
    r"|[\u3400-\u9fff]{2}役員|役員(?!会|等)"
    r"|(?<![延成最特身増全波総])長(?![期さい年時寿所短くめ])|責任者|管理者|担当者?(?!取締役|役員|執行|[本部課室]長)|リーダー"
    r"|マネー?ジャー?|マネジャー|ディレクター"
    r"|チーフ|支配人|研究員|参事|主管(?!部)|主任研究員|主任(?!技術者|研究員)|主幹|主査|オーナー|決裁者|上司|(?<![a-z])c[a-z]{1,3}o(?![a-z])"
    r"|(?<![a-z])(?:dpo|vp)(?![a-z]))"
)
_UNIT = (
    r"(?:本部(?!長)|事業部(?!長)|部門(?!長)|部(?![品分数下外長門内])|課(?![題税金長])"
    r"|室(?![長内])|局(?![長面])|係(?![る数り長わ])|センター(?!長)|チーム(?!リーダー|長)"
    r"|グループ(?!長|リーダー)|事務局|窓口|デスク|情シス(?!テム)"
    r"|(?:研究所|事業所|営業所|工場|支店|支社)(?![長内]))"
)
_JAPANESE = re.compile(rf"(?P<name>{_HEAD}(?:(?P<body>{_BODY})|(?P<officer>{_OFFICER})|(?P<unit>{_UNIT})))")
_STRIP = re.compile(
    r"^(?:当該|所属の?|各|原則|以上|以下|未満|超|税[込抜]|円|及|又|並|若|当|同|他|全|毎|担当の"
    r"|および|または|・|[0-9万億千百]+円?(?:以上|以下|未満|超)?)+"
    r"(?=.)"
)
_NO_NAME = frozenset(("長", "会議", "担当", "担当者", "部会", "役員", "全部", "一部", "本部", "関係", "入会"))
_HEADS = {
    "officer": r"managers?|directors?|officers?|heads?|president|leaders?|leads?|supervisors?|controllers?"
    r"|counsel|executives?|chair(?:man|person)?|chief|owner|principal|administrator|treasurer|partners?"
    r"|ceo|cfo|coo|cto|cio|ciso|cpo|dpo|cro|clo|cdo|caio|md|vp|svp|evp|gm",
    "body": r"board(?: of directors)?|committee|council|panel|assembly|csirt|psirt|soc",
    "unit": r"teams?|departments?|offices?|desk|division|unit|group|secretariat|function|helpdesk"
    r"|cent(?:re|er)"
    r"|laborator(?:y|ies)|labs?|plant|factory|branch|(?:work)?shop|(?<!board)room|studio|warehouse",
}
_ENGLISH = re.compile(
    rf"\b(?:(?P<body>{_HEADS['body']})|(?P<officer>{_HEADS['officer']})|(?P<unit>{_HEADS['unit']}))\b"
    r"(?P<of>(?: of| for) (?:the )?[a-z&]+(?: (?:and|&) [a-z]+| [a-z]+){0,2})?"
)
_WORD_BEFORE = re.compile(r"([A-Za-z&'’/-]+)\s$")
_PLACES = frozenset(
    (
        "laboratory",
        "laboratories",
        "lab",
        "labs",
        "plant",
        "factory",
        "branch",
        "centre",
        "center",
        "shop",
        "room",
        "workshop",
        "studio",
        "warehouse",
    )
)  # departments only where they have a name
_NAME_WORDS = frozenset(("Review", "Approval", "Sign"))  # "AI Review Board"; not where a sentence begins
_BEFORE_FIELD = frozenset(("vp", "svp", "evp", "director"))  # "VP Operations"
_FIELD = re.compile(r" [A-Z][a-z]+(?: (?:&|and) [A-Z][a-z]+)?(?=[\s,.;|)]|$)")
_STOP_WORDS = """
the a an of its their his her our your by from to for with and or on in at is are be as any every
each no over under above below million thousand billion than only also approval approve approves
approved consent concurrence require requires required needs review reviewed sign signed must shall
may can will if when unless until which that this these those it they we you before after inform
notify consult both either consult both either contact ask tell report per through via yen jpy
including more less up further other another same
"""
_STOP = frozenset(_STOP_WORDS.split())


class Actor(Frozen):
    """Who acts, at its place in the folded sentence."""

    start: int
    end: int
    text: str  # as written
    kind: ActorKind


def find_actors(folded: str, written: str) -> tuple[Actor, ...]:
    """Find officers, bodies and departments, in reading order, none overlapping.

    Args:
        folded: The sentence, folded.
        written: The same as written; of the same length where folding kept every position.
    """
    found = [*_japanese(folded), *_english(folded, written)]
    kept: list[Actor] = []
    for actor in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or actor.start >= kept[-1].end:
            kept.append(_as_written(actor, folded, written))
    return tuple(kept)


def _as_written(actor: Actor, folded: str, written: str) -> Actor:
    if len(folded) != len(written):
        return actor
    return actor.model_copy(update={"text": written[actor.start : actor.end]})


def _japanese(folded: str) -> Iterator[Actor]:
    for match in _JAPANESE.finditer(folded):
        kind: ActorKind = "body" if match["body"] else "officer" if match["officer"] else "unit"
        name, start = match["name"], match.start()
        while (strip := _STRIP.match(name)) and name[strip.end() :] not in _NO_NAME:
            start += strip.end()
            name = name[strip.end() :]
        longer = _continues(folded, match.end())
        if longer:
            continue
        if name and name not in _NO_NAME and not (name.isascii() and len(name) < 3):
            yield Actor(start=start, end=match.end(), text=name, kind=kind)


def _continues(folded: str, end: int) -> bool:
    """A name that runs on into other characters of a word is part of that word: 会議室, 担当業務."""
    return bool(re.match(r"[\u3400-\u9fff](?<![及又並若決承合を以が等])", folded[end : end + 1]))


def _english(folded: str, written: str) -> Iterator[Actor]:
    has_case = len(folded) == len(written)
    for match in _ENGLISH.finditer(folded):
        start = match.start()
        source = written if has_case else folded
        is_name = source[match.start()].isupper()
        while before := _WORD_BEFORE.search(source[:start]):
            word = before[1]
            is_acronym = has_case and word.isupper() and len(word) > 1
            is_part = word in _NAME_WORDS and bool(source[: before.start()].strip())
            if (word.casefold() in _STOP and not (is_acronym or is_part)) or (
                is_name and not word[0].isupper()
            ):
                break
            if not is_name and len(source[start : match.start()].split()) >= 2:
                break
            start = before.start()
        if match["unit"] in _PLACES and not (is_name and start < match.start()):
            continue
        end = match.end() if match["of"] and _is_name_tail(source[match.start("of") : match.end()]) else -1
        if end < 0:
            end = match.start("of") if match["of"] else match.end()
        tail = source[match.start("of") : match.end()] if match["of"] else ""
        end = match.start("of") + _name_tail(tail) if tail else end
        if is_name and match["officer"] in _BEFORE_FIELD and (field := _FIELD.match(source, end)):
            end = field.end()
        kind: ActorKind = "body" if match["body"] else "officer" if match["officer"] else "unit"
        yield Actor(start=start, end=end, text=folded[start:end], kind=kind)


def _is_name_tail(tail: str) -> bool:
    return _name_tail(tail) > 0


def _name_tail(tail: str) -> int:
    """Measure how far " of Finance and IT" belongs to a name: as long as its words are capitalised."""
    reached = 0
    for match in re.finditer(r"[A-Za-z&]+", tail):
        word = match[0]
        if word in ("of", "for", "the", "and", "&"):
            continue
        if not word[0].isupper():
            break
        reached = match.end()
    return reached
