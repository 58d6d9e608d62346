"""Work off one job: read the thread, have the question answered, post the answer, and close the job.

Whatever fails becomes words. Only when Slack itself is down, or we are told to stop, a job stays open.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import structlog

from bot.advisor.advice import Citation
from bot.advisor.question import Question, Turn
from bot.advisor.situation import PhraseWish
from bot.inbox import AnswerJob, IncomingMessage, Outcome
from bot.surfaces.apology import apologise
from bot.surfaces.slack.audiences_rights import Rights
from bot.surfaces.slack.blocks import Post, render_words
from bot.surfaces.slack.buttons import source_ref
from bot.surfaces.slack.checking import UnsafeMessageError
from bot.surfaces.slack.deadline import NotWantedError, call_within
from bot.surfaces.slack.documents_desk import TASK, DocumentDesk
from bot.surfaces.slack.documents_views import offer_post
from bot.surfaces.slack.documents_words import document_words
from bot.surfaces.slack.escaping import inert_line
from bot.surfaces.slack.ports import House
from bot.surfaces.slack.posting import CannotPostError, Poster, StoppedError
from bot.surfaces.slack.reading import message_language, question_text, read_question
from bot.surfaces.slack.replies import render_answer, render_check, render_phrase_reply
from bot.surfaces.slack.sending import is_whispered
from bot.surfaces.slack.status import StatusLine
from bot.surfaces.slack.stopping import Stops
from bot.surfaces.slack.streaming import OpenStream
from bot.surfaces.slack.withdrawing import WITHDRAW
from bot.surfaces.slack.words import words_for

log = structlog.get_logger(__name__)

MOST_ATTEMPTS = 5  # a question that ended the process so often is apologised for instead
_UNCOVERED = {"not_covered", "failed"}
_SHOWN_QUESTION = 200  # characters, when we reply somewhere else


@dataclass(frozen=True)
class Reply:
    """What to post for one message, and how the job ends with it."""

    posts: tuple[Post, ...]
    outcome: Outcome
    said: str  # for the memory of the thread


@dataclass(frozen=True)
class AnswerDesk:
    """Works off jobs; may be used from several threads.

    Attributes:
        house: What is behind the surface.
        rights: Knows whose documents a reply may use.
        documents: Adds documents.
        poster: Posts replies.
        status: Shows that we are at it.
        stops: Knows which askers want no answer any more.
        within: After this time the asker gets an apology.
    """

    house: House
    rights: Rights
    documents: DocumentDesk
    poster: Poster
    status: StatusLine
    stops: Stops
    within: timedelta

    def work_off(self, job: AnswerJob) -> None:
        """Answer the job's message and close the job; it stays open when we are told to stop."""
        job = job.model_copy(update={"message": self.rights.with_place(job.message)})
        try:
            if job.message.details.get("task") == WITHDRAW:
                self._take_back(job)
                self.house.inbox.finish(job.id, "withdrawn", now=self.house.now())
                return
            with self.status.shown(job.message):
                is_question = job.message.details.get("task") != TASK
                stream = self.poster.streams.begin(job) if is_question else None
                self._deliver(job, self._reply(job), stream)
        except StoppedError:
            log.info("job_left_open", job=job.id)
        finally:
            self.stops.forget(job.id)

    def _take_back(self, job: AnswerJob) -> None:
        """Take back the answer that this job withdraws or replaces, if any."""
        replaced = job.message.details.get("replaces")
        if replaced:
            self.house.inbox.withdraw(replaced, now=self.house.now())
            self.poster.retract(job.message, replaced)

    def _reply(self, job: AnswerJob) -> Reply:
        language = message_language(job.message)
        try:
            if job.message.details.get("task") == TASK:
                return self._add_documents(job)
            return self._without_question(job.message) or self._with_offer(job.message, self._answer(job))
        except NotWantedError:
            text = words_for(language).stopped
            return Reply(render_words(text, language=language), "withdrawn", text)
        except Exception as error:  # the one place where a failed question becomes words
            reference = uuid4().hex[:12]
            log.exception("question_failed", job=job.id, trace_id=reference, error=type(error).__name__)
            text = apologise(error, language, reference=reference)
            return Reply(render_words(text, language=language), "apologised", text)

    def _add_documents(self, job: AnswerJob) -> Reply:
        _refuse_deadly(job)
        posts = self.documents.add(job.message)
        return Reply(posts, "answered", posts[0].text)

    def _without_question(self, message: IncomingMessage) -> Reply | None:
        """Reply where there is nothing to look up: no words, a shared channel, a text that is too long."""
        language = message_language(message)
        words = words_for(language)
        examples: Sequence[str] = ()
        if "is_shared" in message.details and message.details.get("shared") != "shipped":
            text = words.shared_channel
        elif "is_limited" in message.details:
            is_whole = message.details["is_limited"] == "workspace"
            text = words.too_many_here if is_whole else words.too_many
        elif "is_too_long" in message.details:
            text = words.too_long
        elif question_text(message):
            return None
        elif message.details.get("files"):
            return self._with_files(message)
        else:
            text, examples = words.what_to_ask, words.examples
        return Reply(render_words(text, language=language, examples=examples), "answered", text)

    def _with_files(self, message: IncomingMessage) -> Reply:
        """Offer to take files in, to who may have them taken in, where their audience can be chosen."""
        language = message_language(message)
        words = document_words(language)
        if message.details.get("kind") != "direct":
            return Reply(render_words(words.only_direct, language=language), "answered", words.only_direct)
        if not self.documents.curators.may_change(message.team, message.user):
            return Reply(render_words(words.not_allowed, language=language), "answered", words.not_allowed)
        post = offer_post(message.details["files"].split(","), language)
        return Reply((post,), "answered", words.offer)

    def _with_offer(self, message: IncomingMessage, reply: Reply) -> Reply:
        """Say of files that came with a question what may become of them."""
        if not message.details.get("files"):
            return reply
        offer = self._with_files(message).posts
        return Reply((*reply.posts, *offer), reply.outcome, reply.said)

    def _answer(self, job: AnswerJob) -> Reply:
        _refuse_deadly(job)
        return call_within(
            self.within.total_seconds(),
            lambda: self._work_out(job.message),
            is_stopped=lambda: self.stops.is_requested(job.id),
        )

    def _work_out(self, message: IncomingMessage) -> Reply:
        turns = self.house.memory.turns(message)
        audiences = self.rights.of_message(message)
        question = read_question(message, turns, as_of=self.house.today(), audiences=audiences)
        task = message.details.get("task")
        if task == "check":
            checked = self.house.speaker.check(question)
            posts = render_check(checked, self._addresses(checked.citations, question))
            return Reply(posts, "answered", checked.corrected or question.text)
        if task == "phrases":
            reply = self.house.speaker.phrases(question, PhraseWish())
            said = reply.phrases[0].text if reply.phrases else reply.reason
            posts = render_phrase_reply(reply, self._addresses(reply.citations, question))
            return Reply(posts, "answered", said)
        advice = self.house.answerer.answer(question)
        shared = question_text(message) if is_whispered(message) else None
        addresses = self._addresses(advice.citations, question)
        posts = render_answer(advice, shared_question=shared, addresses=addresses)
        outcome: Outcome = "uncovered" if advice.state in _UNCOVERED else "answered"
        return Reply(posts, outcome, advice.summary.text)

    def _addresses(self, citations: Iterable[Citation], question: Question) -> dict[int, str]:
        """Give where citations can be opened, for those who read this reply and nobody else."""
        found = {one.n: self.house.bookcase.address(source_ref(one), question.audiences) for one in citations}
        return {number: address for number, address in found.items() if address}

    def _deliver(self, job: AnswerJob, reply: Reply, stream: OpenStream | None) -> None:
        outcome = reply.outcome
        if self._is_withdrawn(job):
            self.poster.clear(job)
            return
        self._take_back(job)
        try:
            self.poster.post(job, reply.posts, stream)
        except CannotPostError as error:
            log.warning("reply_refused", job=job.id, code=error.code)
            self.poster.tell_user(job, _closed_place(job.message, error.code))
            outcome = "apologised"
        except UnsafeMessageError as error:
            log.exception("reply_unsafe", job=job.id, where=error.where)
            language = message_language(job.message)
            words = apologise(error, language, reference=job.id[:12])
            self.poster.post(job, render_words(words, language=language), stream)
            outcome = "apologised"
        closed = self.house.inbox.finish(job.id, outcome, now=self.house.now())
        if closed == "withdrawn" != outcome:  # while it was being posted
            self.poster.retract(job.message, job.id)
        elif (
            closed is not None and outcome != "withdrawn"
        ):  # else its asker was forgotten: nothing may be kept
            self._remember(job.message, reply.said)

    def _is_withdrawn(self, job: AnswerJob) -> bool:
        place = {"team": job.message.team, "channel": job.message.channel, "ts": job.message.ts}
        try:
            kept = self.house.inbox.find(**place)
        except Exception:  # the answer is there: it is said, also when the store is gone
            log.exception("withdrawal_not_known", job=job.id)
            return False
        return kept is not None and kept.outcome == "withdrawn"

    def _remember(self, message: IncomingMessage, said: str) -> None:
        now = self.house.now()
        try:
            asked = question_text(message)
            self.house.memory.append(message, Turn(role="user", text=asked), at=now)
            self.house.memory.append(message, Turn(role="bot", text=said[:40_000]), at=now)
        except Exception:  # the answer is there; only a follow-up will be understood less well
            log.exception("thread_not_remembered")


def _refuse_deadly(job: AnswerJob) -> None:
    if job.attempts > MOST_ATTEMPTS:
        raise TimeoutError  # the process ended each time; there is no error to tell


def _closed_place(message: IncomingMessage, code: str) -> Post:
    language = message_language(message)
    words = words_for(language)
    said = words.cannot_post.get(code, words.cannot_post_otherwise)
    asked = inert_line(question_text(message))[:_SHOWN_QUESTION]
    examples = (words.question_was.format(question=asked),) if asked else ()
    return render_words(said, language=language, examples=examples)[0]
