"""The names a company's own rules use are collected, and its questions are understood with them."""

import pytest

from bot.advisor.rules.reading import read_rules
from bot.advisor.vocabulary import Vocabulary, build_vocabulary
from knowledge.documents.document import Document, Shelf, SourceClass
from knowledge.documents.intake import IntakeOptions
from knowledge.documents.loaders.load import load_paths
from tests.unit.rules.shelf import POLICIES, sample_documents
from tests.unit.understood import understood


def _documents(company: str) -> list[Document]:
    options = IntakeOptions(source_class=SourceClass.POLICY, shelf=Shelf.OWN)
    reports = load_paths(sorted(POLICIES.glob(f"{company}_*.md")), options)
    return [document for report in reports for document in report.documents]


def _vocabulary(company: str) -> Vocabulary:
    documents = _documents(company)
    return build_vocabulary([read_rules(one) for one in documents], documents)


def test_the_samples_names_are_collected() -> None:
    documents = sample_documents()

    vocabulary = build_vocabulary([read_rules(one) for one in documents], documents)

    assert {"品質保証部", "人事総務部", "情報システム課", "生産技術部"} <= set(vocabulary.departments)
    assert "外部" not in vocabulary.departments
    assert vocabulary.class_labels == ("極秘", "秘", "社外秘", "公開")
    assert {"課長", "部長", "社長"} <= set(vocabulary.officers)
    assert "社内AI環境" in vocabulary.terms
    [rules] = [one for one in vocabulary.documents if one.id == "ai-use-policy"]
    assert rules.versions == ("2", "3")
    assert rules.titles[0] == "ai利用規程"


@pytest.mark.parametrize(
    ("company", "departments", "labels"),
    [
        ("foundry", {"設計部", "情報企画室"}, ("特定機密", "機密", "部外秘", "一般")),
        (
            "harbourline",
            {"Food Safety Team", "Human Resources Department"},
            ("Restricted", "Confidential", "Internal", "Public"),
        ),
        ("naruse", {"品質管理部", "研究所"}, ()),
    ],
)
def test_another_companys_names_are_collected(
    company: str, departments: set[str], labels: tuple[str, ...]
) -> None:
    vocabulary = _vocabulary(company)

    assert departments <= set(vocabulary.departments)
    assert vocabulary.class_labels == labels


@pytest.mark.parametrize(
    ("company", "text", "department", "labels"),
    [
        ("foundry", "設計部ですが、「特定機密」の図面を社内AIに入れていいですか", "設計部", ("特定機密",)),
        ("foundry", "設計の者です。部外秘の資料を外部AIに貼っていい?", "設計部", ("部外秘",)),
        (
            "harbourline",
            "I work in the Food Safety Team. May we upload Restricted data to ChatGPT?",
            "Food Safety Team",
            ("Restricted",),
        ),
        ("naruse", "品管ですが、試験結果を社外のAIに送れますか", "品質管理部", ()),
    ],
)
def test_a_question_is_understood_in_another_companys_words(
    company: str, text: str, department: str, labels: tuple[str, ...]
) -> None:
    situation = understood(text, vocabulary=_vocabulary(company))

    assert situation.asker_department == department
    assert (situation.use.class_labels if situation.use else None) == labels


@pytest.mark.parametrize(
    ("company", "asker", "position", "department"),
    [
        ("hayate", "支社長", "支社長", None),
        ("harbourline", "Department Head, Food Safety Team", "Department Head", "Food Safety Team"),
        ("naruse", "品質管理部 主任", "主任", "品質管理部"),
        ("rheintal", "Site Director", "Site Director", None),
    ],
)
def test_titles_are_the_companys_own(company: str, asker: str, position: str, department: str | None) -> None:
    situation = understood("決裁は誰ですか", asker=asker, vocabulary=_vocabulary(company))

    assert (situation.asker_position, situation.asker_department) == (position, department)
