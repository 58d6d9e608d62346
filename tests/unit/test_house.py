"""The house rules that no other tool checks: lengths of modules and bodies, and what the README promises."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted(
    path for package in ("bot", "retrieval", "knowledge") for path in (ROOT / package).rglob("*.py")
)
MAX_MODULE_LINES = 300
MAX_BODY_LINES = 40


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_module_has_at_most_300_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_MODULE_LINES


def test_a_module_of_tests_has_at_most_300_lines() -> None:
    lengths = {
        _name(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in (ROOT / "tests").rglob("*.py")
    }

    assert [name for name, length in lengths.items() if length > MAX_MODULE_LINES] == []


def test_a_function_body_has_at_most_40_lines() -> None:
    too_long = [
        f"{_name(path)}:{node.lineno} {node.name}"
        for path in MODULES
        if "migrations" not in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _body_lines(node) > MAX_BODY_LINES
    ]

    assert not too_long


def test_no_module_is_named_after_nothing() -> None:
    banned = {"utils", "helpers", "common", "base", "manager", "models"}

    assert not [_name(path) for path in MODULES if path.stem in banned]


def test_a_package_says_what_it_is_and_nothing_else() -> None:
    loud = []
    for path in MODULES:
        if path.name == "__init__.py":
            body = ast.parse(path.read_text(encoding="utf-8")).body
            is_docstring = len(body) == 1 and isinstance(body[0], ast.Expr)
            loud += [] if is_docstring else [_name(path)]

    assert not loud


def test_every_command_of_the_readme_exists() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))

    named = set(re.findall(r"`?make ([a-z]+)", readme))

    assert named
    assert named <= targets


def test_every_document_that_is_linked_exists() -> None:
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]
    broken = [
        f"{page.name}: {target}"
        for page in pages
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]

    assert not broken


def test_every_direct_dependency_is_justified() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    listed = re.search(r"^dependencies = \[(.*?)^\]", project, re.MULTILINE | re.DOTALL)
    assert listed
    decisions = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8")

    names = re.findall(r'"([A-Za-z0-9_-]+)', listed[1])

    assert not [name for name in names if not re.search(rf"\b{re.escape(name)}\b", decisions)]


def _body_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1
