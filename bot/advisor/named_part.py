"""Say what is forbidden by name: prohibitions that a question names in the policy's own words.

What the lexicon knows by concepts is judged by `bot.advisor.rules.verdict`; a free version, a shared
account or the selection of applicants has no concept, only its words.
"""

import re

from bot.advisor.advice import PolicyStatement
from bot.advisor.naming import names_actor, names_thing
from bot.advisor.question_words import plain_words
from bot.advisor.rule_writing import RuleWriter
from bot.advisor.rules.conduct import Prohibition
from bot.advisor.rules.wording import describe_rule
from bot.advisor.situation import Situation
from knowledge.documents.folding import fold_string

_ASKS_PERMISSION = re.compile(
    r"いい|よい|良い|ええ|構わ|かまわ|大丈夫|ok|可能|でき|たい|使|だめ|ダメ|禁止|違反|やらせ|させ|任せ"
    r"|っす|ちゃ|セーフ|アウト|て(?:い)?(?:る|ます|た|まし)"
    r"|\b(?:may|can|could|allowed|should|want|use|let|fine|okay?|permitted|all right)\b"
)
_MOST = 2


def say_named_prohibitions(situation: Situation, writer: RuleWriter) -> tuple[PolicyStatement, ...]:
    """Say the prohibitions that a question names; none is usual."""
    if not asks_permission(situation):
        return ()
    query = fold_string(situation.query)
    found = [one for one in writer.rules.of_type(Prohibition) if _is_named(one, query, situation)]
    return tuple(
        writer.say("prohibited", describe_rule(one, writer.language), (one,)) for one in found[:_MOST]
    )


def asks_permission(situation: Situation) -> bool:
    """Tell whether a question is about being allowed to do something."""
    return _ASKS_PERMISSION.search(fold_string(situation.query)) is not None


def _is_named(rule: Prohibition, query: str, situation: Situation) -> bool:
    if rule.only or rule.destination is not None:
        return False
    terms = (*rule.objects, *rule.purposes)
    if any(names_thing(plain_words(one.text), query) for one in terms if one.concepts != ("ai",)):
        return True
    acts = set(situation.use.acts) if situation.use else set()
    departments = situation.use.departments if situation.use else ()
    is_of_actor = any(one in departments or names_actor(one, query) for one in rule.actors)
    return is_of_actor and bool(acts & set(rule.acts))
