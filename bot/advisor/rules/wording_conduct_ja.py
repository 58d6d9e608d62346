"""One Japanese sentence for each type of rule on conduct; registers with `wording_ja`.

Where the typed values do not carry a whole sentence, the policy's own words are given in quotation marks.
"""

from bot.advisor.rules.conduct import (
    Classification,
    ClassScale,
    Definition,
    Penalty,
    Permission,
    Precedence,
    Prohibition,
    Requirement,
    Responsible,
)
from bot.advisor.rules.wording_ja import say_in_japanese
from bot.advisor.rules.wording_titles import name_actor
from bot.advisor.rules.wording_values import say_actors, say_length, say_list, say_terms, say_words

# For each act: the particle of a destination, what must not be done, what may be done.
_ACTS = {
    "input": ("に", "入力してはなりません", "入力できます"),
    "store": ("に", "保存してはなりません", "保存できます"),
    "connect": ("に", "接続してはなりません", "接続できます"),
    "take_out": ("に", "持ち出してはなりません", "持ち出せます"),
    "disclose": ("に", "開示してはなりません", "開示できます"),
    "use": ("で", "利用してはなりません", "利用できます"),
    "contract": ("と", "契約してはなりません", "契約できます"),
}


@say_in_japanese.register
def _prohibition(rule: Prohibition) -> str:
    objects = say_terms(rule.objects, "ja")
    who = f"{say_actors(rule.actors, 'ja')}は、" if rule.actors else ""
    principle = "原則として" if rule.is_principle else ""
    if rule.only:
        return f"{who}利用できるのは、{objects}に限られます。"
    if rule.purposes and objects:
        if all(one.text.isascii() for one in rule.purposes):
            purposes = say_terms(rule.purposes, "ja")
            return f"{who}次のことに{objects}を使ってはなりません：{purposes}（原文のまま）。"
        return f"{who}{say_terms(rule.purposes, 'ja')}に{objects}を使ってはなりません。"
    if rule.only_in:
        return f"{objects or '情報'}を置けるのは、{say_words(rule.only_in, 'ja')}に限られます。"
    act = next((one for one in rule.acts if one in _ACTS), None)
    if act is None or "decide" in rule.acts or not objects:
        return f"{who}{_only_named(rule, objects)}"
    particle, forbidden, _ = _ACTS[act]
    place = f"{rule.destination.text}{particle}" if rule.destination else ""
    if rule.place and not rule.destination:
        place = f"{rule.place}から" if act == "take_out" else f"{rule.place}で"
    return f"{who}{principle}、{objects}を{place}{forbidden}。".replace("は、、", "は、").lstrip("、")


def _only_named(rule: Prohibition, objects: str) -> str:
    """Say a prohibition whose act is not among those that make a sentence; its clause is quoted beside it."""
    if not objects or objects.endswith(("ない", "ません")):
        return f"「{(objects or rule.act).rstrip('。.')}」と定められています。"
    if "decide" in rule.acts:
        return f"{objects}について、してはならないことが定められています。"
    return f"{objects}は{'原則として' if rule.is_principle else ''}禁止されています。"


@say_in_japanese.register
def _permission(rule: Permission) -> str:
    if rule.is_general or (not rule.objects and not rule.destination):
        who = f"{name_actor(rule.approver, 'ja')}が" if rule.approver else ""
        length = f"{say_length(rule.validity, 'ja')}以内の期限で" if rule.validity else ""
        return f"{who}{length}認めた場合に限り、例外が認められます。"
    if rule.conditions:
        named = "と".join(say_words(one, "ja") for one in rule.conditions)
        objects = say_terms(rule.objects, "ja")
        where = f"{rule.destination.text}での" if rule.destination else ""
        both = "が両方とも" if len(rule.conditions) == 2 else "がすべて" if rule.conditions[2:] else "が"
        return f"{named}{both}ある場合に限り、{where}{objects}の取り扱いが認められます。"
    who = f"{say_actors(rule.actors, 'ja')}は、" if rule.actors else ""
    approver = f"{name_actor(rule.approver, 'ja')}が認めれば、" if rule.approver else ""
    place = f"{rule.destination.text}に限り、" if rule.destination else ""
    season = f"毎年{say_list([f'{one}月' for one in rule.months], 'ja')}に限り、" if rule.months else ""
    act = next((one for one in rule.acts if one in _ACTS), "use")
    left_out = f"（{say_terms(rule.excluded, 'ja')}は除きます）" if rule.excluded else ""
    objects = f"{say_terms(rule.objects, 'ja')}を" if rule.objects else ""
    return f"{who}{approver}{season}{place}{objects}{_ACTS[act][2]}{left_out}。"


@say_in_japanese.register
def _requirement(rule: Requirement) -> str:
    return f"「{rule.act.rstrip('。.')}」と定められています。"


@say_in_japanese.register
def _definition(rule: Definition) -> str:
    return f"「{rule.term}」とは、{say_words(rule.meaning, 'ja')}をいいます。"


@say_in_japanese.register
def _class_scale(rule: ClassScale) -> str:
    return f"情報の区分は、厳しい順に{say_list(rule.labels, 'ja')}の{len(rule.labels)}つです。"


@say_in_japanese.register
def _classification(rule: Classification) -> str:
    return f"{say_terms(rule.contents, 'ja')}は、区分「{rule.label}」に当たります。"


@say_in_japanese.register
def _precedence(rule: Precedence) -> str:
    if rule.by == "stricter":
        return "規程どうしがぶつかるときは、厳しい方に従います。"
    if rule.by == "arbiter":
        return f"どちらに従うか決められないときは、{name_actor(rule.arbiter or '', 'ja')}が裁定します。"
    prevailing = "この規程" if rule.by == "this_text" else f"「{rule.prevailing}」"
    return f"規程どうしがぶつかるときは、{prevailing}が優先します。"


@say_in_japanese.register
def _responsible(rule: Responsible) -> str:
    return f"{name_actor(rule.role, 'ja')}は{name_actor(rule.holder, 'ja')}です。"


@say_in_japanese.register
def _penalty(rule: Penalty) -> str:
    return f"違反した場合については、「{rule.text.rstrip('。.')}」と定められています。"
