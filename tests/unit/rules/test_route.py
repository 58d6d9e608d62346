"""Routes to an approval, with the sample's numbers and with those of other companies."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.advisor.rules.route import find_routes
from bot.advisor.rules.route_finding import RouteBranch
from bot.advisor.situation import Purchase
from tests.unit.rules.shelf import AFTER_THE_CHANGE, a_purchase, rules_of, sample_rules

LADDER = ("課長", "部長", "管掌役員", "社長", "取締役会")


def bodies(branch: RouteBranch) -> list[str]:
    return [one.body for one in branch.concurrences]


def sections(branch: RouteBranch) -> set[str]:
    return {rule.section for rule in branch.rules}


@pytest.mark.parametrize(
    ("amount", "approver"),
    [
        ("税抜499,999円", "課長"),
        ("税抜500,000円", "部長"),
        ("税抜2,999,999円", "部長"),
        ("税抜3,000,000円", "管掌役員"),
        ("税抜9,999,999円", "管掌役員"),
        ("税抜1,000万円", "社長"),
        ("税抜3,000万円", "取締役会"),
        ("税込330万円", "管掌役員"),
        ("税込329万円", "部長"),
        ("JPY 2.4M excluding tax", "部長"),
    ],
)
def test_the_band_decides_at_its_very_edges(amount: str, approver: str) -> None:
    [branch] = find_routes(a_purchase(amount), sample_rules()).branches

    assert branch.approver == approver


def test_an_automatically_renewing_contract_counts_as_many_months_as_the_policy_says() -> None:
    purchase = a_purchase("月10万円", renews_automatically=True)

    [branch] = find_routes(purchase, sample_rules()).branches

    assert branch.counted is not None
    assert branch.counted.jpy == 3_600_000
    assert branch.counted.steps[-1].factor == 36
    assert branch.approver == "管掌役員"
    assert bodies(branch) == ["情報システム課", "AI利用審査会"]
    assert branch.quotes is not None
    assert branch.quotes.quotes == 3
    assert any("中途解約" in text for clause in branch.clauses for text in clause.clauses)
    assert {"C7-2", "C7-3", "C7-4", "C7-5", "C7-6", "C7-7", "C7-11"} <= sections(branch)


def test_a_term_is_multiplied_and_the_open_renewal_gives_both_branches() -> None:
    finding = find_routes(a_purchase("月12万円", term_months=24), sample_rules())

    once, renewing = finding.branches
    assert finding.missing == ("renewal",)
    assert (once.counted and once.counted.jpy, once.approver) == (2_880_000, "部長")
    assert (renewing.counted and renewing.counted.jpy, renewing.approver) == (4_320_000, "管掌役員")


def test_a_tax_basis_that_changes_nothing_is_said_to_make_no_difference() -> None:
    finding = find_routes(a_purchase("80万円"), sample_rules())

    [branch] = finding.branches
    assert finding.makes_no_difference == ("tax",)
    assert branch.counted is not None
    assert branch.counted.jpy == 800_000


def test_a_tax_basis_that_changes_the_approver_gives_both_branches_and_states_the_rate() -> None:
    finding = find_routes(a_purchase("300万円"), sample_rules())

    assert [branch.approver for branch in finding.branches] == ["管掌役員", "部長"]
    assert finding.missing == ("tax",)
    assert [one.percent for one in finding.assumptions if one.kind == "tax_rate"] == [10]


def test_prices_per_user_are_multiplied_by_users_and_months() -> None:
    purchase = a_purchase("1ユーザーあたり月額3,000円", users=50, term_months=24, renews_automatically=False)

    [branch] = find_routes(purchase, sample_rules()).branches

    assert branch.counted is not None
    assert branch.counted.jpy == 3_600_000
    assert [step.kind for step in branch.counted.steps][:3] == ["stated", "per_user", "monthly"]


def test_a_missing_amount_is_asked_for_and_the_table_given() -> None:
    finding = find_routes(a_purchase(), sample_rules())

    assert finding.missing == ("amount",)
    assert list(dict.fromkeys(branch.approver for branch in finding.branches)) == list(LADDER)


def test_an_amount_in_another_currency_is_not_converted() -> None:
    assert find_routes(a_purchase("$20,000"), sample_rules()).missing == ("amount_in_yen",)


def test_missing_users_are_asked_for() -> None:
    assert find_routes(a_purchase("1ユーザーあたり月額3,000円"), sample_rules()).missing == ("users",)


def test_a_monthly_price_without_term_is_parted_by_term() -> None:
    finding = find_routes(a_purchase("月10万円", renews_automatically=False), sample_rules())

    spans = [(one.conditions[0].from_months, one.conditions[0].to_months) for one in finding.branches]
    assert spans == [(1, 4), (5, 9), (10, 29), (30, None)]
    assert finding.missing == ("term",)


def test_a_departments_exception_holds_for_its_things_alone() -> None:
    rules = sample_rules()
    jig = find_routes(a_purchase("80万円", "tooling", departments=("生産技術部",)), rules)
    ai = find_routes(a_purchase("80万円", "ai", departments=("生産技術部",)), rules)
    other = find_routes(a_purchase("80万円", "tooling", departments=("製造部",)), rules)
    above = find_routes(a_purchase("税抜100万円", "tooling", departments=("生産技術部",)), rules)

    assert jig.branches[0].approver == "課長"
    assert ai.branches[0].approver == "部長"
    assert ai.branches[0].skipped[0].reasons == ("kind", "excluded")
    assert other.branches[0].skipped[0].reasons == ("department",)
    assert above.branches[0].skipped[0].reasons == ("amount",)


def test_an_unsaid_department_parts_the_answer_where_its_exception_matters() -> None:
    finding = find_routes(a_purchase("80万円", "tooling"), sample_rules())

    assert [one.approver for one in finding.branches] == ["課長", "部長"]
    assert "department" in finding.missing


def test_from_april_2027_the_supplement_widens_the_band_and_drops_the_boards_concurrence() -> None:
    rules = sample_rules(AFTER_THE_CHANGE)
    [band] = find_routes(a_purchase("税抜499万円"), rules).branches
    [edge] = find_routes(a_purchase("税抜500万円"), rules).branches
    [trial] = find_routes(a_purchase("税抜200万円", "ai", "poc"), rules).branches
    [no_trial] = find_routes(a_purchase("税抜200万円", "ai"), rules).branches

    assert (band.approver, edge.approver) == ("部長", "管掌役員")
    assert bodies(trial) == ["情報システム課"]
    assert [one.section for one in trial.exemptions] == ["C8-附"]
    assert "AI利用審査会" in bodies(no_trial)


def test_a_trial_beyond_its_limits_is_named_with_the_limit() -> None:
    [branch] = find_routes(a_purchase("税抜250万円", "ai", "poc", term_months=6), sample_rules()).branches

    assert {(one.actual_jpy, one.actual_months) for one in branch.breaches} == {
        (2_500_000, None),
        (None, 6),
    }
    assert "A3-8" in sections(branch)


def test_splitting_is_refused_first_and_the_parts_are_added() -> None:
    finding = find_routes(a_purchase("税抜80万円と税抜80万円", is_split=True), sample_rules())

    assert [one.section for one in finding.splitting] == ["C7-2"]
    assert finding.branches[0].counted is not None
    assert finding.branches[0].counted.jpy == 1_600_000


def test_an_emergency_is_offered_only_where_it_was_said() -> None:
    calm = find_routes(a_purchase("80万円"), sample_rules())
    urgent = find_routes(a_purchase("80万円", is_emergency=True), sample_rules())

    assert calm.branches[0].emergency is None
    assert urgent.branches[0].emergency is not None
    assert urgent.branches[0].emergency.section == "C7-9"


def test_an_emergency_beyond_its_limit_is_denied() -> None:
    finding = find_routes(a_purchase("税込200万円", is_emergency=True), rules_of("foundry"))

    assert finding.branches[0].emergency is None
    assert finding.branches[0].emergency_denied is not None


def test_what_would_change_names_the_nearest_thresholds() -> None:
    [branch] = find_routes(a_purchase("税抜290万円"), sample_rules()).branches

    above, below = branch.changes
    assert (above.at_jpy, above.approver) == (3_000_000, "管掌役員")
    assert (below.at_jpy, below.removed, below.quotes) == (1_000_000, ("AI利用審査会",), 0)


def test_a_purchase_of_an_unsaid_kind_is_taken_as_ai_and_said_so() -> None:
    purchase = Purchase(amounts=a_purchase("80万円").amounts)

    finding = find_routes(purchase, sample_rules())

    assert "is_ai" in [one.kind for one in finding.assumptions]
    assert bodies(finding.branches[0]) == ["情報システム課"]


@pytest.mark.parametrize(
    ("company", "amount", "facts", "jpy", "approver", "concurring", "quotes"),
    [
        ("foundry", "税込30万円", {}, 300_000, "係長", {"情報企画室"}, None),
        ("foundry", "税込300,001円", {}, 300_001, "事業部長", {"情報企画室"}, None),
        ("foundry", "月額税込10万円", {"renews_automatically": True}, 2_400_000, "本部長",
         {"情報企画室", "技術倫理委員会"}, 4),
        ("harbourline", "JPY 2 million including tax", {}, 2_000_000, "Department Head",
         {"IT Security Office", "AI Committee"}, 2),
        ("harbourline", "JPY 50,000 per month including tax", {"renews_automatically": True}, 2_400_000,
         "Chief Financial Officer", {"IT Security Office", "AI Committee"}, 2),
        ("minato", "月額税込5万円", {}, 600_000, "CTO", {"セキュリティ担当"}, 2),
    ],
)  # fmt: skip
def test_other_companies_numbers_decide_their_routes(
    company: str,
    amount: str,
    facts: dict[str, bool],
    jpy: int,
    approver: str,
    concurring: set[str],
    quotes: int | None,
) -> None:
    [branch] = find_routes(a_purchase(amount, **facts), rules_of(company)).branches

    assert branch.counted is not None
    assert (branch.counted.jpy, branch.approver) == (jpy, approver)
    assert set(bodies(branch)) == concurring
    assert (branch.quotes.quotes if branch.quotes else None) == quotes


def test_no_route_is_made_up_where_no_rule_speaks_of_spending() -> None:
    rules = sample_rules().model_copy(update={"in_force": ()})

    finding = find_routes(a_purchase("80万円"), rules)

    assert finding.branches == ()
    assert finding.is_before_any_policy


@given(low=st.integers(0, 60_000_000), more=st.integers(0, 60_000_000))
def test_more_money_never_needs_a_lower_approver_or_fewer_bodies(low: int, more: int) -> None:
    rules = sample_rules()
    small, large = (
        find_routes(a_purchase(f"税抜{amount}円"), rules).branches[0] for amount in (low, low + more)
    )

    assert LADDER.index(small.approver or "") <= LADDER.index(large.approver or "")
    assert set(bodies(small)) <= set(bodies(large))


@given(
    amount=st.integers(1, 40_000_000),
    per=st.sampled_from(["", "月額", "年額"]),
    term=st.none() | st.integers(1, 60),
    renews=st.sampled_from([None, True, False]),
    company=st.sampled_from(["sample", "foundry", "harbourline", "minato"]),
)
def test_every_branch_names_rules_and_fixing_a_fact_keeps_one_of_the_open_branches(
    amount: int, per: str, term: int | None, renews: bool | None, company: str
) -> None:
    rules = sample_rules() if company == "sample" else rules_of(company)
    purchase = a_purchase(f"{per}税抜{amount}円", term_months=term, renews_automatically=renews)

    finding = find_routes(purchase, rules)
    open_routes = {(one.approver, tuple(bodies(one))) for one in finding.branches}

    assert finding.branches
    assert all(one.rules for one in finding.branches)
    for value in (True, False) if renews is None else ():
        fixed = find_routes(purchase.model_copy(update={"renews_automatically": value}), rules)
        if len(finding.branches) > 1 and "renewal" in finding.missing:
            assert {(one.approver, tuple(bodies(one))) for one in fixed.branches} <= open_routes
