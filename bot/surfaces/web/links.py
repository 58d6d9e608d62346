"""Links to one passage, for one kind of reader, for a time: signed, so that nobody can widen them."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime
from hashlib import sha256

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.surfaces.web.ports import PassageRef

PASSAGE_PATH = "/passage/"
_MAX_CHARS = 4_000


class _Letter(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    passage: PassageRef
    audiences: tuple[str, ...] = Field(min_length=1)
    until: int  # seconds since 1970


class LinkRefusedError(Exception):
    """A link opens nothing; `has_expired` tells an old one from a forged one."""

    def __init__(self, *, has_expired: bool) -> None:
        super().__init__("link has expired" if has_expired else "link is not ours")
        self.has_expired = has_expired


def sign_link(
    passage: PassageRef, audiences: frozenset[str], *, until: datetime, public_url: str, secret: bytes
) -> str:
    """Write the address that opens a passage.

    Args:
        passage: What it opens.
        audiences: Whose documents may be read where the link is posted.
        until: When it ends, with a zone.
        public_url: Base address of the page.
        secret: Of the page.
    """
    letter = _Letter(passage=passage, audiences=tuple(sorted(audiences)), until=int(until.timestamp()))
    content = urlsafe_b64encode(letter.model_dump_json().encode()).rstrip(b"=")
    return f"{public_url.rstrip('/')}{PASSAGE_PATH}{content.decode()}.{_sign(content, secret)}"


def open_link(token: str, *, now: datetime, secret: bytes) -> tuple[PassageRef, frozenset[str]]:
    """Read what a link opens, and for which audiences.

    Args:
        token: What stands behind `/passage/`.
        now: With a zone.
        secret: Of the page.

    Raises:
        LinkRefusedError: If it was not signed by us, or has expired.
    """
    content, _, signature = token.partition(".")
    if len(token) > _MAX_CHARS or not token.isascii():
        raise LinkRefusedError(has_expired=False)
    if not hmac.compare_digest(signature, _sign(content.encode(), secret)):
        raise LinkRefusedError(has_expired=False)
    try:
        letter = _Letter.model_validate_json(urlsafe_b64decode(content + "=" * (-len(content) % 4)))
    except (ValueError, ValidationError) as error:
        raise LinkRefusedError(has_expired=False) from error
    if now.timestamp() > letter.until:
        raise LinkRefusedError(has_expired=True)
    return letter.passage, frozenset(letter.audiences)


def _sign(content: bytes, secret: bytes) -> str:
    return hmac.new(secret, b"passage\x00" + content, sha256).hexdigest()
