"""Read a question in the company's own words: what its rules define, and what it leaves without an end.

「所内AI」 or 「試用」 mean what the rules say they mean; a contract without a term counts as the rules say.
"""

import re

from bot.advisor.rules.company_rules import CompanyRules
from bot.advisor.rules.conduct import Definition
from bot.advisor.rules.lexicon import find_concepts
from bot.advisor.rules.spending import CountingRule
from bot.advisor.rules.surroundings import DefinedConcept, of_definition
from bot.advisor.situation import Purchase, Situation, Use
from knowledge.documents.folding import fold_string

_ENDLESS = re.compile(
    r"(?:期間|期限)の定めが?(?:なし|無し|ありません|なく)|\bno (?:fixed |set )?(?:term|end(?: date)?)\b"
    r"|(?:期間|期限|契約期間)(?:を|は|も|の|が|について)?(?:特に)?(?:定め|決め|決まって|区切ら"
    r"|設け)?(?:を|は|も|が)?"
    r"(?:せず|ず(?:に)?|ない|なし|無し|ません)|無期限|ずっと(?:使|契約)|期限なし"
    r"|\bwithout (?:an? )?(?:end|term)\b|open.ended|\bindefinite(?:ly)?\b"
)


def in_own_words(situation: Situation, rules: CompanyRules) -> Situation:
    """Add what the company's defined words mean to what was understood of a question."""
    folded = fold_string(situation.query)
    said = tuple(
        found
        for one in rules.of_type(Definition)
        for found in of_definition(one.term, one.meaning)
        if found.term in folded
    )
    use, purchase = situation.use, situation.purchase
    update: dict[str, object] = {}
    if use is not None:
        update["use"] = _use(use, folded, said)
    if purchase is not None:
        update["purchase"] = _purchase(purchase, folded, said, rules)
    return situation.model_copy(update=update)


def _use(use: Use, folded: str, said: tuple[DefinedConcept, ...]) -> Use:
    own = [one for one in said if one.field == "destination"]
    subjects = tuple(one.concept for one in said if one.field == "subject")
    if not own and not subjects:
        return use
    rest = folded
    for one in own:  # what the lexicon sees in the word itself is not meant
        rest = rest.replace(one.term, " ")
    others = find_concepts(rest, "destination") if own else use.destinations
    destinations = (*(one.concept for one in own), *others)
    return use.model_copy(
        update={
            "destinations": tuple(dict.fromkeys(destinations)),
            "subjects": tuple(dict.fromkeys((*use.subjects, *subjects))),
        }
    )


def _purchase(
    purchase: Purchase, folded: str, said: tuple[DefinedConcept, ...], rules: CompanyRules
) -> Purchase:
    kinds = (*purchase.kinds, *(one.concept for one in said if one.field == "kind"))
    update: dict[str, object] = {"kinds": tuple(dict.fromkeys(kinds))}
    counts_endless = any(
        one.indefinite_months and one.auto_renewal_months for one in rules.of_type(CountingRule)
    )
    is_open = purchase.term_months is None and purchase.renews_automatically is None
    if counts_endless and is_open and _ENDLESS.search(folded):
        update["renews_automatically"] = True  # the rules count both alike
    elif is_open and _ENDLESS.search(folded):
        counted = [one.indefinite_months for one in rules.of_type(CountingRule) if one.indefinite_months]
        update |= {"term_months": counted[0], "renews_automatically": False} if counted else {}
    return purchase.model_copy(update=update)
