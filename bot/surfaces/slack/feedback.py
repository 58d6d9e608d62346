"""What people thought of an answer: kept by person, so that it is erased with the person."""

from pydantic import AwareDatetime, BaseModel, ConfigDict

from bot.surfaces.slack.ports import Notes


class Feedback(BaseModel):
    """One opinion; a later one on the same answer takes its place."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    job: str  # of the answer
    is_good: bool
    reason: str = ""
    comment: str = ""
    at: AwareDatetime


def keep_feedback(notes: Notes, feedback: Feedback, *, team: str, user: str) -> None:
    """Keep an opinion."""
    notes.keep_note(f"{_prefix(team, user)}{feedback.job[:40]}", feedback.model_dump_json())


def _prefix(team: str, user: str) -> str:
    return f"slack-feedback:{team[:12]}:{user[:12]}:"
