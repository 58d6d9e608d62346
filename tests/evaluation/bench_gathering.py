"""Measure a gathering of 100 sources with 50 items each, and a digest composed of it.

    python -m tests.evaluation.bench_gathering [SOURCES] [ITEMS]

A local server speaks for the sources; gathering and composing run in a process of their own
(`gathering_once`), with the shipped embedding model and the sample company, as in an installation that has
answered a question before. Prints one JSON object: counts, seconds, peak memory of that process, the machine.
"""

import json
import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

from tests.evaluation.bench_slack import machine
from tests.integration.feed_behaviours import Behaviour
from tests.integration.feed_server import running_server

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
        environment = os.environ | {"SANDAN_HOME": home, "SANDAN_FETCH_TEST_HOSTS": server.host}
        # This makes the record, as an installation has it.
        ask = [sys.executable, "-m", "bot", "ask", "PoCの上限額は？"]
        subprocess.run(ask, env=environment, capture_output=True, check=True)
        command = [sys.executable, "-m", "tests.evaluation.gathering_once", str(catalogue)]
        ended = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    told = json.loads(ended.stdout.splitlines()[-1]) | {"machine": machine()}
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
    given = [int(one) for one in sys.argv[1:]]
    main(*(given or [100, 50]))
