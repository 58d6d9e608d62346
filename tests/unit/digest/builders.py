"""Builders for the digest's tests; each sets only what matters."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from bot.digest.digest import Candidate, Digest, Health
from bot.digest.subscription import Subscription
from knowledge.regulation.relevance import Reason, Relevance
from knowledge.regulation.relevance_status import NewsStatus

DAY = date(2026, 11, 24)  # a Tuesday after a holiday
NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)  # 10:00 in Tokyo
HEALTH = Health(checked=41, failing=2)


def a_relevance(**values: Any) -> Relevance:
    """Make a relevance of the first tier."""
    plain: dict[str, Any] = {
        "score": 0.8,
        "tier": "for_you",
        "topic": "ai_regulation",
        "step": 3,
        "status": NewsStatus(),
        "reason": Reason(),
        "word_score": 0.8,
        "nearness": 0.8,
    }
    return Relevance(**(plain | values))


def a_candidate(identity: str = "n1", **values: Any) -> Candidate:
    """Make an item published yesterday."""
    relevance = {name: values.pop(name) for name in list(values) if name in Relevance.model_fields}
    seen = datetime(2026, 11, 23, 22, 0, tzinfo=UTC)
    plain: dict[str, Any] = {
        "title": f"AI事業者ガイドライン {identity}",
        "url": f"https://example.go.jp/{identity}",
        "source": "meti",
        "publisher": "経済産業省",
        "published": seen - timedelta(hours=6),
        "precision": "time",
        "first_seen": seen,
        "jurisdiction": "JP",
        "relevance": a_relevance(**relevance),
    }
    return Candidate(id=identity, **(plain | values))


def a_subscription(channel: str = "T1/C1", **values: Any) -> Subscription:
    """Make a subscription of a Tokyo channel at nine."""
    plain: dict[str, Any] = {"at": time(9, 0), "zone": "Asia/Tokyo", "since": date(2026, 1, 1)}
    return Subscription(channel=channel, **(plain | values))


def a_digest(channel: str = "T1/C1", day: date = DAY, **values: Any) -> Digest:
    """Make an empty digest."""
    plain: dict[str, Any] = {
        "key": f"digest/{channel}/{day.isoformat()}",
        "language": "ja",
        "health": HEALTH,
    }
    return Digest(channel=channel, day=day, **(plain | values))
