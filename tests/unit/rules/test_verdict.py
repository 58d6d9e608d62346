"""Verdicts on uses, with the sample's rules and with those of other companies."""

import pytest

from bot.advisor.rules.company_rules import CompanyRules
from bot.advisor.rules.conduct import Permission, Prohibition
from bot.advisor.rules.place import PlacedRule, Term
from bot.advisor.rules.rulebook import RuleBook
from bot.advisor.rules.verdict import judge_use
from bot.advisor.situation import Use
from tests.unit.rules.shelf import TODAY, rules_of, sample_rules


def a_use(**facts: object) -> Use:
    return Use.model_validate({"acts": ("input",), **facts})


def sections(rules: tuple[PlacedRule, ...]) -> list[str]:
    return [rule.section for rule in rules]


@pytest.mark.parametrize(
    ("facts", "verdict", "section"),
    [
        ({"data": ("personal_data",), "destinations": ("external_ai",)}, "prohibited", "A3-6"),
        ({"data": ("customer_drawing",), "destinations": ("external_ai",)}, "prohibited", "A3-6"),
        ({"class_labels": ("秘",), "destinations": ("external_ai",)}, "prohibited", "A3-6"),
        ({"class_labels": ("社外秘",), "destinations": ("external_ai",)}, "needs_approval", "B5-4"),
        ({"class_labels": ("公開",), "destinations": ("external_ai",)}, "conditional", "A3-5"),
        ({"data": ("personal_data",), "destinations": ("external_service",)}, "conditional", "B5-5"),
        ({"acts": ("store",), "class_labels": ("秘",), "destinations": ("external_cloud",)},
         "needs_approval", "B5-4"),
        ({"acts": ("connect",), "objects": ("生産設備のネットワーク",), "destinations": ("external_ai",)},
         "prohibited", "B5-12"),
        ({"acts": ("use",), "objects": ("無料版",)}, "prohibited", "A3-5"),
        ({"acts": ("take_out",), "objects": ("顧客図面",)}, "prohibited", "B5-7"),
    ],
)  # fmt: skip
def test_the_rule_that_bears_on_a_use_decides(facts: dict[str, object], verdict: str, section: str) -> None:
    judgement = judge_use(a_use(**facts), sample_rules())

    assert judgement.verdict == verdict
    assert section in sections(judgement.rules)


def test_the_stricter_of_two_texts_prevails_by_the_companys_own_rule() -> None:
    use = a_use(data=("personal_data",), destinations=("external_ai",))

    judgement = judge_use(use, sample_rules())

    resolution = judgement.resolution
    assert resolution is not None
    assert resolution.precedence is not None
    assert resolution.precedence.section == "B5-2"
    assert sections(resolution.prevailing) == ["A3-6"]
    assert sections(resolution.yielding) == ["B5-5"]
    assert [way.is_blocked for way in judgement.lawful_ways if way.rule.section == "B5-5"] == [True]


def test_all_conditions_of_an_exception_are_given() -> None:
    use = a_use(data=("personal_data",), destinations=("external_service",))

    judgement = judge_use(use, sample_rules())

    assert judgement.conditions == ("委託契約", "個人情報保護管理者の書面承認")


def test_a_drawing_of_a_customer_is_in_the_class_that_the_classification_says() -> None:
    use = a_use(objects=("顧客図面",), destinations=("external_ai",))

    [found] = judge_use(use, sample_rules()).classes

    assert found.label == "極秘"
    assert found.classification is not None
    assert found.classification.section == "B5-3"


INSPECTION = {"data": ("inspection_data",), "class_labels": ("秘",)}


def test_an_exception_holds_for_its_department_place_and_data() -> None:
    use = a_use(**INSPECTION, destinations=("internal_ai",), departments=("品質保証部",))

    judgement = judge_use(use, sample_rules())

    assert judgement.verdict == "allowed"
    assert sections(judgement.in_favour) == ["A3-7"]


@pytest.mark.parametrize(
    ("facts", "verdict", "mismatch"),
    [
        ({**INSPECTION, "destinations": ("internal_ai",), "departments": ("製造部",)},
         "not_covered", "department"),
        ({**INSPECTION, "destinations": ("external_ai",), "departments": ("品質保証部",)},
         "prohibited", "environment"),
        ({"data": ("design_spec",), "class_labels": ("秘",), "destinations": ("internal_ai",),
          "departments": ("品質保証部",)}, "not_covered", "data"),
    ],
)  # fmt: skip
def test_an_exception_is_not_stretched_and_somebody_is_named_to_ask(
    facts: dict[str, object], verdict: str, mismatch: str
) -> None:
    judgement = judge_use(a_use(**facts), sample_rules())

    assert judgement.verdict == verdict
    [near] = judgement.near_exceptions
    assert near.permission.section == "A3-7"
    assert near.mismatches == (mismatch,)
    assert judgement.contacts


def test_what_an_exception_takes_out_is_prohibited() -> None:
    use = a_use(
        data=("inspection_data", "personal_data"),
        class_labels=("秘",),
        destinations=("internal_ai",),
        departments=("品質保証部",),
    )

    judgement = judge_use(use, sample_rules())

    assert judgement.verdict == "prohibited"
    assert sections(judgement.against) == ["A3-7"]


def test_an_unsaid_department_parts_the_answer() -> None:
    judgement = judge_use(a_use(**INSPECTION, destinations=("internal_ai",)), sample_rules())

    assert judgement.missing == ("department",)
    assert [(one.value, one.verdict) for one in judgement.branches] == [
        ("品質保証部", "allowed"),
        ("", "not_covered"),
    ]


def test_an_unsaid_destination_parts_the_answer() -> None:
    judgement = judge_use(a_use(objects=("顧客図面",)), sample_rules())

    assert judgement.missing == ("destination",)
    assert [one.verdict for one in judgement.branches] == ["prohibited", "not_covered"]


def test_an_unsaid_class_parts_the_answer() -> None:
    judgement = judge_use(a_use(objects=("見積書",), destinations=("external_ai",)), sample_rules())

    assert judgement.missing == ("class",)
    assert [one.verdict for one in judgement.branches] == [
        "prohibited",
        "prohibited",
        "needs_approval",
        "conditional",
    ]


def test_a_general_exception_of_another_text_is_offered_with_that_limit() -> None:
    judgement = judge_use(a_use(objects=("顧客図面",), destinations=("external_ai",)), sample_rules())

    [way] = [one for one in judgement.lawful_ways if one.kind == "general_exception"]
    assert way.rule.section == "B5-13"
    assert way.rule.validity is not None
    assert way.is_of_another_text


def test_what_no_rule_names_is_not_covered() -> None:
    use = a_use(acts=("use",), objects=("出張の手配",), destinations=("internal_ai",))

    judgement = judge_use(use, sample_rules())

    assert judgement.verdict == "not_covered"
    assert judgement.contacts


def test_before_any_policy_nothing_is_judged() -> None:
    judgement = judge_use(a_use(data=("personal_data",)), CompanyRules(day=TODAY))

    assert judgement.verdict == "not_covered"
    assert judgement.is_before_any_policy


@pytest.mark.parametrize(
    ("company", "facts", "verdict"),
    [
        ("foundry", {"class_labels": ("機密",), "destinations": ("external_ai",)}, "prohibited"),
        ("foundry", {"objects": ("得意先の図面",), "destinations": ("external_ai",)}, "prohibited"),
        ("foundry", {"data": ("design_spec",), "class_labels": ("機密",), "destinations": ("internal_ai",),
                     "departments": ("設計部",)}, "allowed"),
        ("foundry", {"data": ("design_spec",), "class_labels": ("機密",), "destinations": ("internal_ai",),
                     "departments": ("営業部",)}, "not_covered"),
        ("harbourline", {"class_labels": ("Confidential",), "destinations": ("external_ai",)}, "prohibited"),
        ("harbourline", {"data": ("recipe",), "destinations": ("external_ai",)}, "prohibited"),
        ("harbourline", {"data": ("inspection_data",), "class_labels": ("Confidential",),
                         "destinations": ("internal_ai",), "departments": ("Food Safety Team",)}, "allowed"),
        ("minato", {"data": ("source_code",), "destinations": ("external_ai",)}, "prohibited"),
        ("minato", {"data": ("source_code",), "destinations": ("internal_ai",),
                    "departments": ("開発チーム",)}, "allowed"),
        ("minato", {"data": ("personal_data",), "destinations": ("external_ai",)}, "prohibited"),
    ],
)  # fmt: skip
def test_other_companies_rules_decide_their_uses(
    company: str, facts: dict[str, object], verdict: str
) -> None:
    assert judge_use(a_use(**facts), rules_of(company)).verdict == verdict


def test_texts_that_conflict_without_a_rule_of_precedence_are_left_open() -> None:
    place = {"section": "1", "start": 0, "end": 1}
    code, outside = (
        Term(text="source code", concepts=("source_code",)),
        Term(text="external AI", concepts=("external_ai",)),
    )
    ban = Prohibition(document="a@1", acts=("input",), objects=(code,), destination=outside, **place)
    leave = Permission(document="b@1", acts=("input",), objects=(code,), destination=outside, **place)
    rules = CompanyRules(
        day=TODAY,
        in_force=(
            RuleBook(document="a@1", title="A", rules=(ban,)),
            RuleBook(document="b@1", title="B", rules=(leave,)),
        ),
    )

    judgement = judge_use(a_use(data=("source_code",), destinations=("external_ai",)), rules)

    assert judgement.verdict == "conflict"
    assert judgement.resolution is not None
    assert judgement.resolution.is_open
