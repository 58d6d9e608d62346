"""What a whole document says that its single sentences rest on: defined words, and what each annex is for.

「試用」 is a trial where the text defines it so, and 「別表第二」 holds for systems where the text, or the
annex's own heading, says so. Sentences are read elsewhere; here only these two are looked up.
"""

import re
from collections.abc import Iterator

from bot.advisor.rules.lexicon import SPENDING_KINDS, Field, find_concepts
from bot.advisor.rules.place import Frozen, Place, Scope
from knowledge.documents.document import Document
from knowledge.documents.folding import fold_string, fold_text

_DEFINED = re.compile(
    r"「(?P<term>[^「」]{1,40})」(?:とは|は)、?(?P<meaning>[^「」。]{2,160}?)(?:をいう|のこと(?:です|をいう)|を指す)"
    r"|(?P<behind>[^「」、。()]{2,60})\(以下、?(?:単に)?「(?P<short>[^「」]{1,30})」(?:という|と称する|とする)"
    r"|\"(?P<english>[^\"]{1,40})\" means (?P<what>[^\";.]{3,160})"
    r"|(?:^|(?<=[.\n] )|(?<=\n))(?P<plain>[a-z][a-z -]{2,30}?) is "
    r"(?P<nature>(?:our|an?|any|the company's) [^.;\n]{6,120})"
)
_SERVICE = re.compile(
    r"(?:ai|人工知能|サービス|ツール|環境|システム|基盤|クラウド|service|tool|environment|workspace|sandbox"
    r"|platform|assistant|model|instance|tenant|deployment)s?$"
)
_OWN = re.compile(
    r"社内|自社|(?:会社|当社|弊社)[がで](?:契約|用意|提供|運用|構築)|専用の?(?:環境|領域|テナント|区画)|閉域|学習に(?:用い|使わ|使用し|利用し)な"
    r"|operated by (?:the company|us)|dedicated|private|not (?:be )?used (?:to|for) train"
)
_OUTSIDE = re.compile(
    r"社外|外部|第三者|他社|事業者[がの](?:提供|運営)|一般に(?:公開|提供)|outside|third part|external|public"
)
_AI = re.compile(r"(?<![a-z])ai(?![a-z])|人工知能|機械学習|artificial intelligence|language model")
_TRIES = re.compile(
    r"(?:効果|有効性|精度|実現(?:可能)?性|適合性|使い勝手|性能)[^、。]{0,16}(?:確かめ|検証|確認|見極め|試)"
    r"|限って(?:試|使ってみ)|\b(?:tests?|tries|trying|trial)\b[^.]{0,60}\b(?:before|limited|whether)\b"
)
_GOES_LIVE = re.compile(
    r"(?:業務|実務|本番)[にで][^、。]{0,10}(?:継続|常時|恒常|本格|通常|組み込)|試(?:用|行)の(?:後|終了)"
)
_ANNEX = re.compile(r"別\s*[表紙]\s*(?:第\s*)?[0-9一二三四五六七八九十]*|表\s*[0-9]+|付表\s*[0-9]*")
_ANNEX_FOR = re.compile(
    r"(?P<what>[^、。;\n]{2,60}?)(?:の(?:決裁|承認|専決|支出)?の?(?:権限者?|区分|基準|者))?(?:は|については)、?"
    rf"(?P<annex>{_ANNEX.pattern})(?=の(?:とおり|通り|定め|区分)|による|により|に(?:よる|定め|掲げ|従)|、|。|と)"
)
_PARAGRAPH_MARK = re.compile(r"^\s*(?:[0-9]{1,2}|\([0-9]{1,2}\)|[①-⑳])\s+")


class DefinedConcept(Frozen):
    """A word that a text defines, folded, with a concept of the lexicon that it stands for."""

    term: str
    field: Field
    concept: str


class Annex(Frozen):
    """An annex by its folded name, what it holds for, and the clause that says so (None: its heading)."""

    name: str
    scope: Scope
    place: Place | None = None


class Surroundings(Frozen):
    """What the sentences of one document rest on."""

    defined: tuple[DefinedConcept, ...] = ()
    annexes: tuple[Annex, ...] = ()

    def concepts_in(self, folded: str, field: Field) -> tuple[str, ...]:
        """List the concepts a folded text names, by the lexicon and by the document's own words."""
        own = (one.concept for one in self.defined if one.field == field and one.term in folded)
        return tuple(dict.fromkeys((*find_concepts(folded, field), *own)))

    def destination_in(self, folded: str) -> tuple[str, int, int] | None:
        """Find the first place where a folded text names a destination by a defined word."""
        found = [
            (folded.index(one.term), -len(one.term), one.concept)
            for one in self.defined
            if one.field == "destination" and one.term in folded
        ]
        if not found:
            return None
        start, length, concept = min(found)
        return concept, start, start - length

    def annex_in(self, folded: str) -> Annex | None:
        """Find the annex that a folded text names, of those whose use is known."""
        names = [_bare(match[0]) for match in _ANNEX.finditer(folded)]
        return next((one for name in names for one in self.annexes if one.name == name), None)


def find_surroundings(document: Document) -> Surroundings:
    """Look through a document for its defined words and for what its annexes hold for."""
    texts = [(one, fold_text(one.text)) for one in document.sections]
    defined = tuple(
        dict.fromkeys(found for _, folded in texts for found in find_defined(folded.text))
    )  # fmt: skip
    annexes: dict[str, Annex] = {}
    for section, folded in texts:
        for match in _ANNEX_FOR.finditer(folded.text):
            start, end = folded.span(*match.span())
            what = folded.span(*match.span("what"))
            words = section.text[slice(*what)].strip()
            place = Place(document=document.key, section=section.id, start=start, end=end)
            _add(annexes, match["annex"], words, place)
    for section, _ in texts:
        name = fold_string(section.locator)
        if _ANNEX.match(name):
            _add(annexes, name, section.heading, None)
    return Surroundings(defined=defined, annexes=tuple(annexes.values()))


def find_defined(folded: str) -> Iterator[DefinedConcept]:
    """Yield the concepts that words defined in a folded text stand for; words the lexicon knows stay its own.

    Args:
        folded: A text, or a definition alone.
    """
    for match in _DEFINED.finditer(folded):
        term = (match["term"] or match["short"] or match["english"] or match["plain"]).strip()
        meaning = (match["meaning"] or match["behind"] or match["what"] or match["nature"]).strip()
        yield from of_definition(term, meaning)


def of_definition(term: str, meaning: str) -> tuple[DefinedConcept, ...]:
    """Give the concepts that one definition makes its word stand for."""
    folded = fold_string(term)
    return tuple(
        DefinedConcept(term=folded, field=field, concept=concept)
        for field, concept in _meant(folded, fold_string(meaning))
        if not find_concepts(folded, field)
    )


def _meant(term: str, meaning: str) -> Iterator[tuple[Field, str]]:
    is_service = bool(_SERVICE.search(term) or _SERVICE.search(meaning))
    is_ai = bool(_AI.search(f"{term} {meaning}"))
    if is_service and _OWN.search(meaning):
        yield "destination", "internal_ai"
    elif is_service and _OUTSIDE.search(meaning):
        yield "destination", "external_ai" if is_ai else "external_service"
    if is_service and is_ai:
        yield "kind", "ai"
    if _TRIES.search(meaning):
        yield "kind", "poc"
    if _GOES_LIVE.search(meaning):
        yield "subject", "go_live"


def _add(annexes: dict[str, Annex], written: str, words: str, place: Place | None) -> None:
    """Keep what an annex holds for: named kinds bind it, 「一般の支出」 does not."""
    words = _PARAGRAPH_MARK.sub("", words)
    kinds = _kinds(fold_string(words))
    name = _bare(_first_annex(written))
    known = annexes.get(name)
    if kinds and (known is None or known.scope.is_general):
        annexes[name] = Annex(name=name, scope=Scope(text=words, kinds=kinds), place=place)


def _first_annex(written: str) -> str:
    match = _ANNEX.match(fold_string(written))
    return match[0] if match else written


def _bare(name: str) -> str:
    return re.sub(r"\s|第", "", name)


def _kinds(folded: str) -> tuple[str, ...]:
    return tuple(one for one in find_concepts(folded, "kind") if one in SPENDING_KINDS)
