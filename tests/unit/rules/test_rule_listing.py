"""The lines by which a person holds the rules that were read against the text."""

from typing import get_args

import pytest

from bot.advisor.rules.conduct import Effect, Prohibition, Rule
from bot.advisor.rules.figures import tongue_of
from bot.advisor.rules.listing import describe_rules, list_rules
from bot.advisor.rules.place import Length, Place, Term
from bot.advisor.rules.rulebook import RuleBook
from bot.advisor.rules.saying import say_rule
from bot.advisor.rules.spending import ApprovalBand, ContractClause
from knowledge.documents.document import Document, Section, Shelf, SourceClass

_AT = {"document": "buying@4", "section": "12", "start": 3, "end": 9}


def _texts(title: str, *rules: Rule) -> list[str]:
    return [line.text for line in list_rules(RuleBook(document="buying@4", title=title, rules=rules))]


def test_a_band_is_one_line_in_the_language_of_its_policy() -> None:
    band = ApprovalBand(**_AT, from_jpy=700_000, to_jpy=4_000_000, approver="工場長", tax="excluded")

    japanese, english = _texts("調達規程", band), _texts("Buying Policy", band)

    assert japanese == ["決裁: 700,000円 ≤ 金額 < 4,000,000円 (税抜) → 工場長"]
    assert english == ["approval: 700,000 JPY ≤ amount < 4,000,000 JPY (excl. tax) → 工場長"]


def test_what_is_taken_out_and_what_changed_a_band_stand_in_its_line() -> None:
    band = ApprovalBand(
        **_AT,
        from_jpy=700_000,
        from_is_inclusive=False,
        approver="Plant Manager",
        exclusions=(Term(text="software"),),
        changed_by=(Place(document="buying@5", section="S1", start=0, end=4),),
    )

    [text] = _texts("Buying Policy", band)

    assert text == "approval: 700,000 JPY < amount → Plant Manager; except software ← buying@5 S1"


def test_which_contracts_need_a_clause_is_said() -> None:
    clause = ContractClause(
        **_AT,
        clauses=("中途解約",),
        when=("longer_than", "auto_renewal"),
        longer_than=Length(value=18, unit="month"),
    )

    assert _texts("調達規程", clause) == ["契約条項: 18 か月超の契約、自動更新 → 中途解約"]


def test_objects_and_destination_of_a_prohibition_are_said() -> None:
    rule = Prohibition(
        **_AT,
        act="入力してはならない",
        objects=(Term(text="図面"), Term(text="配合表")),
        destination=Term(text="社外AI"),
    )

    assert _texts("情報規程", rule) == ["禁止: 図面、配合表; → 社外AI"]


def test_a_line_leads_back_to_the_section_and_the_span() -> None:
    [line] = list_rules(
        RuleBook(document="buying@4", title="Buying Policy", rules=(Effect(**_AT, repeals="v3"),))
    )

    assert (line.type, line.section, line.start, line.end) == ("effect", "12", 3, 9)


@pytest.mark.parametrize("title", ["調達規程", "Buying Policy"])
def test_every_type_of_rule_has_a_label_and_words(title: str) -> None:
    kinds = get_args(get_args(Rule)[0])

    labels = tongue_of(title).labels

    assert {kind.model_fields["type"].default for kind in kinds} == set(labels)
    assert [kind.__name__ for kind in kinds if say_rule.dispatch(kind) is say_rule.dispatch(object)] == []


def test_a_sentence_that_was_not_understood_is_quoted_with_its_place() -> None:
    text = "申請は7部を綴じる。"
    section = Section(id="own-1", text=text, language="ja", heading="申請")
    document = Document(
        id="own", title="申請規程", source_class=SourceClass.POLICY, shelf=Shelf.OWN, sections=(section,)
    )

    description = describe_rules(document)

    assert [(one.section, one.text) for one in (*description.rules, *description.not_understood)] == [
        ("own-1", text)
    ]
