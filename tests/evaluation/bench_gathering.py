"""Measure a gathering of 100 sources with 50 items each, and a digest composed of it.

    python -m tests.evaluation.bench_gathering [SOURCES] [ITEMS]

A local server speaks for the sources; gathering and composing run in a process of their own with the shipped
embedding model, a fresh home and the sample company, as `sandan digest run` would. Prints one JSON object:
counts, seconds of each part, peak memory of that process, and the machine.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

from bot.settings import Settings
from bot.surfaces.cli.digest_lines import describe_digest
from bot.wiring.house import open_house
from bot.wiring.news_clauses import make_clause_finder
from bot.wiring.news_gathering import open_gathering
from bot.wiring.newsroom import HouseNewsroom
from tests.evaluation.bench_slack import machine
from tests.integration.feed_server import Behaviour, running_server
from tests.integration.gathering_process import peak_mb
from tests.unit.digest.builders import a_subscription

_SUBJECTS = (
    "生成AIの利活用ガイドライン", "個人情報保護法の施行規則", "デジタル市場の競争に関する実態調査",
    "サイバーセキュリティ経営の手引", "クラウドサービスの調達基準", "月例経済報告", "地方税の統計",
    "災害対策本部の会議", "食品表示の事例集", "道路整備の予算", "AI Act transparency duties",
    "data protection impact assessments",
    "consumer protection refunds", "broadband deployment grants", "foundation models and competition",
)  # fmt: skip
_ACTS = ("の公表について", "（案）に関する意見募集", "の改定について", "の検討状況", "に関する説明会の開催")


def main(sources: int, items: int) -> None:
    """Serve, and measure in another process."""
    behaviours = {f"s{number}": _feed(number, items) for number in range(sources)}
    with running_server(behaviours) as server, tempfile.TemporaryDirectory() as home:
        rows = [
            {"id": name, "url": server.url(name), "publisher": name, "jurisdiction": "JP"}
            for name in behaviours
        ]
        catalogue = Path(home) / "catalogue.json"
        catalogue.write_text(json.dumps(rows), encoding="utf-8")
        command = [sys.executable, "-m", "tests.evaluation.bench_gathering", "--measure", str(catalogue)]
        environment = os.environ | {"SANDAN_HOME": home, "SANDAN_FETCH_TEST_HOSTS": server.host}
        ended = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    sys.stdout.write(ended.stdout)


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
        gathered = time.monotonic()
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
            "peak_mb": peak_mb(),
            "machine": machine(),
        }
    sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")


def _feed(number: int, items: int) -> Behaviour:
    """Make a feed of one source: every title once, some told by three sources."""
    when = datetime.now(UTC) - timedelta(hours=1)
    rows = "".join(
        f"<item><title>{_title(number, place)}</title><link>https://s{number}.example/{place}</link>"
        f"<pubDate>{format_datetime(when - timedelta(hours=place))}</pubDate>"
        f"<description>{_SUBJECTS[place % len(_SUBJECTS)]}を取りまとめました。</description></item>"
        for place in range(items)
    )
    body = f'<rss version="2.0"><channel><title>t</title>{rows}</channel></rss>'.encode()
    return lambda visit: visit.answer(body, Content_Type="application/rss+xml")


def _title(number: int, place: int) -> str:
    subject = _SUBJECTS[(number + place) % len(_SUBJECTS)]
    teller = number // 3 if place % 10 == 0 else number
    return f"{subject}{_ACTS[(number * 7 + place) % len(_ACTS)]} 資料{teller}-{place}"


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        measure(Path(sys.argv[2]))
    else:
        main(*(int(one) for one in (sys.argv[1:] + ["100", "50"][len(sys.argv) - 1 :])[:2]))
