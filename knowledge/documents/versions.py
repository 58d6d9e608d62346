"""Tell of which document a new text is a version, and which label it gets where none is written.

Pure. What a text says of its version is read by `knowledge.documents.loaders.written`; which version is in
force on a day is decided by `knowledge.documents.standing`.
"""

import re
from collections.abc import Callable, Sequence

from knowledge.documents.document import Document, Shelf, SourceClass
from knowledge.documents.folding import fold_string
from knowledge.documents.intake import document_id_from

FIRST_VERSION = "1"  # where nothing is written

_NUMBER = r"(?P<number>\d+(?:\.\d+)*)"
_MARKS = (  # at the end of a file's name, in original spelling folded
    re.compile(rf"[\s_\-.(\[]*第\s*{_NUMBER}\s*版[)\]]*$"),
    re.compile(rf"(?:^|[\s_\-.(\[])(?:version|ver\.?|v|rev(?:ision)?\.?|r)[\s_\-.]*{_NUMBER}[)\]]*$"),
)
_IN_TITLE = re.compile(
    r"第\s*(?:\d+|[一二三四五六七八九十]+)\s*版|\b(?:version|ver\.?|v|rev(?:ision)?\.?|edition)\s*\d+(?:\.\d+)*"
    r"|抜粋|抄録|改[訂定正]版|[(\[](?:[^()\[\]]*\d{4}[^()\[\]]*)[)\]]"
)


class Naming:
    """Names the documents of files, given those that are held.

    Attributes:
        held: Versions that may bear on the names; those of other shelves are passed over.
        arriving: Versions read in the same call. Files that come together are versions of one document only
            where they say their version or day: two folders may each hold a `readme.md`.
    """

    def __init__(self, held: Sequence[Document], shelf: Shelf, arriving: Sequence[Document] = ()) -> None:
        self.held = [one for one in held if one.shelf == shelf]
        self.arriving = [one for one in arriving if one.shelf == shelf]

    def document_of(
        self, stem: str, title: str | None, *, source_class: SourceClass, audience: str, is_marked: bool
    ) -> str:
        """Name the document of a file that does not say it.

        Args:
            stem: The file's name without ending.
            title: As written in the file; None where only the name of the file could serve.
            source_class: Only a document of the same class and audience can be the same document.
            audience: As above.
            is_marked: Whether the file says its version or its day: without that, an equal title is no
                reason to let it take another's place.

        Returns:
            The id of the held document with the same name or title, else one made of the file's name.
        """
        own = document_id_from(part_name(stem)[0])
        known = [*self.held, *self.arriving]
        ids = {one.id for one in known}
        if document_id_from(stem) in ids:
            return document_id_from(stem)
        key = bare_title(title or "")
        if own in ids or not key or not is_marked:
            return own
        for one in known:
            is_alike = (one.source_class, one.audience) == (source_class, audience)
            if is_alike and bare_title(one.title) == key:
                return one.id
        return own

    def version_of(self, document_id: str, build: Callable[[str], Document], *, is_marked: bool) -> str:
        """Label a version that bears no label: as the one with the same text, else with the next number.

        Args:
            document_id: Of which document.
            build: Makes the document under a label.
            is_marked: Whether it says its day.
        """
        known = [*self.held, *self.arriving] if is_marked else self.held
        versions = [one for one in known if one.id == document_id]
        for one in versions:
            if build(one.version).sections == one.sections:
                return one.version
        return str(max((_major(one.version) for one in versions), default=0) + 1)

    def find_title(self, title: str) -> str | None:
        """Give the id of the one held document with this title; None where there is none, or several."""
        known = [*self.held, *self.arriving]
        ids = {one.id for one in known if bare_title(one.title) == bare_title(title)}
        return ids.pop() if len(ids) == 1 else None


def part_name(stem: str) -> tuple[str, str | None]:
    """Part a file's name into the name proper and the version at its end, where there is one."""
    folded = fold_string(stem)
    for pattern in _MARKS:
        match = pattern.search(folded)
        if match and match.start() > 0:
            return folded[: match.start()], match["number"]
    return stem, None


def bare_title(title: str) -> str:
    """Reduce a title to what all versions of a document share."""
    return re.sub(r"[\W_]+", "", _IN_TITLE.sub("", fold_string(title)))


def _major(version: str) -> int:
    match = re.match(r"\d{1,6}", version)
    return int(match.group()) if match else 1
