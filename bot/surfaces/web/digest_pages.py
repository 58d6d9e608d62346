"""Pages about regulation news: the next digest as it would be, tasks, and the company's profile."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from pydantic import ValidationError

from bot.digest.addresses import web_address
from bot.digest.newsroom import Newsroom
from bot.digest.subscription import Subscription
from bot.digest.tasks import TASK_STATES, Task
from bot.digest.wording import (
    TASK_STATE_WORDS,
    action_line,
    footer_words,
    published_words,
    say,
    stage_words,
    summary_label,
    zone_of,
)
from bot.surfaces.web.digest_words import tell
from bot.surfaces.web.requests import Reply
from bot.surfaces.web.visit import Visit
from knowledge.profile import PROFILE_FIELDS, PROFILE_LABELS, CompanyProfile, UnreadableProfileError

OWN_CHANNEL = "local:page"  # of the page itself: what is saved from its preview


@dataclass(frozen=True)
class DigestPages:
    """Pages of the owner about the digest."""

    room: Newsroom

    def handlers(self) -> dict[tuple[str, str], Callable[[Visit], Reply]]:
        """List what these pages answer."""
        return {
            ("GET", "/digest"): self.show_digest,
            ("POST", "/digest"): self.preview,
            ("GET", "/tasks"): self.show_tasks,
            ("POST", "/tasks/save"): self.save_task,
            ("POST", "/tasks/change"): self.change_task,
            ("GET", "/profile"): self.show_profile,
            ("POST", "/profile"): self.keep_profile,
        }

    def show_digest(self, visit: Visit) -> Reply:
        """Show who gets the digest, and how the sources stand."""
        return self._digest(visit)

    def preview(self, visit: Visit) -> Reply:
        """Show the next digest of a channel as it would be."""
        name = visit.request.form.get("channel", "")
        plain = Subscription(channel=OWN_CHANNEL, since=self.room.today(None), language=visit.language)
        wanted = self.room.subscription(name) or plain
        return self._digest(visit, digest=self.room.preview(wanted))

    def show_tasks(self, visit: Visit) -> Reply:
        """List all tasks with a form for each."""
        return self._tasks(visit)

    def save_task(self, visit: Visit) -> Reply:
        """Make a task of an item of a preview."""
        form = visit.request.form
        channel, item = form.get("channel") or OWN_CHANNEL, form.get("item", "")
        draft = self.room.draft_task(channel[:200], item)
        if draft is None:
            return self._tasks(visit, problem=tell("no_item", visit.language), status=404)
        task, _ = self.room.save_task(draft)
        return self._tasks(visit, done=tell("saved", visit.language, number=task.number))

    def change_task(self, visit: Visit) -> Reply:
        """Change a task as its form says."""
        form, language = visit.request.form, visit.language
        number = form.get("number", "")
        task = self.room.task(int(number)) if number.isascii() and number.isdigit() else None
        if task is None:
            return self._tasks(visit, problem=tell("no_task", language), status=404)
        names = ("owner", "due", "state", "step", "note")
        changes: dict[str, Any] = {name: form.get(name, "").strip() for name in names}
        changes |= {name: changes[name] or None for name in ("due", "step")}
        try:
            changed = Task.model_validate(task.model_dump() | changes)
        except ValidationError as error:
            field = str(error.errors(include_input=False)[0]["loc"][0])
            problem = tell("bad_value", language, field=tell(field, language) if field in names else field)
            return self._tasks(visit, problem=problem, status=422)
        self.room.change_task(changed)
        return self._tasks(visit, done=tell("changed", language, number=task.number))

    def show_profile(self, visit: Visit) -> Reply:
        """Show the company's profile as a form."""
        return self._profile(visit, self.room.profile() or CompanyProfile())

    def keep_profile(self, visit: Visit) -> Reply:
        """Keep the company's profile, one entry a line."""
        form, language, profile = visit.request.form, visit.language, CompanyProfile()
        for name in PROFILE_FIELDS:
            lines = tuple(one.strip() for one in form.get(name, "").splitlines() if one.strip())
            try:
                profile = profile.with_field(name, lines)
            except UnreadableProfileError:
                problem = tell("bad_value", language, field=PROFILE_LABELS[name][language])
                return self._profile(visit, profile, problem=problem, status=422)
        self.room.keep_profile(profile)
        return self._profile(visit, profile, done=tell("profile_kept", language))

    def _digest(self, visit: Visit, *, digest: Any = None) -> Reply:
        sources = self.room.sources()
        failing = [one for one in sources if one.is_failing]
        held = self.room.subscriptions()
        values = {
            "digest": digest,
            "subscriptions": [(one, self.room.last_row(one.channel)) for one in held],
            "sources": tell("sources", visit.language, count=len(sources), failing=len(failing)),
            "failing": failing,
            "chosen": visit.request.form.get("channel", ""),
            "published": partial(published_words, zone=zone_of(digest) if digest else None),
            "stage": stage_words,
            "action": action_line,
            "summary_label": summary_label,
            "footer": footer_words,
            "say": say,
            "web_address": web_address,
        }
        return self._page(visit, "digest", values)

    def _tasks(self, visit: Visit, *, done: str = "", problem: str = "", status: int = 200) -> Reply:
        tasks = self.room.tasks()
        today = self.room.today(None)
        values = {
            "tasks": [(one, one.is_overdue(today)) for one in tasks],
            "states": [(one, TASK_STATE_WORDS[one][visit.language]) for one in TASK_STATES],
            "web_address": web_address,
            "done": done,
            "problem": problem,
        }
        return self._page(visit, "tasks", values, status=status)

    def _profile(
        self, visit: Visit, profile: CompanyProfile, *, done: str = "", problem: str = "", status: int = 200
    ) -> Reply:
        fields = [
            (name, PROFILE_LABELS[name][visit.language], "\n".join(getattr(profile, name)))
            for name in PROFILE_FIELDS
        ]
        values = {"fields": fields, "done": done, "problem": problem}
        return self._page(visit, "profile", values, status=status)

    def _page(self, visit: Visit, name: str, values: dict[str, Any], *, status: int = 200) -> Reply:
        words = {"tell": lambda key, **more: tell(key, visit.language, **more)}
        return visit.page(f"{name}.html", tell(name, visit.language), {**words, **values}, status=status)
