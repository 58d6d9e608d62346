"""Read JSON lines: one row is one section with its own id; rows of one document version belong together."""

import json
from collections.abc import Iterator

from knowledge.documents.canonical import canonical_text
from knowledge.documents.intake import IntakeError, Problem
from knowledge.documents.loaders.draft import Draft, DraftSection, Particulars
from knowledge.documents.loaders.particulars import PARTICULAR_KEYS, read_particulars
from knowledge.documents.numbering import is_supplement_name, read_number

_ROW_KEYS = frozenset({"id", "text", "clause_title", "heading", "locator"})
_MAX_REPORTED = 20
_MAX_ID_CHARS = 200
_Key = tuple[str | None, str | None]


class BadRowError(IntakeError):
    """A line is no row that can be read."""

    code = "bad_row"


class BadRowsError(Exception):
    """Lines of a file cannot be read, so that none is taken."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(f"{len(problems)} rows cannot be read")
        self.problems = problems


class _Rows:
    """Rows while they are gathered into documents."""

    def __init__(self) -> None:
        self.sections: dict[_Key, list[DraftSection]] = {}
        self.particulars: dict[_Key, Particulars] = {}
        self.lines: dict[str, int] = {}
        self.unknown: set[str] = set()

    def take(self, line: str, number: int) -> None:
        row = _parse(line)
        identity, text = _required(row, "id"), canonical_text(_required(row, "text"))
        if not text.strip():
            raise BadRowError("the text is empty", remedy="give the row a text, or take it out")
        if len(identity) > _MAX_ID_CHARS:
            raise BadRowError("the id is too long", remedy=f"use at most {_MAX_ID_CHARS} characters")
        if identity in self.lines:
            raise BadRowError(
                f"the id {identity!r} stands already on line {self.lines[identity]}", remedy="make ids unique"
            )
        known = {key: row[key] for key in PARTICULAR_KEYS & row.keys()}
        particulars, _ = read_particulars(known, where="row")
        key = (particulars.document, particulars.version)
        self.lines[identity] = number
        self.unknown |= row.keys() - PARTICULAR_KEYS - _ROW_KEYS
        self.sections.setdefault(key, []).append(_as_section(row, identity, text, particulars.title))
        former = self.particulars.get(key)
        self.particulars[key] = particulars if former is None else _agree(former, particulars)

    def drafts(self) -> Iterator[Draft]:
        warnings: tuple[str, ...] = ()
        if self.unknown:
            warnings = (f"unknown keys were left out: {', '.join(sorted(self.unknown))[:200]}",)
        for key, sections in self.sections.items():
            titles = {section.title for section in sections}
            shared = titles.pop() if len(titles) == 1 else None
            yield Draft(
                particulars=self.particulars[key].model_copy(update={"title": shared}),
                sections=tuple(sections),
                warnings=warnings,
            )


def read_rows(raw: str) -> tuple[Draft, ...]:
    """Read the rows of a file into drafts, one for each document version named in them.

    Args:
        raw: As decoded: one JSON object a line, blank lines allowed. Keys: id and text; title,
            clause_title or heading, locator, and those of `read_particulars`.

    Returns:
        Drafts in order of first appearance; none for a blank file.

    Raises:
        BadRowsError: With up to 20 bad lines, if there is any: nothing is read then.
    """
    rows = _Rows()
    problems: list[Problem] = []
    for number, line in enumerate(raw.split("\n"), start=1):
        if not line.strip() or len(problems) >= _MAX_REPORTED:
            continue
        try:
            rows.take(line, number)
        except IntakeError as error:
            problems.append(error.as_problem().model_copy(update={"line": number}))
    if problems:
        raise BadRowsError(tuple(problems))
    return tuple(rows.drafts())


def _parse(line: str) -> dict[str, object]:
    try:
        row = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise BadRowError("the line is not JSON", remedy="write one JSON object per line") from error
    if not isinstance(row, dict):
        raise BadRowError("the line is not a JSON object", remedy='write {"id": …, "text": …}')
    return row


def _required(row: dict[str, object], key: str) -> str:
    value = row.get(key)
    if isinstance(value, int) and not isinstance(value, bool) and key == "id":
        value = str(value)
    if not isinstance(value, str) or not value.strip():
        raise BadRowError(f"the key {key!r} is missing or no text", remedy='write {"id": …, "text": …}')
    return canonical_text(value).strip() if key == "id" else value


def _optional(row: dict[str, object], *keys: str) -> str:
    value = next((row[key] for key in keys if isinstance(row.get(key), str)), "")
    return canonical_text(str(value)).strip()[:500]


def _as_section(row: dict[str, object], identity: str, text: str, title: str | None) -> DraftSection:
    heading = _optional(row, "clause_title", "heading")
    number = read_number(heading) if heading else None
    return DraftSection(
        id=identity,
        text=text,
        heading=heading,
        locator=_optional(row, "locator") or (number.number if number else identity),
        title=title,
        is_supplement=is_supplement_name(heading),
    )


def _agree(former: Particulars, latter: Particulars) -> Particulars:
    """Rows of one version must say the same; a date that only one of them gives holds for all."""
    for name, value in latter:
        said = getattr(former, name)
        # Silence must not widen who may read a row, nor lend it another row's authority.
        may_be_silent = name not in {"audience", "source_class"} and None in (said, value)
        if name != "title" and said != value and not may_be_silent:
            raise BadRowError(
                f"{name} differs from that of earlier rows of the same document version",
                remedy="give rows of one document and version the same particulars",
            )
    return former.or_else(latter)
