"""A scorer that is always happy is worthless: most of these tests show it an answer with one fault."""

from datetime import date

import pytest
from pydantic import ValidationError

from bot.advisor.advice import ApprovalRoute, Citation, PolicyStatement, Statement
from bot.evaluation.marking import mark_answer
from bot.evaluation.totals import add_up
from tests.evaluation.builders import (
    DAY,
    VERSIONS,
    a_citation,
    a_question,
    a_route,
    a_verdict,
    an_answer,
)


def test_an_answer_that_holds_all_that_is_required_is_right() -> None:
    question = a_question(
        required=[["A3-8", "S6-10"]], facts=[["200万円"]], verdict="conditional", forbidden=["100万"]
    )

    mark = mark_answer(question, an_answer(policy=a_verdict("conditional")), VERSIONS)

    assert mark.is_right
    assert (mark.required, mark.facts) == (1, 1)


def test_each_required_group_without_a_cited_id_is_missing() -> None:
    question = a_question(required=[["A3-8"], ["C7-3", "C7-4"]])

    mark = mark_answer(question, an_answer(), VERSIONS)

    assert mark.missing_ids == (("C7-3", "C7-4"),)
    assert not mark.is_right


def test_a_fact_that_stands_only_in_the_list_of_sources_was_not_said() -> None:
    answer = an_answer(
        "上限は規程にあります。",
        markdown="**結論** 上限は規程にあります。\n\n**出典**\n[1] 「税抜200万円以下」",
    )

    mark = mark_answer(a_question(facts=[["200万"]]), answer, VERSIONS)

    assert mark.missing_facts == (("200万",),)
    assert mark.facts_in_sources_only == (("200万",),)


def test_a_fact_in_the_body_of_the_markdown_counts_as_said() -> None:
    answer = an_answer("上限は規程にあります。", markdown="## 要点\n- 上限は**200万円**\n\n## 出典\n[1]")

    mark = mark_answer(a_question(facts=[["2,000,000円"]]), answer, VERSIONS)

    assert mark.missing_facts == ()


def test_a_forbidden_statement_is_found_in_any_part_of_the_answer() -> None:
    answer = an_answer(key_points=(Statement(text="審査会の合議は 不要です。", citations=(1,)),))

    mark = mark_answer(a_question(forbidden=["/合議は(不要|要りません)/"]), answer, VERSIONS)

    assert mark.forbidden_said == ("審査会の合議は不要です。",)
    assert not mark.is_right


def test_a_sentence_that_corrects_the_belief_does_not_say_it() -> None:
    answer = an_answer("上限100万円は旧版の定めで廃止されました。今は200万円です。")

    mark = mark_answer(a_question(forbidden=["100万円"]), answer, VERSIONS)

    assert mark.forbidden_said == ()
    assert len(mark.corrected) == 1


def test_a_correction_in_another_sentence_excuses_nothing() -> None:
    answer = an_answer("上限は100万円です。第2版は廃止されました。")

    mark = mark_answer(a_question(forbidden=["100万円"]), answer, VERSIONS)

    assert mark.forbidden_said == ("上限は1000000円です。",)


@pytest.mark.parametrize(
    ("citation", "day", "is_stale"),
    [
        (a_citation("A2-8", version="2"), DAY, True),
        (a_citation("A2-8", version="2", status="superseded"), DAY, False),
        (a_citation("A2-8", version="2"), date(2025, 6, 1), False),
        (a_citation("A3-8"), date(2025, 6, 1), True),
        (a_citation("A3-8", status="not_yet_in_force"), date(2025, 6, 1), False),
        (a_citation("C8", document="buy", version="8"), DAY, True),
        (a_citation("C7-3", document="buy", version="7"), date(2027, 5, 1), False),
    ],
)
def test_a_citation_is_stale_when_its_version_is_not_in_force_and_it_does_not_say_so(
    citation: Citation, day: date, is_stale: bool
) -> None:
    mark = mark_answer(a_question(as_of=day), an_answer(citations=(citation,)), VERSIONS)

    assert bool(mark.stale) is is_stale


@pytest.mark.parametrize(
    ("expected", "given", "is_right"),
    [
        ("prohibited", a_verdict("prohibited"), True),
        ("prohibited", a_verdict("conditional"), False),
        ("prohibited", a_verdict("prohibited", "allowed"), False),
        (["allowed", "conditional"], a_verdict("conditional"), True),
        (["allowed", "conditional"], a_verdict("conditional", "prohibited"), False),
        (["not_covered", "prohibited"], a_verdict("not_covered"), True),
        ("conflict", (), False),
    ],
)
def test_a_verdict_is_right_when_it_is_given_and_not_contradicted(
    expected: object, given: tuple[PolicyStatement, ...], is_right: bool
) -> None:
    mark = mark_answer(a_question(verdict=expected), an_answer(policy=given), VERSIONS)

    assert mark.verdict_right is is_right


@pytest.mark.parametrize(
    ("routes", "is_right"),
    [
        ((a_route("部長"),), True),
        ((a_route("品質保証部長"),), False),
        ((a_route("部長"), a_route("社長")), False),
        ((a_route("部長", condition="1年契約"), a_route("社長", condition="自動更新")), True),
        ((a_route("Department manager"),), True),
        ((), False),
    ],
)
def test_the_approver_must_be_the_expected_one_by_its_whole_name(
    routes: tuple[ApprovalRoute, ...], is_right: bool
) -> None:
    question = a_question(approver=["部長", "/department manager/"])

    mark = mark_answer(question, an_answer(approval_routes=routes), VERSIONS)

    assert mark.approver_right is is_right


def test_the_amount_must_be_exactly_right() -> None:
    question = a_question(amount_jpy=2_880_000)

    marks = [
        mark_answer(question, an_answer(approval_routes=(a_route("部長", amount),)), VERSIONS)
        for amount in (2_880_000, 2_880_001, None)
    ]

    assert [mark.amount_right for mark in marks] == [True, False, False]


def test_what_the_question_does_not_ask_for_is_not_judged() -> None:
    mark = mark_answer(a_question(), an_answer(), VERSIONS)

    assert (mark.verdict_right, mark.approver_right, mark.amount_right) == (None, None, None)


def test_answering_what_should_be_left_open_is_wrong_and_so_is_the_reverse() -> None:
    answered, abstained = an_answer(), an_answer(state="not_covered", abstained="full")

    marks = [
        mark_answer(a_question(abstain=expected), answer, VERSIONS).abstention_right
        for expected, answer in (("full", answered), ("none", abstained), (["full", "partial"], abstained))
    ]

    assert marks == [False, False, True]


def test_a_failed_answer_is_never_right_though_it_abstains() -> None:
    mark = mark_answer(a_question(abstain="full"), an_answer(state="failed", abstained="full"), VERSIONS)

    assert not mark.abstention_right
    assert not mark.is_right


@pytest.mark.parametrize(
    ("language", "text", "is_right"),
    [
        ("en", "The pilot may cost JPY 2,000,000 before tax.", True),
        ("en", "The clause reads 「費用は税抜200万円以下」; the 管掌役員 decides above that.", True),
        ("en", "上限は税抜200万円です。", False),
        ("ja", "PoCのKPIとTCOを、SaaSのROIと比べて決めます。", True),
        ("ja", "The pilot may cost JPY 2,000,000 before tax.", False),
    ],
)
def test_the_language_is_judged_by_the_words_and_not_by_the_label(
    language: str, text: str, is_right: bool
) -> None:
    mark = mark_answer(a_question(lang=language), an_answer(text, language=language), VERSIONS)

    assert mark.language_right is is_right


def test_a_clause_quoted_word_for_word_may_stay_in_its_own_language_but_not_our_own_sentence() -> None:
    clause, own = a_citation().quote, "上限を超えるときは部長に上げてください。事前の申請も要ります。"

    marks = [
        mark_answer(
            a_question(lang="en"),
            an_answer(
                "The limit is this.", language="en", key_points=(Statement(text=text, citations=(1,)),)
            ),
            VERSIONS,
        )
        for text in (clause, own)
    ]

    assert [mark.language_right for mark in marks] == [True, False]


def test_a_label_in_another_language_is_wrong() -> None:
    mark = mark_answer(a_question(lang="ja"), an_answer(language="en"), VERSIONS)

    assert not mark.language_right


def test_totals_count_every_question_once_in_its_group_and_once_in_each_intent() -> None:
    good = a_question(required=[["A3-8"]], intents=["policy_check", "poc_design"])
    bad = a_question(required=[["A3-9"], ["A3-8"]], facts=[["3年"]], group="untuned")
    marks = [mark_answer(one, an_answer(), VERSIONS) for one in (good, bad)]

    rows = {row.name: row for row in add_up(marks)}

    assert set(rows) == {"all", "group:main", "group:untuned", "intent:poc_design", "intent:policy_check"}
    assert (rows["all"].questions, rows["all"].entirely_right) == (2, 1)
    assert rows["all"].citation_recall.ratio == round(2 / 3, 3)
    assert rows["group:untuned"].fact_recall.ratio == 0
    assert rows["group:main"].fact_recall.ratio is None
    assert rows["intent:policy_check"].questions == 2


@pytest.mark.parametrize(
    "change", [{"facts": [["/(/"]]}, {"facts": [[]]}, {"abstain": []}, {"verdict": "maybe"}]
)
def test_a_key_that_could_never_be_met_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        a_question(**change)
