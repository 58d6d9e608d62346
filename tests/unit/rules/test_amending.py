"""A supplement changes what it names, and nothing else."""

from bot.advisor.rules.amending import amend
from bot.advisor.rules.conduct import Amendment, Duration
from bot.advisor.rules.place import Length, Place, Scope
from bot.advisor.rules.rulebook import RuleBook
from bot.advisor.rules.spending import ApprovalBand, Concurrence

_CHANGE = Place(document="buying@5", section="S1", start=12, end=40)


def _band(low: int, high: int | None, approver: str, *, scope: Scope | None = None) -> ApprovalBand:
    return ApprovalBand(
        document="buying@4", section="12", start=low % 97, end=low % 97 + 9,
        from_jpy=low, to_jpy=high, approver=approver, scope=scope or Scope(),
    )  # fmt: skip


def _base(*more: Concurrence | Duration | ApprovalBand) -> RuleBook:
    bands = (
        _band(0, 700_000, "係長"), _band(700_000, 4_000_000, "工場長"), _band(4_000_000, 9_000_000, "本部長"),
        _band(9_000_000, None, "常務会"),
    )  # fmt: skip
    return RuleBook(document="buying@4", title="調達規程 第4版", rules=(*bands, *more))


def _supplement(**changes: object) -> RuleBook:
    amendment = Amendment.model_validate({**_CHANGE.model_dump(), **changes})
    return RuleBook(document="buying@5", title="調達規程 第5版", rules=(amendment,))


def _bounds(book: RuleBook) -> list[tuple[str, int, int | None]]:
    return [(one.approver, one.from_jpy, one.to_jpy) for one in book.of_type(ApprovalBand)]


def test_a_widened_band_moves_the_lower_bound_of_the_next_one() -> None:
    book = amend(_base(), _supplement(change="band", approver="工場長", to_jpy=6_000_000))

    assert _bounds(book) == [
        ("係長", 0, 700_000), ("工場長", 700_000, 6_000_000), ("本部長", 6_000_000, 9_000_000),
        ("常務会", 9_000_000, None),
    ]  # fmt: skip


def test_an_inclusive_upper_bound_leaves_the_next_band_what_is_above() -> None:
    supplement = _supplement(change="band", approver="工場長", to_jpy=6_000_000, to_is_inclusive=True)

    book = amend(_base(), supplement)

    holding = [one.approver for one in book.of_type(ApprovalBand) if one.holds_for(6_000_000)]
    assert holding == ["工場長"]


def test_both_clauses_can_be_cited_for_what_was_changed_and_one_for_the_rest() -> None:
    book = amend(_base(), _supplement(change="band", approver="工場長", to_jpy=6_000_000))

    changed = {
        one.approver: (one.document, one.section, one.changed_by) for one in book.of_type(ApprovalBand)
    }
    assert changed == {
        "係長": ("buying@4", "12", ()), "工場長": ("buying@4", "12", (_CHANGE,)),
        "本部長": ("buying@4", "12", (_CHANGE,)), "常務会": ("buying@4", "12", ()),
    }  # fmt: skip


def test_a_band_that_is_overtaken_whole_is_gone() -> None:
    book = amend(_base(), _supplement(change="band", approver="工場長", to_jpy=12_000_000))

    assert _bounds(book) == [
        ("係長", 0, 700_000), ("工場長", 700_000, 12_000_000), ("常務会", 12_000_000, None),
    ]  # fmt: skip


def test_a_narrowed_band_leaves_no_gap() -> None:
    book = amend(_base(), _supplement(change="band", approver="工場長", to_jpy=2_000_000))

    assert [one.approver for one in book.of_type(ApprovalBand) if one.holds_for(3_000_000)] == ["本部長"]


def test_a_raised_lower_bound_gives_what_is_below_to_the_band_before() -> None:
    book = amend(_base(), _supplement(change="band", approver="工場長", from_jpy=900_000))

    assert _bounds(book)[:2] == [("係長", 0, 900_000), ("工場長", 900_000, 4_000_000)]


def test_a_departments_own_band_is_left_alone() -> None:
    own = _band(
        0, 900_000, "工場長", scope=Scope(text="試験課の治具", kinds=("tooling",), departments=("試験課",))
    )

    book = amend(_base(own), _supplement(change="band", approver="工場長", to_jpy=6_000_000))

    assert own in book.rules


def test_a_widening_for_one_kind_stands_beside_the_general_band() -> None:
    supplement = _supplement(
        change="band", approver="工場長", to_jpy=6_000_000, kinds=("software",), subject="ソフトウェア"
    )

    book = amend(_base(), supplement)

    assert _bounds(book)[:4] == _bounds(_base())
    special = book.of_type(ApprovalBand)[4]
    assert (special.scope.kinds, special.to_jpy, special.document) == (("software",), 6_000_000, "buying@5")


def test_a_dropped_concurrence_is_an_exemption_within_its_bounds_only() -> None:
    asked = Concurrence(
        document="buying@4", section="13", start=0, end=9, from_jpy=800_000, body="AI利用審査会"
    )
    supplement = _supplement(
        change="drop_concurrence", body="審査会", to_jpy=1_500_000, to_is_inclusive=True, kinds=("poc",),
        subject="150万円以下のPoC",
    )  # fmt: skip

    book = amend(_base(asked), supplement)

    required, exempt = book.of_type(Concurrence)
    assert required == asked
    assert (exempt.is_exemption, exempt.body, exempt.scope.kinds) == (True, "AI利用審査会", ("poc",))
    assert (exempt.holds_for(1_500_000), exempt.holds_for(1_500_001)) == (True, False)
    assert (exempt.document, exempt.section) == ("buying@5", "S1")


def test_what_the_supplement_does_not_name_stays_as_it_was() -> None:
    kept = Duration(
        document="buying@4",
        section="20",
        start=0,
        end=5,
        kind="retention",
        length=Length(value=8, unit="year"),
    )

    book = amend(_base(kept), _supplement(change="band", approver="工場長", to_jpy=6_000_000))

    assert kept in book.rules
    assert (book.document, book.title) == ("buying@5", "調達規程 第5版")


def test_an_amendment_that_fits_nothing_is_listed_for_a_person_and_changes_nothing() -> None:
    book = amend(_base(), _supplement(change="band", approver="会長", to_jpy=6_000_000))

    assert book.rules == _base().rules
    [missed] = book.unread
    assert (missed.section, missed.start, missed.end) == ("S1", 12, 40)
