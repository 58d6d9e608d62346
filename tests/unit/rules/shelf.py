"""The sample company's rules and those of other companies, as the rule tests read them."""

from datetime import date
from functools import lru_cache
from pathlib import Path

from bot.advisor.amounts import find_amounts
from bot.advisor.rules.company_rules import CompanyRules, rules_on
from bot.advisor.rules.reading import read_rules
from bot.advisor.situation import Purchase
from knowledge.documents.bundled import load_bundled
from knowledge.documents.document import Document, Shelf, SourceClass
from knowledge.documents.intake import IntakeOptions
from knowledge.documents.loaders.load import load_paths

POLICIES = Path(__file__).parent / "policies"
TODAY = date(2026, 11, 25)
AFTER_THE_CHANGE = date(2027, 4, 1)


@lru_cache(maxsize=1)
def sample_documents() -> tuple[Document, ...]:
    return tuple(one for one in load_bundled() if one.source_class in ("policy", "external"))


@lru_cache(maxsize=16)
def sample_rules(day: date = TODAY) -> CompanyRules:
    documents = sample_documents()
    return rules_on(documents, {one.key: read_rules(one) for one in documents}, day)


@lru_cache(maxsize=16)
def rules_of(company: str, day: date = TODAY) -> CompanyRules:
    options = IntakeOptions(source_class=SourceClass.POLICY, shelf=Shelf.OWN)
    reports = load_paths(sorted(POLICIES.glob(f"{company}_*.md")), options)
    documents = [document for report in reports for document in report.documents]
    return rules_on(documents, {one.key: read_rules(one) for one in documents}, day)


def rules_from(folder: Path, text: str, day: date = TODAY) -> CompanyRules:
    """Read the rules of one text, as a company's only policy."""
    path = folder / "policy.md"
    path.write_text(f"# Policy\n\n## 1 Spending\n{text}\n", encoding="utf-8")
    options = IntakeOptions(source_class=SourceClass.POLICY, shelf=Shelf.OWN, effective_from=date(2020, 1, 1))
    documents = [document for report in load_paths([path], options) for document in report.documents]
    return rules_on(documents, {one.key: read_rules(one) for one in documents}, day)


def a_purchase(amount: str = "", *kinds: str, **facts: object) -> Purchase:
    return Purchase.model_validate(
        {"amounts": find_amounts(amount), "kinds": kinds or ("ai",), **facts},
    )
