"""From the shipped policies to what is shown and what is in force after their supplement."""

from datetime import date

from bot.advisor.rules.amending import amend
from bot.advisor.rules.reading import read_rules
from bot.advisor.rules.spending import ApprovalBand, Concurrence
from bot.wiring.summaries import detail
from knowledge.documents.bundled import load_bundled
from knowledge.documents.document import Document, SourceClass

_TODAY = date(2027, 5, 1)


def _sample(document_id: str, version: str) -> Document:
    [found] = [one for one in load_bundled() if (one.id, one.version) == (document_id, version)]
    return found


def test_the_supplement_of_2027_widens_one_band_and_cites_both_clauses() -> None:
    former = read_rules(_sample("purchasing-and-approval-policy", "7"))
    supplement = read_rules(_sample("purchasing-and-approval-policy", "8"))

    book = amend(former, supplement)

    general = [one for one in book.of_type(ApprovalBand) if one.scope.is_general]
    assert [(one.approver, one.from_jpy, one.to_jpy) for one in general] == [
        ("課長", 0, 500_000), ("部長", 500_000, 5_000_000), ("管掌役員", 5_000_000, 10_000_000),
        ("社長", 10_000_000, 30_000_000), ("取締役会", 30_000_000, None),
    ]  # fmt: skip
    cited = [(one.section, [place.section for place in one.changed_by]) for one in general]
    assert cited == [("C7-3", []), ("C7-3", ["C8-附"]), ("C7-3", ["C8-附"]), ("C7-3", []), ("C7-3", [])]


def test_the_supplement_of_2027_exempts_small_trials_from_the_ai_committee_only() -> None:
    former = read_rules(_sample("purchasing-and-approval-policy", "7"))

    book = amend(former, read_rules(_sample("purchasing-and-approval-policy", "8")))

    [exempt] = [one for one in book.of_type(Concurrence) if one.is_exemption]
    assert (exempt.body, exempt.scope.kinds, exempt.section) == ("AI利用審査会", ("poc",), "C8-附")
    assert (exempt.holds_for(2_000_000), exempt.holds_for(2_000_001)) == (True, False)
    assert book.unread == former.unread


def test_a_policy_is_shown_with_its_rules_and_each_leads_back_to_its_sentence() -> None:
    policy = _sample("purchasing-and-approval-policy", "7")

    shown = detail(policy, today=_TODAY, held=[policy])

    texts = {section.id: section.text for section in policy.sections}
    spans = {texts[one.section][one.start : one.end] for one in shown.rules if one.type == "approval_band"}
    assert "300万円以上1,000万円未満は管掌役員" in spans


def test_a_vendors_paper_is_shown_without_rules() -> None:
    [proposal] = [one for one in load_bundled() if one.source_class == SourceClass.EXTERNAL]

    shown = detail(proposal, today=_TODAY, held=[proposal])

    assert (shown.rules, shown.not_understood) == ((), ())
