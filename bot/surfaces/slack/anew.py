"""The button under an edited question: take the old answer back and answer the new text."""

from slack_bolt import App

from bot.surfaces.slack.asking import Body, channel_of, team_of, user_of
from bot.surfaces.slack.buttons import ANSWER_ANEW
from bot.surfaces.slack.clicks import Ack, Clicks
from bot.surfaces.slack.withdrawing import Withdrawals
from bot.surfaces.slack.words import words_for
from knowledge.documents.document import Language


def register_answering_anew(app: App, clicks: Clicks, withdrawals: Withdrawals) -> None:
    """Register the button on a Bolt app."""

    def answer_anew(body: Body, language: Language) -> None:
        ts, channel = str(body["actions"][0]["value"]), channel_of(body)
        message = withdrawals.replace(team=team_of(body), user=user_of(body), channel=channel, ts=ts)
        if message is None:
            clicks.whisper(body, words_for(language).edit_gone, language)
            return
        clicks.asker.reception.keep(message)
        clicks.asker.wake()

    @app.action(ANSWER_ANEW)
    def on_click(ack: Ack, body: Body) -> None:
        clicks.handle(ack, body, answer_anew)
