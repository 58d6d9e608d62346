"""Say what is forbidden by name: prohibitions whose object a question uses in the policy's own words.

What the lexicon knows by concepts is judged by `bot.advisor.rules.verdict`; a free version, a shared
account or the selection of applicants has no concept, only its words.
"""

import re

from bot.advisor.advice import PolicyStatement
from bot.advisor.rule_writing import RuleWriter
from bot.advisor.rules.conduct import Prohibition
from bot.advisor.rules.place import Term
from bot.advisor.rules.wording import describe_rule
from bot.advisor.situation import Situation
from knowledge.documents.folding import fold_string

_ENOUGH = 0.6  # share of an object's character pairs, or words, that a question must hold
_SHORTEST = 3
_ASKS_PERMISSION = re.compile(
    r"いい|よい|良い|ええ|構わ|かまわ|大丈夫|ok|可能|でき|たい|使|だめ|ダメ|禁止|違反|やらせ|させ|may|can|allowed|should|want|use"
)
_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_SMALL_WORDS = frozenset(("the", "and", "for", "any", "all", "our", "your", "company", "work", "version"))
_MOST = 2


def say_named_prohibitions(situation: Situation, writer: RuleWriter) -> tuple[PolicyStatement, ...]:
    """Say the prohibitions that a question names; none is usual."""
    query = fold_string(situation.query)
    if not _ASKS_PERMISSION.search(query):
        return ()
    found = [
        one
        for one in writer.rules.of_type(Prohibition)
        if not one.only and one.destination is None and any(_is_named(term, query) for term in one.objects)
    ]
    return tuple(
        writer.say("prohibited", describe_rule(one, writer.language), (one,)) for one in found[:_MOST]
    )


def _is_named(term: Term, query: str) -> bool:
    """Tell whether a question holds most of a term: pairs of characters in Japanese, words in English."""
    text = fold_string(term.text)
    if not _JAPANESE.search(text):
        words = [_stem(one) for one in re.findall(r"[a-z]{3,}", text) if one not in _SMALL_WORDS]
        asked = {_stem(one) for one in re.findall(r"[a-z]{3,}", query)}
        return len(words) >= 2 and sum(one in asked for one in words) >= _ENOUGH * len(words)
    pairs = {text[at : at + 2] for at in range(len(text) - 1) if _JAPANESE.search(text[at : at + 2])}
    if len(text) < _SHORTEST or not pairs:
        return False
    return sum(one in query for one in pairs) >= _ENOUGH * len(pairs)


def _stem(word: str) -> str:
    return re.sub(r"(?:ing|ed|es|s)$", "", word)
