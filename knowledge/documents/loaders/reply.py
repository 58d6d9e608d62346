"""What the process that reads a file says to the one that asked, and how much it may use."""

from pydantic import BaseModel, ConfigDict, Field

from knowledge.documents.intake import Problem
from knowledge.documents.loaders.draft import Draft
from knowledge.documents.loaders.kinds import Kind


class Limits(BaseModel):
    """What one file may cost."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    address_bytes: int = Field(default=768 * 1024 * 1024, gt=0)
    cpu_seconds: int = Field(default=20, gt=0)
    wall_seconds: float = Field(default=30.0, gt=0)
    text_chars: int = Field(default=2_000_000, gt=0)
    sections: int = Field(default=20_000, gt=0)
    reply_bytes: int = Field(default=16_000_000, gt=0)
    written_bytes: int = Field(default=32_000_000, gt=0)  # each file in the process's own folder


class Request(BaseModel):
    """One file to read; its bytes come on standard input."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Kind
    limits: Limits = Limits()


class Reply(BaseModel):
    """A draft, or the reason why there is none."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Kind
    draft: Draft | None = None
    problem: Problem | None = None
