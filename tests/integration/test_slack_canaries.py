"""Documents with words that stand nowhere else: who may not read one never meets its word.

Five audiences, four readers, six kinds of file; all of it real but Slack: files read apart, the record, the
index, retrieval and the answer.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from slack_sdk import WebClient

from bot.advisor.question import Question
from bot.settings import Settings
from bot.surfaces.slack.audiences_membership import Membership
from bot.surfaces.slack.audiences_rights import Rights
from bot.surfaces.slack.documents_desk import intake_options
from bot.wiring.service import Service, running_service
from knowledge.documents.document import EVERYONE, Shelf
from knowledge.documents.intake import IntakeOptions
from tests.fake_slack.directory import Channel
from tests.fake_slack.server import FakeSlack
from tests.fake_slack.workspace import TEAM
from tests.integration import page_files, sheet_files, text_files, word_files
from tests.integration.company_texts import Clause, Rules

DAY = date(2026, 9, 15)
AUDIENCES = {
    "everyone": EVERYONE,
    "workspace": f"slack:{TEAM}",
    "channel": f"slack:{TEAM}:C0BOARD",
    "group": f"slack:{TEAM}:S0FINANCE",
    "neighbour": "slack:T9NEIGHBOUR",
}
KINDS: dict[str, Callable[[Rules], bytes]] = {
    "md": text_files.markdown,
    "html": text_files.page,
    "csv": partial(sheet_files.limits_csv, encoding="utf-8"),
    "docx": word_files.typed,
    "xlsx": sheet_files.clauses_sheet,
    "pdf": page_files.clauses_over_pages,
}
MAY_READ = {
    "chief": {"everyone", "workspace", "channel", "group"},
    "clerk": {"everyone", "workspace", "group"},
    "guest": {"everyone", "channel"},
    "board": {"everyone", "channel"},  # the channel itself, in which the guest is
}
QUERIES = 10_000
ANSWERS = 200
_ANIMALS = ("青蛙", "白鷺", "黒豹", "赤狐", "金魚")
_PLACES = ("礁", "峠", "洞", "沼", "崖", "浜")

pytestmark = pytest.mark.slow


def canary(audience: str, kind: str) -> str:
    """Give the word that stands in one document only."""
    at, of = list(AUDIENCES).index(audience), list(KINDS).index(kind)
    return f"{_ANIMALS[at]}{_PLACES[of]}{at}{of}号"


def rules_with(word: str) -> Rules:
    """Make rules that are alike for all audiences, but for one word."""
    clauses = (
        Clause("目的", f"この規程は、{word}計画の進め方を定める。"),
        Clause("担当", f"{word}計画の責任者は、生産技術部の{word}担当とする。"),
        Clause("上限", f"{word}計画の費用は、1件あたり{len(word)}00万円を上限とする。"),
    )
    rows = ((f"{word}試行", "45万円", "課長"), (f"{word}本番", "730万円", "部長"))
    table = (("区分", "上限額", "承認者"), *rows)
    start = "附則 この規程は、2026年4月1日から施行する。"
    return Rules("canary", "ja", f"{word}計画規程", clauses, table, start, "2026-04-01")


@dataclass(frozen=True)
class Office:
    """A service that holds thirty documents, and the rights of four readers."""

    service: Service
    readers: dict[str, frozenset[str]]

    def search(self, query: str, reader: str, k: int = 10) -> str:
        """Give all that is found for a reader, as text."""
        finding = self.service.conversation.retriever().retrieve(
            query,
            language="ja",
            audiences=self.readers[reader],
            shelves=frozenset(Shelf),
            document_keys=None,
            k=k,
        )
        return "\n".join(one.model_dump_json() for one in finding.passages)

    def answer(self, query: str, reader: str) -> str:
        """Give the whole answer for a reader, as text without the question."""
        question = Question(text=query, as_of=DAY, audiences=self.readers[reader])
        advice = self.service.conversation.answer(question)
        return advice.model_dump_json(exclude={"question"})


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    settings = Settings(home=folder / "home")
    with FakeSlack() as fake, running_service(settings, lambda *_: None, today=lambda: DAY) as service:
        for audience, name in AUDIENCES.items():
            for kind, make in KINDS.items():
                path = folder / audience / f"計画.{kind}"
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(make(rules_with(canary(audience, kind))))
                details = {"audience": f"{name}", "class": "policy"}
                report = service.owner.ingest([path], _options(path, details), lambda *_: None)
                assert report.failed == 0, report
        yield Office(service, _readers(fake, service))


def _options(path: Path, details: dict[str, str]) -> IntakeOptions:
    """Name a document by its kind too: here six files of one name are six documents."""
    made = intake_options(path, details)
    return made.model_copy(update={"document": f"{made.document}-{path.suffix[1:]}"})


def _readers(fake: FakeSlack, service: Service) -> dict[str, frozenset[str]]:
    directory = fake.workspace.directory
    directory.people = {"U0GUEST": {"is_restricted": True}, "U0BOT": {"is_bot": True}}
    directory.channels["C0BOARD"] = Channel({"U0CHIEF", "U0GUEST", "U0BOT"}, is_private=True)
    directory.groups["S0FINANCE"] = {"U0CHIEF", "U0CLERK"}
    client = WebClient(token="xoxb-fake", base_url=fake.api_url, retry_handlers=[])
    client.proxy = None
    rights = Rights(Membership(client), service.library.audiences)
    return {
        "chief": rights.of_person(TEAM, "U0CHIEF"),
        "clerk": rights.of_person(TEAM, "U0CLERK"),
        "guest": rights.of_person(TEAM, "U0GUEST"),
        "board": rights.of_channel(TEAM, "C0BOARD"),
    }


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("reader", MAY_READ)
def test_a_reader_meets_a_word_exactly_where_they_may(
    office: Office, reader: str, audience: str, kind: str
) -> None:
    word = canary(audience, kind)
    query = f"{word}計画の責任者は誰ですか"

    found = office.search(query, reader)
    said = office.answer(query, reader)

    may_read = audience in MAY_READ[reader]
    assert (word in found) == may_read
    assert may_read or word not in said


def test_ten_thousand_queries_meet_no_word_that_is_not_theirs(office: Office) -> None:
    chance = random.Random(20260915)
    texts = {name: _texts(name) for name in AUDIENCES}
    seen = 0

    for number in range(QUERIES):
        reader = chance.choice(list(MAY_READ))
        hidden = [one for one in AUDIENCES if one not in MAY_READ[reader]]
        words = [canary(audience, kind) for audience in hidden for kind in KINDS]
        query = _piece(chance, texts[chance.choice(hidden)])
        met = office.search(query, reader, k=20)
        if number < ANSWERS:
            met += office.answer(query, reader)
        seen += sum(word in met for word in words)

    assert seen == 0


def test_no_link_or_modal_opens_what_a_reader_may_not_read(office: Office) -> None:
    library = office.service.library

    opened = {}
    for reader, audiences in office.readers.items():
        held = library.holdings(audiences, library.shelves("all", audiences)).documents
        opened[reader] = {one.audience for one in held}

    assert opened == {reader: {AUDIENCES[one] for one in allowed} for reader, allowed in MAY_READ.items()}


def _texts(audience: str) -> str:
    return "。".join(clause.text for kind in KINDS for clause in rules_with(canary(audience, kind)).clauses)


def _piece(chance: random.Random, text: str) -> str:
    """Cut any piece out of a hidden document, as a question or as it stands."""
    start = chance.randrange(len(text) - 12)
    piece = text[start : start + chance.randrange(8, 40)]
    asked = (f"{piece}とは何ですか", f"{piece}の責任者は誰ですか", f"「{piece}」を全文で示して")
    return chance.choice((piece, *asked))
