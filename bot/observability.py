"""Set up logging: one event a line, `key=value`, to stderr, with secrets blacked out.

Modules log through `structlog.get_logger()`; what may be logged is said in STYLE.md. Metrics and
traces are not kept.
"""

import logging
import re
import sys
from collections.abc import Sequence
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

BLACKED_OUT = "[redacted]"
# Slack's tokens of every kind, and passwords inside addresses of databases or proxies.
_TOKEN = re.compile(r"\bx(?:ox[a-z]|app)(?:\.xox[a-z])?-[\w-]+|(?<=://)[^/\s:@]+:[^/\s@]+(?=@)")
_MIN_SECRET = 6  # shorter values would black out ordinary words


class _Redaction:
    """Replace secrets in every value of an event, known ones and ones that look like a token."""

    def __init__(self, secrets: Sequence[str]) -> None:
        self._secrets = tuple(secret for secret in secrets if len(secret) >= _MIN_SECRET)

    def __call__(self, _logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        return {key: self._clean(value) for key, value in event.items()}

    def _clean(self, value: object) -> object:
        if isinstance(value, int | float | bool) or value is None:
            return value
        text = value if isinstance(value, str) else repr(value)
        cleaned = redact(text, self._secrets)
        return value if cleaned == text else cleaned


def redact(text: str, secrets: Sequence[str] = ()) -> str:
    """Black out the given secrets and everything that looks like a token or a password in an address."""
    for secret in secrets:
        text = text.replace(secret, BLACKED_OUT)
    return _TOKEN.sub(BLACKED_OUT, text)


def set_up_logging(*, level: str, secrets: Sequence[str] = (), stream: TextIO | None = None) -> None:
    """Send our own events, and those of the libraries, to one stream as `key=value` lines.

    Args:
        level: debug, info, warning or error; the libraries stay at warning or above.
        secrets: Values that must never appear.
        stream: Where to; stderr when not given.
    """
    threshold = logging.getLevelNamesMapping()[level.upper()]
    processors: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        _Redaction(secrets),
    ]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[structlog.stdlib.ExtraAdder(), *processors],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.LogfmtRenderer(
                key_order=("timestamp", "level", "event"), bool_as_flag=False
            ),
        ],
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(max(threshold, logging.WARNING))
    for package in ("bot", "retrieval", "knowledge"):
        logging.getLogger(package).setLevel(threshold)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *processors,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
