"""Compare who decides and who has to agree with the rules in force.

Routes are `bot.advisor.rules`'s; here a sentence is held against them. Uses are `saying_back_uses`'s.
"""

import re
from collections.abc import Iterator

from bot.advisor.amounts import Amount, find_amounts
from bot.advisor.askers import find_departments
from bot.advisor.durations import find_durations
from bot.advisor.naming import names_actor
from bot.advisor.purchases import read_purchase
from bot.advisor.rules.company_rules import CompanyRules, DatedBook
from bot.advisor.rules.lexicon import find_concepts
from bot.advisor.rules.place import PlacedRule
from bot.advisor.rules.route import find_routes
from bot.advisor.rules.route_finding import RouteBranch
from bot.advisor.rules.spending import ApprovalBand, Concurrence
from bot.advisor.rules.wording import describe_rule
from bot.advisor.rules.wording_titles import name_actor
from bot.advisor.saying_back_reply import Flaw, ProblemKind, Sentence
from bot.advisor.saying_back_values import Compared, place_of
from bot.advisor.vocabulary import Vocabulary
from knowledge.documents.document import Language
from knowledge.documents.folding import fold_string

_DECIDES = re.compile(
    r"決裁|承認|専決|決められ|決める|判断で(?:進|買|契約)|了承|ok(?:が|で|を)|許可|approv|sign[s ]?[- ]?off"
    r"|decid|authori[sz]"
)
_WAIVED = re.compile(
    r"(?:合議|審査|確認|同意)(?:は|も|が)?(?:不要|いりません|要りません|いらない|要らない|必要ありません"
    r"|省け|省略でき|なしで)"
    r"|(?:の)?(?:合議|審査)なし|(?:no|without) (?:concurrence|review)|(?:concurrence"
    r"|review) is not (?:needed|required|necessary)"
)
_APPROVER: dict[str, dict[Language, str]] = {
    "wrong": {
        "ja": "規程では決裁者が違います。{now}",
        "en": "By the rules somebody else approves this. {now}",
    },
    "former": {
        "ja": "これは「{title}」の定めで、いまは使えません。{now}",
        "en": "This is what “{title}” said, which no longer counts. {now}",
    },
    "coming": {
        "ja": "これは「{title}」の定めで、まだ施行されていません。{now}",
        "en": "This is what “{title}” says, which is not in force yet. {now}",
    },
}


def compare_approvers(sentence: Sentence, rules: CompanyRules, vocabulary: Vocabulary) -> Compared:
    """Compare who decides and who has to agree, as a sentence says, with the rules of the day."""
    found = (
        *_approvers(sentence, rules, vocabulary),
        *_waived(sentence, rules, vocabulary),
    )
    return Compared(
        flaws=tuple(one for one in found if isinstance(one, Flaw)),
        right=tuple(one for one in found if isinstance(one, PlacedRule)),
    )


def _approvers(
    sentence: Sentence, rules: CompanyRules, vocabulary: Vocabulary
) -> Iterator[Flaw | PlacedRule]:
    if not _DECIDES.search(sentence.folded):
        return
    bands = list(rules.of_type(ApprovalBand))
    for start, end, amounts in _stretches(sentence):
        named = _named(sentence.folded[start:end], bands)
        if len({name for name, _, _ in named}) != 1:
            continue
        name, left, right = named[0]
        for amount in amounts:
            due = _due_bands(sentence, amount, amounts, rules, vocabulary)
            fitting = [band for _, band in due if band.approver == name]
            if fitting:
                yield fitting[0]
            elif due:
                yield _wrong_approver(sentence, (start + left, start + right), name, due[0], rules)
                break


def _stretches(sentence: Sentence) -> Iterator[tuple[int, int, list[Amount]]]:
    """Part a sentence so that each officer stands with the sums said of him; else whole."""
    amounts = [one for one in find_amounts(sentence.text) if one.jpy is not None]
    cuts = [match.start() for match in re.finditer(r"[、,;](?!\d)| and (?=[a-z])", sentence.folded)]
    pieces = list(zip([0, *cuts], [*cuts, len(sentence.folded)], strict=True))
    with_sum = [(a, b) for a, b in pieces if any(a <= one.start < b for one in amounts)]
    if len(with_sum) <= 1:
        yield 0, len(sentence.folded), amounts
        return
    starts = [0, *(a for a, _ in with_sum[1:])]
    for start, end in zip(starts, [*starts[1:], len(sentence.folded)], strict=True):
        yield start, end, [one for one in amounts if start <= one.start < end]


def _named(folded: str, bands: list[ApprovalBand]) -> list[tuple[str, int, int]]:
    """Find the approvers of the bands in a text, the longer name first."""
    found: list[tuple[str, int, int]] = []
    names = sorted({one.approver for one in bands}, key=len, reverse=True)
    for name in names:
        for form in _forms(name):
            for match in re.finditer(re.escape(form), folded):
                if not any(a < match.end() and match.start() < b for _, a, b in found):
                    found.append((name, *match.span()))
    return sorted(found, key=lambda one: one[1])


def _forms(name: str) -> tuple[str, ...]:
    gloss = re.sub(r"\s*\(.*\)$", "", name_actor(name, "en")).lower()
    return (fold_string(name), gloss)


def _due_bands(
    sentence: Sentence, amount: Amount, amounts: list[Amount], rules: CompanyRules, vocabulary: Vocabulary
) -> list[tuple[int, ApprovalBand]]:
    """Give the sums that count with their bands: at the edge a bound names, or as the contract counts."""
    if amount.bound is not None and amount.jpy is not None:
        edge = {"under": amount.jpy - 1, "over": amount.jpy + 1}.get(amount.bound, amount.jpy)
        if amount.bound == "up_to" and "まで" in sentence.text[amount.end : amount.phrase_end + 2]:
            edge = amount.jpy - 1  # 「300万円まで」 is said loosely
        held = (one for one in rules.of_type(ApprovalBand) if one.holds_for(edge))
        bands = [one for one in held if _is_meant(one, sentence)]
        return [(edge, one) for one in sorted(bands, key=lambda one: not one.scope.is_general)]
    branches = _routes(sentence, amounts, rules, vocabulary)
    return [
        (one.counted.jpy if one.counted else amount.jpy or 0, one.band)
        for one in branches
        if one.band is not None
    ]


def _is_meant(band: ApprovalBand, sentence: Sentence) -> bool:
    """Tell whether a sentence names what a band is bound to: nobody's exception holds unsaid."""
    scope = band.scope
    if scope.departments:
        return any(names_actor(one, sentence.folded) for one in scope.departments)
    return scope.is_general or bool(set(scope.kinds) & set(find_concepts(sentence.folded, "kind")))


def _routes(
    sentence: Sentence, amounts: list[Amount], rules: CompanyRules, vocabulary: Vocabulary
) -> tuple[RouteBranch, ...]:
    departments = find_departments(sentence.text, vocabulary)
    purchase = read_purchase(
        sentence.text, amounts, find_durations(sentence.text), departments, is_continued=True
    )
    return find_routes(purchase, rules).branches if purchase else ()


def _wrong_approver(
    sentence: Sentence, span: tuple[int, int], name: str, due: tuple[int, ApprovalBand], rules: CompanyRules
) -> Flaw:
    jpy, band = due
    kind, key, title = _standing_of(name, jpy, rules)
    put = band.approver
    if sentence.language == "en":
        put = re.sub(r"\s*\(.*\)$", "", name_actor(band.approver, "en"))
    return Flaw(
        kind=kind,
        start=sentence.start + span[0],
        end=sentence.start + span[1],
        reason=_APPROVER[key][sentence.language].format(
            title=title, now=describe_rule(band, sentence.language)
        ),
        clauses=(place_of(band),),
        mend=put,
    )


def _standing_of(name: str, jpy: int, rules: CompanyRules) -> tuple[ProblemKind, str, str]:
    dated: tuple[tuple[ProblemKind, str, tuple[DatedBook, ...]], ...] = (
        ("not_yet_in_force", "coming", rules.coming),
        ("superseded_rule", "former", rules.superseded),
    )
    for kind, key, books in dated:
        for one in books:
            for band in one.book.of_type(ApprovalBand):
                if band.approver == name and band.holds_for(jpy) and band.scope.is_general:
                    return kind, key, one.book.title
    return "wrong_rule", "wrong", ""


def _waived(sentence: Sentence, rules: CompanyRules, vocabulary: Vocabulary) -> Iterator[Flaw]:
    match = _WAIVED.search(sentence.folded)
    amounts = [one for one in find_amounts(sentence.text) if one.jpy is not None]
    if match is None or not amounts:
        return
    branches = _routes(sentence, amounts, rules, vocabulary)
    due = _always_due(branches)
    if due:
        names = "、".join(one.body for one in due)
        put = {"ja": f"{names}の合議が必要", "en": "concurrence is needed"}[sentence.language]
        now = " ".join(describe_rule(one, sentence.language) for one in due)
        yield Flaw(
            kind="wrong_rule",
            start=sentence.start + match.start(),
            end=sentence.start + match.end(),
            reason=_APPROVER["wrong"][sentence.language]
            .format(now=now)
            .replace("決裁者が違います", "合議が要ります"),
            clauses=tuple(place_of(one) for one in due),
            mend=put,
        )


def _always_due(branches: tuple[RouteBranch, ...]) -> tuple[Concurrence, ...]:
    if not branches:
        return ()
    common = [one for one in branches[0].concurrences if all(one in other.concurrences for other in branches)]
    return tuple(common)
