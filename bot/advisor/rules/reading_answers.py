"""Read questions and their answers: 「Q. …入れていいですか。 A. いけません。」, and what a last word decides.

The answer gives the verdict, the question what it is about.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.advisor.rules.clause import Clause
from bot.advisor.rules.conduct import Permission, Prohibition
from bot.advisor.rules.phrasing import placed
from bot.advisor.rules.reading_marks import Mark, build_marked, verb_of
from bot.advisor.rules.reading_parties import read_parties, terms_in
from bot.advisor.rules.spending import ApprovalBand

_ANSWERS = re.compile(r"(?:a|答え?|回答)\s?[0-9]{0,2}\s?[.、:)]?\s*")
_ASKS = re.compile(r"(?:か|\?)[。.]?\s*$")
_ASKS_LEAVE = re.compile(
    r"(?:て|で)も?(?:いい|よい|良い|よろしい|構いません|大丈夫)|(?:でき|使え|られ)ます|可能|"
    r"\b(?:may|can|could|am i|are we) (?:i|we|you|staff|allowed)?"
)
_ASKS_LIMIT = re.compile(r"いくら|何円|何万|どこまで|how much|up to what")
_NO = r"いけません|いいえ|だめ|ダメ|駄目|でき(?:ない|ません)|ng(?![a-z])|不可|禁止|no\b|never\b|not allowed"
_YES = r"はい|でき(?:る|ます)|(?:いい|よい|かまい|構い|大丈夫)|ok(?![a-z])|可(?!否|能性)|yes\b|fine\b"
_ASK = r"要(?:相談|承認|確認|申請)|[^。]{2,20}の(?:承認|許可|確認)が(?:必要|要)|ask\b|only (?:with|after)"
_VERDICTS: tuple[tuple[Mark, re.Pattern[str]], ...] = (
    ("forbidden", re.compile(_NO)),
    ("asked", re.compile(_ASK)),
    ("allowed", re.compile(_YES)),
)
# A verdict at the end of a sentence or item: 「原価は、社内AIであればOKです(営業部のみ)」, 「図面:要相談」.
_ENDS = re.compile(
    r"(?:は|も|:|であれば、?|なら、?|に限り、?|のみ|への入力は|に(?:も|は|のみ)?(?:入力|利用|投入)?)、?\s*(?:一切|すべて|全て)?\s*"
    r"(?P<mark>ok|ng|要相談|要承認|要確認|不可|可|×|○|禁止)(?:です|とする|とします)?"
    r"\s*(?:\((?P<told>[^()]{1,30})\))?[。.]?\s*$"
)
_MARKS: dict[str, Mark] = {
    **dict.fromkeys(("ng", "不可", "×", "禁止"), "forbidden"),
    **dict.fromkeys(("要相談", "要承認", "要確認"), "asked"),
    **dict.fromkeys(("ok", "可", "○"), "allowed"),
}
_COLON = re.compile(r"(?P<what>[^:。]{1,24}):\s*")


def read_answer(clause: Clause, before: Clause | None) -> Iterator[Prohibition | Permission | ApprovalBand]:
    """Read an answer together with the question in front of it."""
    if before is None or not _ASKS.search(before.text):
        return
    mark = _ANSWERS.match(clause.text)
    begin = mark.end() if mark else clause.body_start
    if begin == 0 and not mark:
        return
    if _ASKS_LIMIT.search(before.text):
        yield from _read_limit(clause, before)
        return
    if not _ASKS_LEAVE.search(before.text):
        return
    verdict = next((name for name, words in _VERDICTS if words.match(clause.text, begin)), None)
    if verdict is None:
        return
    parties = read_parties(before, verb_of(before.text, before.body_start, len(before.text)))
    if parties.objects:
        rule = build_marked(before, verdict, parties, (len(before.text), len(before.text)))
        yield rule.model_copy(update={"end": clause.end})


def _read_limit(clause: Clause, before: Clause) -> Iterator[ApprovalBand]:
    """Read up to what an officer named in the question decides: 「課長はいくらまで」, 「40万円までです」."""
    officers = [one for one in before.actors if one.kind == "officer"]
    ranges = [one for one in clause.ranges if one.high_jpy is not None]
    if len(officers) != 1 or not ranges or any(one.start < ranges[0].end for one in clause.actors):
        return
    one = ranges[0]
    yield ApprovalBand(
        **placed(clause, one.start, one.end),
        to_jpy=one.high_jpy,
        to_is_inclusive=one.high_is_inclusive,
        approver=officers[0].text,
        tax=one.tax,
    )


def read_last_word(clause: Clause) -> Iterator[Prohibition | Permission]:
    """Read a sentence or item that ends in its verdict."""
    match = _ENDS.search(clause.text, clause.body_start)
    colon = _COLON.match(clause.text, clause.body_start)
    if match is None or clause.ranges or (match["mark"] == "禁止" and not colon):
        return
    told = (match.start("mark"), match.end("told")) if match["told"] else (match.end(), match.end())
    body = replace(clause, lead="")
    parties = read_parties(body, match.start())
    if colon:
        named = replace(body, body_start=colon.end())
        inner = read_parties(named, match.start())
        parties = inner._replace(objects=terms_in(clause, *colon.span("what")))
    if not parties.objects:
        return
    verdict = _MARKS[match["mark"]]
    units = tuple(one.text for one in clause.actors if told[0] <= one.start < told[1] and one.kind == "unit")
    if units and verdict == "allowed":
        parties = parties._replace(actors=units)
        told = (match.end(), match.end())
    rule = build_marked(body, verdict, parties, told)
    if isinstance(rule, Permission) and parties.qualifier:
        rule = rule.model_copy(update={"conditions": (parties.qualifier, *rule.conditions)})
    yield rule
