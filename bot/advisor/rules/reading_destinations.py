"""Find where something goes to in a sentence on conduct, and what that has to be."""

import re

from bot.advisor.rules.clause import Clause
from bot.advisor.rules.lexicon import find_first, make_destination
from bot.advisor.rules.place import Term
from knowledge.documents.folding import fold_string

# What a destination has to be: 「情報管理室の登録を受けた外部AI」.
_QUALIFIES = re.compile(
    r"(?:^|(?<=[、はがを])|(?<=場合、))(?P<what>[^、。はを]{1,24}(?:の|から)?(?:登録|承認|許可|認定|審査|指定|確認)"
    r"(?:を(?:受けた|得た|経た)|(?:済み?|ずみ)の?)"
    r"|[^、。はを]{2,20}が(?:認めた|承認した|登録した|指定した|許可した|契約した|認める|指定する|定める)|(?:承認|登録|許可|認定)(?:済み?|ずみ)の)$"
)
_TAIL = re.compile(
    r"「[^「」]{1,20}」|の?[ァ-ヶーa-z]*(?:サービス|環境|ツール|ストレージ|システム|ネットワーク|メモリー?|ディスク|アカウント)"
    r"|(?: (?:generative|ai|cloud))* (?:services?|workspaces?|environments?|tools?|systems?"
    r"|platforms?|sandbox"
    r"|tenants?|networks?|applications?|accounts?|models?|assistants?|chatbots?|providers?)\b"
)
_OWNER = re.compile(
    r"(?:私物|私用|個人(?:所有|契約|用|アカウント)?|共有|自宅|無料|海外|国外|未承認|未許可)の$"
)
_ANY_AI = re.compile(
    r"(?P<japanese>(?:生成|対話型|会話型)?(?:系)?ai(?:サービス|ツール|システム"
    r"|チャット)?)(?=に(?!係|関|よ|対|お)|へ)"
    r"|(?:into|in|to|with) (?:an? |any "
    r"|the )?(?P<english>(?:\w+ )?(?:generative )?ai (?:tools?|services?|systems?"
    r"|assistants?))"
)

_POINTS_BACK = re.compile(
    r"\b(?:into|in|to|with) it\b|\b(?:be entered|be uploaded|be pasted|be put)(?: there)?(?=[.,;]|$)"
    r"|(?:これ|それ|ここ|そこ)(?:に|へ)|(?:を|は|も)、?(?:原則として、?)?(?:入力|アップロード|投入|貼り付け)(?:し|で|する)"
)
_OWN_OR_NOT = frozenset(("internal_ai", "external_ai", "external_service"))


def find_destination(clause: Clause, end: int) -> tuple[Term | None, int]:
    """Find where something goes to, in front of a position, and where that stands."""
    own = clause.surroundings.destination_in(clause.text[:end])
    found = find_first(clause.text[:end], "destination")
    if own is not None and (found is None or own[1] <= found[1]):
        return Term(text=clause.quote(own[1], own[2]), concepts=(own[0],)), own[1]
    if found is None or found[1] < clause.body_start:
        return _any_ai(clause, end)
    _, start, stop = found
    if tail := _TAIL.match(clause.text, stop):
        stop = tail.end()
    if owner := _OWNER.search(clause.text[clause.body_start : start]):
        start = clause.body_start + owner.start()
    article = re.match(r"(?:the|an?) ", clause.text[start:stop])
    return make_destination(clause.quote(start + (article.end() if article else 0), stop)), start


def heading_destination(clause: Clause) -> Term | None:
    """Take the destination that the section's own heading names, for a sentence that points back to it.

    "Company AI": "Red information must not be entered."
    """
    heading = clause.section.heading
    if not _POINTS_BACK.search(clause.text, clause.body_start):
        return None
    folded = fold_string(heading)
    found = clause.surroundings.destination_in(folded) or find_first(folded, "destination")
    if found is None:
        return None
    return Term(text=heading, concepts=(found[0],)) if found[0] in _OWN_OR_NOT else make_destination(heading)


def before_qualifier(clause: Clause, start: int) -> tuple[int, str]:
    """Step back over what a destination has to be."""
    match = _QUALIFIES.search(clause.text[clause.body_start : start])
    if match is None:
        return start, ""
    first, last = (clause.body_start + at for at in match.span("what"))
    return first, clause.quote(first, last)


def _any_ai(clause: Clause, end: int) -> tuple[Term | None, int]:
    """Find AI of whatever kind as the destination: it shares no concept, so the rule holds for each."""
    match = _ANY_AI.search(clause.text, clause.body_start, end)
    if match is None:
        return None, clause.body_start
    name = "japanese" if match["japanese"] else "english"
    start, stop = match.span(name)
    if owner := _OWNER.search(clause.text[clause.body_start : start]):
        start = clause.body_start + owner.start()
    return Term(text=clause.quote(start, stop)), start
