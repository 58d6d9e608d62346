"""Whatever is said of a file is said in the reader's language, remedy and all."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import bot.generated_phrasings
import bot.ingestion
import knowledge.documents.intake
import knowledge.documents.loaders.kinds
from bot.surfaces.intake_words import say_reason, say_warning
from knowledge.documents.intake import IntakeOptions
from knowledge.documents.loaders.load import load_file
from tests.integration.office_files import Sample, office_folder

_LOADERS = sorted(Path(knowledge.documents.loaders.kinds.__file__).parent.glob("*.py"))
_FILES = [*_LOADERS, Path(knowledge.documents.intake.__file__), Path(bot.ingestion.__file__)]
_NOT_SHOWN = {"a load report holds either documents or problems"}  # says that a program is wrong
_KANA = re.compile("[ぁ-ん]")


def _written(node: ast.expr) -> str | None:
    """The sentence that an expression writes, with something put in where it has places."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(one.value) if isinstance(one, ast.Constant) else "X1" for one in node.values)
    return None


def _problems(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", "")
        if name.endswith("Error") or name == "Problem":
            words = [
                *node.args[:1],
                *(one.value for one in node.keywords if one.arg in {"message", "remedy"}),
            ]
            yield from (text for one in words if (text := _written(one)) and " " in text)


def _noted(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Yield) and node.value is not None and (text := _written(node.value)):
            is_sentence = re.search(r"[a-z]{3,} [a-z]{2,}", text) is not None
            yield from [text] if is_sentence else []


def test_every_problem_and_remedy_of_the_loaders_has_japanese_words() -> None:
    said = {text for path in _FILES for text in _problems(path)} - _NOT_SHOWN
    remedies = {remedy for _, _, remedy in knowledge.documents.loaders.kinds._NOT_READ}

    untranslated = [one for one in sorted(said | remedies) if not _KANA.search(say_warning(one, "ja"))]

    assert len(said) > 80
    assert untranslated == []


def test_every_note_of_the_loaders_has_japanese_words() -> None:
    said = {text for path in _FILES for text in _noted(path)}

    untranslated = [one for one in sorted(said) if not _KANA.search(say_warning(one, "ja"))]

    assert len(said) > 10
    assert untranslated == []


@pytest.mark.parametrize("sample", [one for one in office_folder() if one.problem], ids=lambda one: one.name)
def test_a_refused_file_is_refused_in_japanese_words(sample: Sample, tmp_path: Path) -> None:
    path = tmp_path / sample.name
    path.write_bytes(sample.content)
    [problem] = load_file(path, IntakeOptions()).problems

    said = say_reason(f"{problem.message}; {problem.remedy}", "ja")

    assert said.endswith("ください。")
    assert not re.search(r"[a-z]{3,} [a-z]{2,}", said)


def test_several_problems_keep_their_lines_and_what_is_put_in_stays_as_it_is() -> None:
    reason = "line 3: the id '{b}' stands already on line 1; make ids unique | line 9: the text is empty; ?"

    said = say_reason(reason, "ja")

    assert said.startswith("3 行目: ID '{b}' は 1 行目にもあります。ID の重複をなくしてください。 / 9 行目: ")
    assert say_reason(reason, "en") == reason


def test_what_is_not_known_stays_as_it_is_and_a_document_keeps_its_name() -> None:
    assert say_warning("something nobody wrote", "ja") == "something nobody wrote"
    assert say_warning("rules@2: version 2 was read from the text", "ja") == (
        "rules@2: 版 2（本文から読み取りました）"
    )
