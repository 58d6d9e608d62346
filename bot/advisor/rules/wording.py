"""Say what a rule says, in one natural sentence in the asker's language, whatever the policy's language.

Findings are worded by `wording_route` and `wording_verdict`; `saying` lists rules for checking instead.
"""

# The two conduct modules add their types to the dispatchers when they are imported.
import bot.advisor.rules.wording_conduct_en
import bot.advisor.rules.wording_conduct_ja  # noqa: F401 registers its types
from bot.advisor.rules.place import PlacedRule
from bot.advisor.rules.wording_en import say_in_english
from bot.advisor.rules.wording_ja import say_in_japanese
from knowledge.documents.document import Language


def describe_rule(rule: PlacedRule, language: Language) -> str:
    """Say a rule in one sentence, or two where it says two things.

    Args:
        rule: Any type of rule.
        language: The asker's language. Words of a policy in the other language stay as they are written;
            officers, bodies and departments are glossed in English.
    """
    return say_in_japanese(rule) if language == "ja" else say_in_english(rule)
