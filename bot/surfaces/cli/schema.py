"""`sandan schema`: the JSON schema of what each command prints with `--json`, out of the types themselves."""

import json

import click
from pydantic import BaseModel

from bot.advisor.advice import Advice
from bot.advisor.meeting import PhraseReply
from bot.advisor.saying_back_reply import CheckReply
from bot.digest.explaining import Explanation
from bot.evaluation.totals import ScoreSheet
from bot.surfaces.cli.care_desk import BackupReport, ErasureReport, RestoreReport
from bot.surfaces.cli.digest_reports import (
    PreviewReport,
    ProfileReport,
    RankReply,
    RunReport,
    SubscriptionReport,
    TasksReport,
)
from bot.surfaces.cli.render import RenderReply
from bot.surfaces.cli.reports import (
    DoctorReport,
    DocumentDetails,
    DocumentList,
    IngestReport,
    Removal,
    SearchReply,
)
from bot.surfaces.cli.watching import WatchReport

SCHEMAS: dict[str, type[BaseModel]] = {
    "answer": Advice,
    "phrases": PhraseReply,
    "check": CheckReply,
    "search": SearchReply,
    "ingest": IngestReport,
    "ingest_watch": WatchReport,
    "documents": DocumentList,
    "document": DocumentDetails,
    "removal": Removal,
    "doctor": DoctorReport,
    "evaluation": ScoreSheet,
    "digest_rank": RankReply,
    "digest_preview": PreviewReport,
    "digest_run": RunReport,
    "digest_subscription": SubscriptionReport,
    "digest_tasks": TasksReport,
    "digest_why": Explanation,
    "profile": ProfileReport,
    "rendered": RenderReply,
    "erasure": ErasureReport,
    "backup": BackupReport,
    "restoration": RestoreReport,
}


@click.command()
@click.argument("name", type=click.Choice(tuple(SCHEMAS)))
def schema(name: str) -> None:
    """Print the JSON schema of NAME: what a command prints with --json."""
    described = SCHEMAS[name].model_json_schema(by_alias=True, mode="serialization")
    click.echo(json.dumps(described, ensure_ascii=False, indent=2))
