"""Ask, get sentences for a meeting, say it back: the pages on which something is answered."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar
from uuid import uuid4

import structlog
from pydantic import ValidationError

from bot.advisor.advice import Citation
from bot.advisor.labels import labels_for
from bot.advisor.question import Question
from bot.advisor.situation import PhraseWish
from bot.surfaces.apology import apologise
from bot.surfaces.web.fragment import Anchors, describe_particulars, render_fragment
from bot.surfaces.web.pages import source_address, words_for
from bot.surfaces.web.ports import WebConfig, WebDesk
from bot.surfaces.web.requests import Reply, redirect
from bot.surfaces.web.sessions import Sessions
from bot.surfaces.web.visit import Visit
from knowledge.documents.document import Language
from knowledge.documents.language import detect_language

log = structlog.get_logger(__name__)

_MAX_CHARS = 40_000
_AT_ONCE = 8
_Result = TypeVar("_Result")


@dataclass
class AskingPages:
    """Pages that answer; each says in words when it cannot."""

    desk: WebDesk
    config: WebConfig
    sessions: Sessions
    _workers: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(max_workers=_AT_ONCE, thread_name_prefix="answer")
    )

    def show_thread(self, visit: Visit) -> Reply:
        """Show what this browser has asked, and the form."""
        return self._thread(visit)

    def ask(self, visit: Visit) -> Reply:
        """Answer a question and show it at the end of the thread."""
        form, words = visit.request.form, visit.words
        text = form.get("question", "").strip()
        if not text:
            return self._thread(visit, problem=words.empty_question, status=422)
        if len(text) > _MAX_CHARS:
            return self._thread(visit, problem=words.too_long, draft=text[:_MAX_CHARS], status=422)
        question = Question(
            text=text,
            as_of=_day(form.get("as_of", "")) or self.config.today(),
            asker=form.get("asker", "").strip()[:200] or None,
            history=visit.session.history,
            audiences=self.desk.audiences(),
        )
        advice, problem = self._answered(visit, lambda: self.desk.answer(question))
        if advice is None:
            return self._thread(visit, problem=problem, draft=text, status=503)
        self.sessions.keep_answer(visit.name, advice)
        return redirect("/#latest")

    def forget(self, visit: Visit) -> Reply:
        """Begin a new thread."""
        self.sessions.forget_answers(visit.name)
        return redirect("/")

    def show_phrases(self, visit: Visit) -> Reply:
        """Show the form for sentences."""
        return self._phrases(visit)

    def suggest_phrases(self, visit: Visit) -> Reply:
        """Suggest sentences for a meeting."""
        form = visit.request.form
        topic = form.get("topic", "").strip()
        if len(topic) > _MAX_CHARS:
            return self._phrases(visit, problem=visit.words.too_long, status=422)
        try:
            wish = _wish(form)
        except ValidationError as error:
            field_name = str(error.errors(include_input=False)[0]["loc"][0])
            problem = visit.words.refusals["bad_options"].format(field=field_name)
            return self._phrases(visit, problem=problem, status=422)
        question = Question(
            text=topic,
            as_of=self.config.today(),
            audiences=self.desk.audiences(),
            language=wish.language or visit.language,
        )
        reply, problem = self._answered(visit, lambda: self.desk.phrases(question, wish))
        if reply is None:
            return self._phrases(visit, problem=problem, status=503)
        values = {"reply": reply, **_around(reply.citations, reply.language)}
        return self._phrases(visit, values)

    def show_check(self, visit: Visit) -> Reply:
        """Show the form for saying it back."""
        return self._check(visit)

    def check(self, visit: Visit) -> Reply:
        """Hold what somebody means to say against the sources."""
        form = visit.request.form
        statement, topic = form.get("statement", "").strip(), form.get("topic", "").strip()
        if not statement:
            return self._check(visit, problem=visit.words.empty_statement, status=422)
        if max(len(statement), len(topic)) > _MAX_CHARS:
            return self._check(visit, problem=visit.words.too_long, status=422)
        question = Question(
            text=statement,
            as_of=self.config.today(),
            audiences=self.desk.audiences(),
            language=detect_language(statement),
        )
        reply, problem = self._answered(visit, lambda: self.desk.check(question, topic))
        if reply is None:
            return self._check(visit, problem=problem, status=503)
        reply_words = words_for(reply.language)
        values = {
            "reply": reply,
            "reply_words": reply_words,
            "verdict": reply_words.check_verdicts[reply.verdict],
            **_around(reply.citations, reply.language),
        }
        return self._check(visit, values)

    def close(self) -> None:
        """Take no more questions; answers under way are not waited for."""
        self._workers.shutdown(wait=False, cancel_futures=True)

    def _answered(self, visit: Visit, work: Callable[[], _Result]) -> tuple[_Result | None, str]:
        """Do the work within the time given; gives words instead when it fails."""
        try:
            return self._workers.submit(work).result(timeout=self.config.answer_within), ""
        except Exception as error:  # the one place where a failed question becomes words
            reference = uuid4().hex[:12]
            log.exception("page_question_failed", trace_id=reference, error=type(error).__name__)
            return None, apologise(error, visit.language, reference=reference)

    def _thread(self, visit: Visit, *, problem: str = "", draft: str = "", status: int = 200) -> Reply:
        answers = [
            (one.question, render_fragment(one, page_language=visit.language, prefix=f"a{number}"))
            for number, one in enumerate(visit.session.answers, 1)
        ]
        form = visit.request.form
        values = {
            "answers": answers,
            "problem": problem,
            "draft": draft,
            "as_of": form.get("as_of", ""),
            "asker": form.get("asker", ""),
        }
        return visit.page("ask.html", visit.words.ask, values, status=status)

    def _phrases(
        self, visit: Visit, values: dict[str, Any] | None = None, *, problem: str = "", status: int = 200
    ) -> Reply:
        common = {
            "form": defaultdict(str, visit.request.form),
            "reply": None,
            "problem": problem,
            "page_labels": labels_for(visit.language),
        }
        return visit.page("phrases.html", visit.words.phrases, {**common, **(values or {})}, status=status)

    def _check(
        self, visit: Visit, values: dict[str, Any] | None = None, *, problem: str = "", status: int = 200
    ) -> Reply:
        common = {"form": defaultdict(str, visit.request.form), "reply": None, "problem": problem}
        return visit.page("check.html", visit.words.check, {**common, **(values or {})}, status=status)


def _around(citations: Sequence[Citation], language: Language) -> dict[str, Any]:
    """Give what a page needs to show sources."""
    labels = labels_for(language)
    return {
        "labels": labels,
        "anchors": Anchors.to(citations),
        "particulars": lambda citation: " | ".join(describe_particulars(citation, labels)),
        "address": source_address,
    }


def _wish(form: Mapping[str, str]) -> PhraseWish:
    """Read for whom, on which side, how polite and how long.

    Raises:
        ValidationError: If a field holds what the form does not offer.
    """
    said = {
        "listener": form.get("listener"),
        "register_": form.get("register"),
        "language": form.get("phrase_language"),
        "stance": form.get("stance"),
        "max_chars": form.get("max_chars"),
    }
    return PhraseWish.model_validate({name: value for name, value in said.items() if value})


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
