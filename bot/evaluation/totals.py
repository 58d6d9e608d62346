"""Add marks up: over all questions, by group, and by class of intent."""

from collections.abc import Callable, Sequence

from pydantic import BaseModel, ConfigDict, Field, computed_field

from bot.evaluation.marking import Mark


class Share(BaseModel):
    """How many of how many are right."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    right: int = Field(ge=0)
    of: int = Field(ge=0)

    @computed_field  # type: ignore[prop-decorator]  # pydantic's own way to print a property
    @property
    def ratio(self) -> float | None:
        """Share of right ones, 0 to 1, three decimals; None where nothing was asked for."""
        return round(self.right / self.of, 3) if self.of else None


class Row(BaseModel):
    """The totals of one set of questions."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str  # all, group:…, intent:…
    questions: int = Field(ge=0)
    entirely_right: int = Field(ge=0)
    failed: int = Field(ge=0)
    citation_recall: Share
    fact_recall: Share
    forbidden_said: int = Field(ge=0)  # sentences
    stale_citations: int = Field(ge=0)
    abstention: Share
    verdict: Share
    approver: Share
    amount: Share
    language: Share


class ScoreSheet(BaseModel):
    """What `sandan eval --json` prints."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rows: tuple[Row, ...]
    failures: tuple[Mark, ...] = ()  # answers with anything wrong, when they are asked for


def add_up(marks: Sequence[Mark]) -> tuple[Row, ...]:
    """Make one row for all marks, one for each group and one for each intent, in alphabetical order.

    A question with several intents counts in the row of each.
    """
    groups = sorted({mark.group for mark in marks})
    intents = sorted({intent for mark in marks for intent in mark.intents})
    return (
        _row("all", marks),
        *(_row(f"group:{name}", [one for one in marks if one.group == name]) for name in groups),
        *(_row(f"intent:{name}", [one for one in marks if name in one.intents]) for name in intents),
    )


def _row(name: str, marks: Sequence[Mark]) -> Row:
    required, facts = sum(one.required for one in marks), sum(one.facts for one in marks)
    return Row(
        name=name,
        questions=len(marks),
        entirely_right=sum(one.is_right for one in marks),
        failed=sum(one.state == "failed" for one in marks),
        citation_recall=Share(right=required - sum(len(one.missing_ids) for one in marks), of=required),
        fact_recall=Share(right=facts - sum(len(one.missing_facts) for one in marks), of=facts),
        forbidden_said=sum(len(one.forbidden_said) for one in marks),
        stale_citations=sum(len(one.stale) for one in marks),
        abstention=_share(marks, lambda mark: mark.abstention_right),
        verdict=_share(marks, lambda mark: mark.verdict_right),
        approver=_share(marks, lambda mark: mark.approver_right),
        amount=_share(marks, lambda mark: mark.amount_right),
        language=_share(marks, lambda mark: mark.language_right),
    )


def _share(marks: Sequence[Mark], judged: Callable[[Mark], bool | None]) -> Share:
    found = [judged(mark) for mark in marks]
    return Share(right=found.count(True), of=len(found) - found.count(None))
