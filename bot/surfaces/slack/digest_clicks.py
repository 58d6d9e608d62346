"""The buttons under news and tasks, and the forms of the digest: what each press does."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from slack_bolt import App

from bot.digest.muting import MuteKind, mute
from bot.digest.settings_form import FormError
from bot.digest.settings_words import TOPICS
from bot.digest.tasks import Task, TaskDraft
from bot.surfaces.slack.asking import Body, team_of, user_of
from bot.surfaces.slack.clicks import form_metadata, submitted_values
from bot.surfaces.slack.digest_desk import DigestDesk, channel_in, place_in, value_in
from bot.surfaces.slack.digest_reading import read_profile_form, read_settings, read_task
from bot.surfaces.slack.digest_showing import CHANGE_TASK, NEXT_STATE
from bot.surfaces.slack.digest_template import MUTE, TASK, UNFIT, WHY
from bot.surfaces.slack.digest_views import (
    MUTE_VIEW,
    PROFILE_VIEW,
    SETTINGS_VIEW,
    TASK_VIEW,
    mute_view,
    task_view,
)
from bot.surfaces.slack.digest_words import tell
from knowledge.documents.document import Language

Ack = Callable[..., Any]
Work = Callable[[Body, Language], None]


@dataclass(frozen=True)
class DigestClicks:
    """Carries out what is pressed and sent."""

    desk: DigestDesk

    def open_task(self, body: Body, language: Language) -> None:
        """Ask for owner and date of a new task, or of the one there is."""
        item = value_in(body)
        draft = self.desk.room.draft_task(place_in(body), item)
        if draft is None:
            self.desk.say(body, tell("no_item", language), language)
            return
        task: TaskDraft = self._task_of(body, item) or draft
        metadata = json.dumps({"channel": channel_in(body), "item": item})
        self.desk.open(body, task_view(task, language, metadata))

    def change_task(self, body: Body, language: Language) -> None:
        """Ask for changes of a task."""
        task = self.desk.room.task(int(value_in(body)))
        if task is None or task.channel != place_in(body):
            self.desk.say(body, tell("no_item", language), language)
            return
        metadata = json.dumps({"channel": channel_in(body), "item": task.item})
        self.desk.open(body, task_view(task, language, metadata))

    def take_task(self, body: Body, language: Language) -> None:
        """Keep a task as the form says."""
        item, values = str(form_metadata(body)["item"]), submitted_values(body)
        task = self._task_of(body, item)
        if task is not None:
            self.desk.room.change_task(task.model_copy(update=read_task(values, task, team=team_of(body))))
            self.desk.say(body, tell("task_changed", language, number=task.number), language)
            return
        draft = self.desk.room.draft_task(place_in(body), item)
        if draft is None:
            self.desk.say(body, tell("no_item", language), language)
            return
        changes = read_task(values, draft, team=team_of(body))
        saved, _ = self.desk.room.save_task(draft.model_copy(update=changes))
        self.desk.label(body, item, is_useful=True)
        self.desk.say(body, tell("task_saved", language, number=saved.number), language)

    def advance_task(self, body: Body, language: Language) -> None:
        """Put a task into the state that follows."""
        task = self.desk.room.task(int(value_in(body)))
        following = task.next_state if task else None
        if task is None or task.channel != place_in(body) or following is None:
            self.desk.say(body, tell("no_item", language), language)
            return
        self.desk.room.change_task(task.model_copy(update={"state": following}))
        self.desk.show_tasks(body, language)

    def judge_unfit(self, body: Body, language: Language) -> None:
        """Keep that an item is of no use to the channel."""
        is_kept = self.desk.label(body, value_in(body), is_useful=False)
        self.desk.say(body, tell("kept_feedback" if is_kept else "not_ranked", language), language)

    def explain(self, body: Body, language: Language) -> None:
        """Say why an item is told."""
        told = self.desk.room.explain(place_in(body), value_in(body))
        self.desk.say(body, told.text if told else tell("no_subscription", language), language)

    def open_mute(self, body: Body, language: Language) -> None:
        """Ask what shall be kept out."""
        item = value_in(body)
        news, topic = self.desk.room.news(item), self.desk.room.topic(place_in(body), item)
        if news is None or self.desk.changeable(body, language) is None:
            if news is None:
                self.desk.say(body, tell("no_item", language), language)
            return
        metadata = json.dumps({"channel": channel_in(body), "item": item})
        self.desk.open(body, mute_view(news, topic, language, metadata))

    def take_mute(self, body: Body, language: Language) -> None:
        """Keep something out of the channel."""
        item = str(form_metadata(body)["item"])
        news, held = self.desk.room.news(item), self.desk.changeable(body, language)
        if news is None or held is None:
            return
        kind: MuteKind = submitted_values(body)["what"]["selected_option"]["value"]
        topic = self.desk.room.topic(held.channel, item)
        names: dict[MuteKind, str] = {
            "item": news.id, "cluster": news.cluster, "source": news.source, "topic": topic,
        }  # fmt: skip
        shown = {"source": news.publisher or news.source, "topic": TOPICS.get(topic, {}).get(language, topic)}
        self.desk.room.keep(mute(held, kind, names[kind]))
        self.desk.say(body, tell("muted", language, name=shown.get(kind, news.title)), language)

    def take_settings(self, body: Body, language: Language) -> None:
        """Keep what a channel wants; who may not is told."""
        held = self.desk.settable(body, language)
        if held is None:
            return
        wanted = read_settings(submitted_values(body), held, team=team_of(body))
        following = self.desk.room.keep(wanted)
        self.desk.say(body, self.desk.timetable("kept", wanted, following, language), language)

    def take_profile(self, body: Body, language: Language) -> None:
        """Keep the company's profile, from administrators."""
        if not self.desk.is_administrator(body):
            self.desk.say(body, tell("admin_only", language), language)
            return
        self.desk.room.keep_profile(read_profile_form(submitted_values(body)))
        self.desk.say(body, tell("profile_kept", language), language)

    def _task_of(self, body: Body, item: str) -> Task | None:
        """Give the task that the channel has of an item; None when it has none."""
        return next((one for one in self.desk.room.tasks(place_in(body)) if one.item == item), None)

    def check_form(self, body: Body) -> dict[str, str]:
        """Say which field of a form cannot be used, by its name; nothing where all can."""
        language = self.desk.clicks.people.language(user_of(body))
        values, team = submitted_values(body), team_of(body)
        try:
            if body["view"]["callback_id"] == SETTINGS_VIEW:
                read_settings(values, self.desk.fresh(body, language), team=team)
            elif body["view"]["callback_id"] == PROFILE_VIEW:
                read_profile_form(values)
        except FormError as error:
            return {error.field: tell(error.problem, language)}
        return {}


def register_digest(app: App, clicks: DigestClicks) -> None:
    """Register the handlers on a Bolt app."""
    works: dict[str, Work] = {
        TASK: clicks.open_task,
        UNFIT: clicks.judge_unfit,
        MUTE: clicks.open_mute,
        WHY: clicks.explain,
        CHANGE_TASK: clicks.change_task,
        NEXT_STATE: clicks.advance_task,
    }
    for action, work in works.items():
        app.action(re.compile(rf"^{action}_\d+$"))(_pressed(clicks, work))
    forms: dict[str, Work] = {
        TASK_VIEW: clicks.take_task,
        MUTE_VIEW: clicks.take_mute,
        SETTINGS_VIEW: clicks.take_settings,
        PROFILE_VIEW: clicks.take_profile,
    }
    for view, work in forms.items():
        app.view(view)(_sent(clicks, work))


def _pressed(clicks: DigestClicks, work: Work) -> Callable[[Ack, Body], None]:
    def on_press(ack: Ack, body: Body) -> None:
        clicks.desk.clicks.handle(ack, body, work)

    return on_press


def _sent(clicks: DigestClicks, work: Work) -> Callable[[Ack, Body], None]:
    def on_sent(ack: Ack, body: Body) -> None:
        problems = clicks.check_form(body)
        if problems:
            ack(response_action="errors", errors=problems)
        else:
            clicks.desk.clicks.handle(ack, body, work)

    return on_sent
