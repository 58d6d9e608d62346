"""What the company's rules say about one question, as the policy part of the advisor found it."""

from dataclasses import dataclass

from bot.advisor.advice import ApprovalRoute, NextAction, PolicyStatement, Statement


@dataclass(frozen=True)
class PolicyFinding:
    """Statements about rules with what follows from them; empty when the rules say nothing."""

    summary: Statement | None = None  # the conclusion, when the rules decide the question
    statements: tuple[PolicyStatement, ...] = ()
    routes: tuple[ApprovalRoute, ...] = ()
    next_actions: tuple[NextAction, ...] = ()
    missing: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    steps: tuple[int, ...] = ()
    is_open: bool = False  # a part of the question is not covered by any clause

    @property
    def leads(self) -> bool:
        """Tell whether the rules give the conclusion."""
        return self.summary is not None
