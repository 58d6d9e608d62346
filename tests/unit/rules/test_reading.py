"""What the grammar reads is what a person finds in the text: nothing is missing, nothing invented.

The lists in `expected/` were written from the policies, before their rules were printed.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from bot.advisor.rules.reading import read_rules
from knowledge.documents.bundled import load_bundled
from knowledge.documents.document import Document, Shelf, SourceClass
from knowledge.documents.intake import IntakeOptions
from knowledge.documents.loaders.load import load_file
from tests.unit.rules.signatures import compare

_HERE = Path(__file__).parent
# Policies of these tests, and of the question sets as far as a reader listed their rules.
_FOLDERS = (_HERE / "policies", _HERE.parents[1] / "evaluation" / "companies" / "policies")
_PATHS = {path.stem: path for folder in _FOLDERS for path in folder.glob("*.md")}
_POLICIES = sorted(one for one in _PATHS if (_HERE / "expected" / f"{one}.yaml").exists())
_SAMPLE = yaml.safe_load((_HERE / "expected" / "sample.yaml").read_text(encoding="utf-8"))
# Requirements are compared where a reader listed them; whatever else is a duty is quoted, not computed with.
_OPEN = "requirement"


def _policy(name: str) -> Document:
    options = IntakeOptions(source_class=SourceClass.POLICY)
    [document] = load_file(_PATHS[name], options).documents
    return document


def _sample(key: str) -> Document:
    [document] = [one for one in load_bundled() if one.key == f"sample:{key}"]
    return document


def _differences(document: Document, expected: dict[str, list[str]]) -> Iterator[str]:
    is_sample = document.shelf == Shelf.SAMPLE
    places = {one.id: one.id if is_sample else one.locator for one in document.sections}
    rules = read_rules(document).rules
    for kind in sorted({*expected, *(rule.type for rule in rules)}):
        found = [(places[rule.section], rule) for rule in rules if rule.type == kind]
        result = compare(expected.get(kind, ()), found)
        yield from (f"{kind} is missing: {line}" for line in result.missing)
        if kind != _OPEN:
            yield from (f"{kind} is invented: {line}" for line in result.invented)


@pytest.mark.parametrize("key", sorted(_SAMPLE))
def test_the_samples_rules_are_those_a_reader_finds(key: str) -> None:
    document = _sample(key)

    differences = list(_differences(document, _SAMPLE[key]))

    assert differences == []


@pytest.mark.parametrize("name", _POLICIES)
def test_another_companys_rules_are_those_a_reader_finds(name: str) -> None:
    expected = yaml.safe_load((_HERE / "expected" / f"{name}.yaml").read_text(encoding="utf-8"))

    differences = list(_differences(_policy(name), expected))

    assert differences == []


@pytest.mark.parametrize("name", _POLICIES)
def test_every_rule_stands_where_it_says(name: str) -> None:
    document = _policy(name)

    rules = read_rules(document).rules

    texts = {one.id: one.text for one in document.sections}
    assert [rule for rule in rules if not texts[rule.section][rule.start : rule.end].strip()] == []
    assert [rule for rule in rules if rule.end > len(texts[rule.section])] == []


def test_an_items_text_that_its_list_holds_is_not_listed_as_not_understood() -> None:
    document = _policy("foundry_procurement")

    unread = read_rules(document).unread

    assert unread == ()
