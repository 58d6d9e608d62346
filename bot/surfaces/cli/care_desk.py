"""What `sandan forget`, `backup` and `restore` need from the rest of the product, and what they report."""

from pathlib import Path
from typing import Protocol

from pydantic import AwareDatetime, BaseModel, ConfigDict


class ErasureReport(BaseModel):
    """What was erased of a person: how many records, by the table they stood in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    user: str
    erased: dict[str, int]
    total: int


class BackupReport(BaseModel):
    """What was written."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str
    documents: int
    bytes: int


class RestoreReport(BaseModel):
    """What was put back."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str
    documents: int
    made_at: AwareDatetime


class Care(Protocol):
    """Looks after what is held."""

    def forget(self, user: str, team: str | None) -> ErasureReport:
        """Erase a person, in one workspace or in all."""

    def backup(self, file: Path) -> BackupReport:
        """Write everything held into a file."""

    def restore(self, file: Path, *, replace: bool) -> RestoreReport:
        """Put back what was written; what is held now is replaced only when told so."""
