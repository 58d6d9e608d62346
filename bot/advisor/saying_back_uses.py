"""Compare what a sentence allows, and by which version it goes, with the rules in force.

Verdicts are `bot.advisor.rules`'s; here a sentence is held against them.
"""

import re
from collections.abc import Iterator

from bot.advisor.askers import find_departments
from bot.advisor.manners import find_versions
from bot.advisor.rules.company_rules import CompanyRules, DatedBook
from bot.advisor.rules.place import PlacedRule
from bot.advisor.rules.verdict import judge_use
from bot.advisor.rules.wording import describe_rule
from bot.advisor.saying_back_reply import Flaw, ProblemKind, Sentence
from bot.advisor.saying_back_values import place_of
from bot.advisor.uses import read_use
from bot.advisor.vocabulary import Vocabulary
from knowledge.documents.document import Language
from knowledge.documents.folding import fold_string

_ALLOWED = re.compile(
    r"(?:て|で)も?(?:よい|良い|いい|構いません|かまいません|大丈夫|問題ありません"
    r"|差し支えありません)(?:です)?"
    r"|(?:でき|られ|せ)ます|(?:でき|られ)る(?=。|$|と|の)|可能です|認められて(?:い)?ます"
    r"|許されて(?:い)?ます|問題(?:は)?ありません|問題ない"
    r"|\bmay\b|\bcan\b|\b(?:is|are) (?:allowed|permitted|fine|ok|okay|acceptable)\b|\bno problem\b"
)
_FORBIDDEN_TALK = re.compile(
    r"禁止|いけません|いけない|だめ|駄目|ではな|できません|ません|ないで|\bnot\b|n't\b|forbid|prohibit"
)
_PAST = re.compile(
    r"廃止|でした|だった|でしたが|まで(?:は|の)|旧|以前|失効|もう使|今は|現在は|no longer|\bwas\b|\bwere\b"
    r"|superseded|former|until|old"
)
_FUTURE = re.compile(
    r"から(?:は|施行|適用|変わ)|予定|施行される|まだ|will (?:apply|take effect|come)|from april|not yet"
)
_PROHIBITED: dict[Language, str] = {
    "ja": "規程で禁止されています。{now}",
    "en": "The rules forbid this. {now}",
}
_VERSION: dict[Language, str] = {
    "ja": "「{title}」はこの日には有効ではありません。有効なのは「{current}」です。",
    "en": "“{title}” does not count on this day; “{current}” does.",
}


def find_wrong_uses(sentence: Sentence, rules: CompanyRules, vocabulary: Vocabulary) -> tuple[Flaw, ...]:
    """Find uses that are said to be allowed and are forbidden, and versions that do not count."""
    return (*_uses(sentence, rules, vocabulary), *_versions(sentence, rules))


def _uses(sentence: Sentence, rules: CompanyRules, vocabulary: Vocabulary) -> Iterator[Flaw]:
    found = list(_ALLOWED.finditer(sentence.folded))
    allowed = found[-1] if found else None
    if allowed is None or _FORBIDDEN_TALK.search(_without(sentence.folded, allowed)):
        return
    use = read_use(sentence.text, find_departments(sentence.text, vocabulary), vocabulary)
    if use is None or not (use.acts or use.destinations) or not (use.data or use.class_labels or use.objects):
        return
    judgement = judge_use(use, rules)
    if judgement.verdict != "prohibited" or not judgement.against:
        return
    now = describe_rule(judgement.against[0], sentence.language)
    yield Flaw(
        kind="wrong_rule",
        start=sentence.start + allowed.start(),
        end=sentence.start + allowed.end(),
        reason=_PROHIBITED[sentence.language].format(now=now),
        clauses=tuple(place_of(one) for one in judgement.against[:2]),
        mend=_denied(allowed[0], sentence.language),
    )


def _without(folded: str, match: re.Match[str]) -> str:
    return folded[: match.start()] + folded[match.end() :]


def _denied(said: str, language: Language) -> str:
    if language == "en":
        if said in {"may", "can"}:
            return "must not"
        verb = said.split(maxsplit=1)[0]
        return f"{verb} not allowed" if verb in {"is", "are"} else "not allowed"
    if said.startswith(("て", "で")) and said[1:2] in "もよ良い":
        return f"{said[0]}はいけません"
    if said.endswith("ます") and said[0] in "でらせ":
        return said.removesuffix("ます") + "ません"
    if said.endswith("る"):
        return said.removesuffix("る") + "ない"
    return "禁止されています"


def _versions(sentence: Sentence, rules: CompanyRules) -> Iterator[Flaw]:
    """Find a version named as the one to go by that does not count on the day."""
    if _PAST.search(sentence.folded) or _FUTURE.search(sentence.folded):
        return
    for version in find_versions(sentence.text):
        others = [one for one in (*rules.superseded, *rules.coming) if _version_of(one) == version]
        family = [one for one in others if _is_meant(sentence.folded, one)]
        for dated in family or (others if len(others) == 1 else []):
            current = _current(dated, rules)
            if current is None or current[0] == version:
                continue
            kind: ProblemKind = "not_yet_in_force" if dated in rules.coming else "superseded_rule"
            yield from _named_versions(sentence, version, kind, dated, current)
            return


def _named_versions(
    sentence: Sentence,
    version: str,
    kind: ProblemKind,
    dated: DatedBook,
    current: tuple[str, str, PlacedRule],
) -> Iterator[Flaw]:
    for match in re.finditer(
        rf"(?<=第){version}(?=版)|(?<=version ){version}\b|(?<=ver\.){version}\b", sentence.folded
    ):
        yield Flaw(
            kind=kind,
            start=sentence.start + match.start(),
            end=sentence.start + match.end(),
            reason=_VERSION[sentence.language].format(title=dated.book.title, current=current[1]),
            clauses=(place_of(dated.book.rules[0]), place_of(current[2])),
            mend=current[0],
        )


def _version_of(dated: DatedBook) -> str:
    return dated.book.document.rsplit("@", maxsplit=1)[-1]


def _is_meant(folded: str, dated: DatedBook) -> bool:
    title = re.sub(r"\s*第?\s*\d+\s*版?|[()（）].*", "", fold_string(dated.book.title)).strip()
    stem = re.sub(r"(?:規程|規則|規定|policy|rules?)$", "", title).strip()
    return len(stem) >= 2 and stem in folded


def _current(dated: DatedBook, rules: CompanyRules) -> tuple[str, str, PlacedRule] | None:
    """Give version, title and a rule of the version of the same document that counts."""
    family = dated.book.document.rpartition("@")[0]
    for book in rules.in_force:
        name, _, version = book.document.rpartition("@")
        if name == family and book.rules:
            return version, book.title, book.rules[0]
    return None
