"""Gather a catalogue and compose a digest once, and print what that took; see `bench_gathering`."""

import json
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.settings import Settings
from bot.surfaces.cli.digest_lines import describe_digest
from bot.wiring.house import open_house
from bot.wiring.news_clauses import make_clause_finder
from bot.wiring.news_gathering import open_gathering
from bot.wiring.newsroom import HouseNewsroom
from tests.integration.gathering_process import peak_mb
from tests.unit.digest.builders import a_subscription


def measure(catalogue: Path) -> None:
    """Gather and compose once, and print what that took."""
    began = time.monotonic()
    now = datetime.now(UTC)
    settings = Settings()
    with open_house(settings) as house:
        gathering = open_gathering(house, catalogue)
        room = HouseNewsroom(
            house,
            gathering,
            make_clause_finder(house, now.date(), lambda *_: None),
            lambda: datetime.now(UTC),
        )
        room.gather_now()
        gathered, gathered_mb = time.monotonic(), peak_mb()
        held = len(room.stores.news.since(now - timedelta(hours=1)))
        digest = room.composer().preview(a_subscription(), now.date(), is_first=False).digest
        composed = time.monotonic()
        lines = sum(1 + len(block.items) for block in describe_digest(digest))
        told = {
            "sources": digest.health.checked,
            "failing": digest.health.failing,
            "items_held": held,
            "entries": len(digest.entries),
            "more": digest.more,
            "lines": lines,
            "gathered_s": round(gathered - began, 1),
            "composed_s": round(composed - gathered, 1),
            "total_s": round(time.monotonic() - began, 1),
            "gathered_peak_mb": gathered_mb,
            "peak_mb": peak_mb(),
        }
    sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    measure(Path(sys.argv[1]))
