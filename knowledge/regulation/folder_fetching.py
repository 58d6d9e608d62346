"""Read the `file:` addresses of a catalogue out of the folder it stands in; for previews and tests."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from knowledge.regulation.fetching import MAX_BYTES, Answer, FetchError, Request
from knowledge.regulation.gathering import Fetch


@dataclass(frozen=True)
class FolderFetcher:
    """Answers `file:` addresses inside one folder, and leaves all others to another fetcher."""

    folder: Path
    other: Fetch

    def fetch(self, request: Request, now: datetime) -> Answer:
        """Read a file, or ask the other fetcher.

        Raises:
            FetchError: If the file is outside the folder, too large, or cannot be read.
        """
        if not request.url.lower().startswith("file:"):
            return self.other(request, now)
        try:
            path = self._path(request.url)
            if not path.is_file():
                raise FetchError("cannot_be_read")
            if path.stat().st_size > MAX_BYTES:
                raise FetchError("too_large")
            return Answer(status=200, url="", body=path.read_bytes())
        except (OSError, ValueError) as error:
            raise FetchError("cannot_be_read") from error

    def _path(self, url: str) -> Path:
        """Give the path; `file:a.xml`, `file://a.xml` and `file:///a.xml` all stand beside the catalogue."""
        inside = self.folder.resolve()
        parts = urlsplit(url)
        written = unquote(parts.netloc + parts.path)
        path = (inside / written).resolve()
        if not path.is_relative_to(inside):
            path = (inside / written.lstrip("/")).resolve()
        if not path.is_relative_to(inside):
            raise FetchError("outside_the_folder")
        return path
