"""Documents: the list, one version with its text and rules, putting in, taking out, and one passage."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from pydantic import ValidationError

from bot.surfaces.web.links import PASSAGE_PATH, LinkRefusedError, open_link
from bot.surfaces.web.pages import words_for
from bot.surfaces.web.ports import OpenedPassage, PassageRef, WebConfig, WebDesk
from bot.surfaces.web.requests import Reply, redirect
from bot.surfaces.web.uploads import Upload, Uploads
from bot.surfaces.web.visit import Visit
from knowledge.documents.document import EVERYONE, Language, Shelf
from knowledge.documents.intake import ACCEPTED_TYPES, IntakeOptions

UPLOADS_PATH = "/documents/uploads/"
_OPTIONS = ("source_class", "audience", "title", "version", "effective_from", "effective_to")


@dataclass
class ShelvingPages:
    """Pages about documents; `now` decides whether a link has expired."""

    desk: WebDesk
    config: WebConfig
    uploads: Uploads
    now: Callable[[], datetime]

    def show_list(self, visit: Visit) -> Reply:
        """List every document version."""
        return self._list(visit)

    def show_document(self, visit: Visit) -> Reply:
        """Show one document with its text, and the rules that were read."""
        name = visit.request.query.get("document", "")
        found = self.desk.show(name, audiences=self.desk.audiences()).documents
        if not found:
            return self._list(visit, problem=visit.words.no_such_document, status=404)
        heading = found[-1].document.title or found[-1].document.id
        return visit.page("document.html", heading, {"documents": found})

    def add(self, visit: Visit) -> Reply:
        """Take files in, and go on to the page that shows how far they are."""
        form, words = visit.request.form, visit.words
        given: dict[str, str] = {"audience": EVERYONE}  # as the form says of an empty field
        given |= {name: form[name].strip() for name in _OPTIONS if form.get(name, "").strip()}
        try:
            options = IntakeOptions.model_validate(given)
        except ValidationError as error:
            where = error.errors(include_input=False)[0]["loc"]
            name = str(where[0]) if where else "effective_to"
            problem = words.refusals["bad_options"].format(field=getattr(words, name, name))
            return self._list(visit, problem=problem, status=422)
        if not visit.request.files:
            return self._list(visit, problem=words.no_file, status=422)
        identity = self.uploads.begin(visit.request.files, options, visit.language)
        return redirect(f"{UPLOADS_PATH}{identity}")

    def show_upload(self, visit: Visit) -> Reply:
        """Show how far an upload is, or what came out; with `.json`, for the script of the page."""
        name = visit.request.path.removeprefix(UPLOADS_PATH)
        upload = self.uploads.look(name.removesuffix(".json"))
        if upload is None:
            return visit.refuse("upload_gone", status=404)
        if name.endswith(".json"):
            return _as_json(upload, visit.language)
        return visit.page("upload.html", visit.words.upload_title, {"upload": upload})

    def ask_removal(self, visit: Visit) -> Reply:
        """Ask whether a document shall really go."""
        name = visit.request.query.get("document", "")
        found = [
            one
            for one in self.desk.show(name, audiences=self.desk.audiences()).documents
            if one.document.shelf == Shelf.OWN
        ]
        if not found:
            return self._list(visit, problem=visit.words.no_such_document, status=404)
        return visit.page("remove.html", visit.words.remove_title, {"documents": found, "name": name})

    def remove(self, visit: Visit) -> Reply:
        """Take a document out for good."""
        removed = self.desk.remove(visit.request.form.get("document", "")).removed
        if not removed:
            return self._list(visit, problem=visit.words.no_such_document, status=404)
        return self._list(visit, done=visit.words.removed.format(names=", ".join(removed)))

    def show_source(self, visit: Visit) -> Reply:
        """Open the passage that a citation names, for the owner."""
        try:
            ref = PassageRef.model_validate(
                {name: visit.request.query[name] for name in PassageRef.model_fields}
            )
        except (KeyError, ValidationError):
            return visit.refuse("source_gone", status=404)
        return self._passage(visit, ref, self.desk.audiences())

    def show_linked(self, visit: Visit) -> Reply:
        """Open the passage that a signed link names, for the readers it was made for."""
        token = visit.request.path.removeprefix(PASSAGE_PATH)
        try:
            ref, audiences = open_link(token, now=self.now(), secret=self.config.secret)
        except LinkRefusedError as error:
            why = "link_expired" if error.has_expired else "link_refused"
            return visit.refuse(why, status=410 if error.has_expired else 404)
        return self._passage(visit, ref, audiences)

    def _passage(self, visit: Visit, ref: PassageRef, audiences: frozenset[str]) -> Reply:
        opened = self.desk.open(ref, audiences=audiences)
        if opened is None:
            return visit.refuse("source_gone", status=404)
        before, quoted, after = _parted(opened, ref)
        values = {"passage": opened, "before": before, "quoted": quoted, "after": after}
        return visit.page("source.html", opened.title or visit.words.source_title, values)

    def _list(self, visit: Visit, *, problem: str = "", done: str = "", status: int = 200) -> Reply:
        held = self.desk.documents(audiences=self.desk.audiences()).documents
        values = {
            "own": [one for one in held if one.shelf == Shelf.OWN],
            "shipped": [one for one in held if one.shelf != Shelf.OWN],
            "accepted": ",".join(ACCEPTED_TYPES),
            "problem": problem,
            "done": done,
        }
        return visit.page("documents.html", visit.words.documents, values, status=status)


def _parted(passage: OpenedPassage, ref: PassageRef) -> tuple[str, str, str]:
    """Part a section's text before and after the quote; a quote out of its bounds marks nothing."""
    start = min(ref.start, len(passage.text))
    end = max(start, min(ref.end, len(passage.text)))
    return passage.text[:start], passage.text[start:end], passage.text[end:]


def _as_json(upload: Upload, language: Language) -> Reply:
    running = words_for(language).upload_running
    state = {
        "is_done": upload.is_done,
        "words": running.format(what=upload.what, done=upload.done, total=upload.total),
        "done": upload.done,
        "total": upload.total,
    }
    body = json.dumps(state, ensure_ascii=False).encode()
    return Reply(body, content_type="application/json; charset=utf-8")
