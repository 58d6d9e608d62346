"""`sandan tour`: one real question on the shipped corpus, then how to go on."""

import click

from bot.surfaces.cli.advice_view import describe_advice
from bot.surfaces.cli.ask import AskOptions, answer_line
from bot.surfaces.cli.batches import AskLine
from bot.surfaces.cli.blocks import Block, Item, print_blocks
from bot.surfaces.cli.desk import Launcher
from bot.surfaces.cli.printing import open_console, show_progress
from knowledge.documents.document import EVERYONE, Language

_QUESTIONS: dict[Language, str] = {
    "ja": "うちのような中堅製造業はどう動けばよいですか",
    "en": "How should a mid-sized manufacturer like ours proceed with AI?",
}
_HINTS: dict[Language, Block] = {
    "ja": Block(
        heading="次に試すこと",
        items=(
            Item(text='ほかの質問をする: .venv/bin/sandan ask "PoCはいくらまで現場で決められますか"'),
            Item(text="自社の規程を入れる: .venv/bin/sandan ingest 規程フォルダー --class policy"),
            Item(text="環境を確かめる: .venv/bin/sandan doctor"),
            Item(
                text="Slack につなぐ: SLACK_BOT_TOKEN と SLACK_APP_TOKEN を設定して "
                ".venv/bin/sandan serve --slack socket（手順は README、設定は deploy/settings.env.example）"
            ),
        ),
    ),
    "en": Block(
        heading="What to try next",
        items=(
            Item(text='Ask something else: .venv/bin/sandan ask "How much may a PoC cost?"'),
            Item(text="Put in your own rules: .venv/bin/sandan ingest FOLDER --class policy"),
            Item(text="Check this machine: .venv/bin/sandan doctor"),
            Item(
                text="Connect Slack: set SLACK_BOT_TOKEN and SLACK_APP_TOKEN, then run "
                ".venv/bin/sandan serve --slack socket (steps in the README, settings in "
                "deploy/settings.env.example)"
            ),
        ),
    ),
}


@click.command()
@click.option("--lang", type=click.Choice(["ja", "en"]), default="ja", show_default=True)
@click.pass_obj
def tour(launcher: Launcher, /, *, lang: Language) -> None:
    """Answer one question on the shipped corpus, and say how to go on."""
    line = AskLine(question=_QUESTIONS[lang])
    options = AskOptions(reader=frozenset({EVERYONE}), scope="bundled", lang=lang)
    with show_progress() as progress, launcher.open_desk(progress) as desk:
        advice = answer_line(desk, line, options, today=launcher.today())
    question = Block(heading=f"> {line.question}", items=())
    print_blocks(open_console(), (question, *describe_advice(advice), _HINTS[lang]))
    if advice.state == "failed":
        raise click.exceptions.Exit(1)
