"""The answer as a typed value: nothing sourced can be built without a citation.

Field names and meanings are the public contract of `sandan ask --json`; names stay, additions are free.
"""

from datetime import date
from typing import Annotated, Literal, Protocol, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from knowledge.documents.document import Grade, IndicatorId, Language, SourceClass

Intent = Literal[
    "explain_concept", "roi_metrics", "poc_design", "ops_tco", "build_vs_saas", "governance_data",
    "market_concentration", "open_vs_proprietary", "policy_check", "approval_route", "vendor_exit",
    "regulation_watch", "education_org", "incident", "meeting_phrase", "source_question", "clarify",
    "out_of_scope", "adversarial",
]  # fmt: skip
State = Literal["answered", "partly", "not_covered", "clarify", "refused", "failed"]
Abstained = Literal["none", "partial", "full"]
StatementKind = Literal["sourced", "calculated", "advice", "notice"]
Verdict = Literal["prohibited", "allowed", "conditional", "needs_approval", "not_covered", "conflict"]
Standing = Literal["in_force", "superseded", "not_yet_in_force", "not_applicable"]
Listener = Literal["board", "floor", "partner"]
Register = Literal["polite", "formal"]
CitationNumber = Annotated[int, Field(ge=1)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class _Citing(Protocol):
    @property
    def citations(self) -> tuple[CitationNumber, ...]: ...


class Citation(_Frozen):
    """Where a statement comes from: a quote that code has compared with the stored section."""

    n: CitationNumber
    id: str  # of the clause or card
    document: str
    title: str
    version: str
    locator: str
    quote: str = Field(min_length=1)  # == stored section text[start:end]
    start: int = Field(ge=0)
    end: int = Field(ge=1)
    source_class: SourceClass
    grade: Grade | None = None
    quote_kind: Literal["original", "restated"]
    status: Standing
    verified: bool
    language: Language = "ja"
    is_excerpt: bool = False
    is_sample: bool = False  # 見本の規程


class Statement(_Frozen):
    """One sentence or two that the answer says, with what it rests on."""

    kind: StatementKind = "sourced"
    text: str = Field(min_length=1)
    citations: tuple[CitationNumber, ...] = ()

    @model_validator(mode="after")
    def _only_a_notice_may_be_uncited(self) -> Self:
        if self.kind != "notice" and not self.citations:
            raise ValueError(f"a {self.kind} statement needs a citation: {self.text[:40]!r}")
        return self


class Recommendation(Statement):
    """One thing to do, placed in the framework."""

    step: int = Field(ge=1, le=3)
    indicator: IndicatorId | None = None


class PolicyStatement(Statement):
    """What the company's rules say, with the clause."""

    verdict: Verdict


class ApprovalRoute(_Frozen):
    """Who decides, computed from the rules; `if` is null when nothing had to be assumed."""

    condition: str | None = Field(default=None, alias="if", serialization_alias="if")
    amount_jpy: int | None = Field(default=None, ge=0)
    calculation: tuple[str, ...] = ()
    approver: str | None = None
    concurrences: tuple[str, ...] = ()
    quotes_required: int | None = None
    conditions: tuple[str, ...] = ()
    kind: StatementKind = "calculated"
    citations: tuple[CitationNumber, ...] = Field(min_length=1)


class Phrase(_Frozen):
    """Something to say in a meeting, with one likely objection and a reply."""

    language: Language
    register_: Register = Field(alias="register", serialization_alias="register")
    listener: Listener
    text: str = Field(min_length=1)
    objection: str = ""
    reply: str = ""
    kind: StatementKind = "advice"
    citations: tuple[CitationNumber, ...] = Field(min_length=1)


class NextAction(_Frozen):
    """Who does what by when."""

    what: str = Field(min_length=1)
    who: str = ""
    when: str = ""
    kind: StatementKind = "advice"
    citations: tuple[CitationNumber, ...] = Field(min_length=1)


class Timings(_Frozen):
    """Milliseconds spent, by part."""

    understand: float = 0.0
    retrieve: float = 0.0
    advise: float = 0.0
    total: float = 0.0


class Advice(_Frozen):
    """The whole answer."""

    id: str = ""
    question: str
    language: Language
    as_of: date
    intents: tuple[Intent, ...] = ()
    steps: tuple[int, ...] = ()
    state: State
    abstained: Abstained
    reason: str = ""
    summary: Statement
    key_points: tuple[Statement, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    policy: tuple[PolicyStatement, ...] = ()
    approval_routes: tuple[ApprovalRoute, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    next_actions: tuple[NextAction, ...] = ()
    counter_views: tuple[Statement, ...] = ()
    missing: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    removed: int = Field(default=0, ge=0)
    citations: tuple[Citation, ...] = ()
    markdown: str = ""
    drafted_by: str = "none"
    timings_ms: Timings = Timings()
    trace_id: str = ""

    @model_validator(mode="after")
    def _every_number_names_a_citation(self) -> Self:
        known = {citation.n for citation in self.citations}
        parts: tuple[_Citing, ...] = (
            self.summary, *self.key_points, *self.recommendations, *self.policy, *self.approval_routes,
            *self.phrases, *self.next_actions, *self.counter_views,
        )  # fmt: skip
        dangling = {n for part in parts for n in part.citations} - known
        if dangling:
            raise ValueError(f"citations {sorted(dangling)} are not listed")
        return self
