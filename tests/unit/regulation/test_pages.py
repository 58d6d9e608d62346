"""Pages of items: the running words of a page, read where the publisher lets robots in."""

from datetime import UTC, datetime, timedelta

import pytest

from knowledge.regulation.fetching import Answer, FetchError, Request
from knowledge.regulation.main_text import main_text
from knowledge.regulation.pages import PageReader

NOW = datetime(2026, 11, 24, tzinfo=UTC)
SAID = "経済産業省は、本日、AI事業者ガイドラインの第1.2版を公表しました。"
PAGE = f"""<!doctype html><html><head><title>題</title><script>var a = "<p>書かない。</p>"</script></head>
<body><header><p>経済産業省のページです。</p></header>
<nav><ul><li><a href="/">ホームへ戻るための道です。</a></ul></nav>
<form action="/search"><main><h1>ガイドラインの公表について</h1><p>{SAID}<p hidden>見えない文です。</p>
<ul><li><a href="/1">関連する資料の一覧はこちらにあります。</a></li></ul></main></form>
<footer><p>東京都千代田区霞が関にあります。</p></footer></body></html>"""


class Host:
    """Answers with what a test says, and remembers what was asked."""

    def __init__(self, **answers: bytes | FetchError) -> None:
        self.answers = answers
        self.asked: list[str] = []

    def fetch(self, request: Request, now: datetime) -> Answer:
        name = request.url.rpartition("/")[2].partition(".")[0]
        self.asked.append(name)
        answer = self.answers.get(name, FetchError("http_404", status=404))
        if isinstance(answer, FetchError):
            raise answer
        kind = "text/plain" if name == "robots" else "text/html; charset=utf-8"
        return Answer(status=200, url=request.url, body=answer, content_type=kind)


def read(reader: PageReader, url: str = "https://example.go.jp/page", now: datetime = NOW) -> tuple[str, str]:
    page = reader.read(url, user_agent="", is_japanese=True, now=now)
    return page.text, page.problem


def test_the_running_words_of_a_page_are_taken_without_menus_links_and_what_is_hidden() -> None:
    assert main_text(PAGE).splitlines() == [SAID]


@pytest.mark.parametrize("piece", ["<div>", "<p ", "<main>", "<a href=x>", "<p hidden>", "<!--", "<nav>"])
def test_a_hostile_page_takes_no_time_and_gives_no_markup(piece: str) -> None:
    assert "<main" not in main_text(piece * 60_000 + SAID)


@pytest.mark.parametrize(
    ("robots", "expected"),
    [
        (b"User-agent: *\nDisallow: /private/", ""),
        (b"User-agent: *\nDisallow: /", "robots_refused"),
        (b"User-agent: sandan\nDisallow: /page", "robots_refused"),
        (b"<!doctype html><p>Disallow: /", ""),
        (FetchError("http_404", status=404), ""),
        (FetchError("http_503", status=503), "robots_refused"),
        (FetchError("timed_out"), "robots_refused"),
    ],
)
def test_a_page_is_read_only_where_robots_are_let_in(robots: bytes | FetchError, expected: str) -> None:
    host = Host(robots=robots, page=PAGE.encode())

    text, problem = read(PageReader(host.fetch))

    assert (text, problem) == ("" if expected else SAID, expected)
    assert ("page" in host.asked) == (not expected)


def test_a_host_that_asks_to_wait_is_left_alone_until_then() -> None:
    host = Host(page=FetchError("http_429", status=429, wait=timedelta(hours=1)))
    reader = PageReader(host.fetch)

    told = [read(reader, now=NOW + timedelta(minutes=minutes))[1] for minutes in (0, 59, 61)]

    assert told == ["http_429", "asked_to_wait", "http_429"]
    assert host.asked == ["robots", "page", "page"]


@pytest.mark.parametrize(
    ("url", "expected"), [("", "no_address"), ("https://example.go.jp/robots.txt", "not_a_page")]
)
def test_what_is_no_page_has_a_name(url: str, expected: str) -> None:
    host = Host(robots=b"User-agent: *\nAllow: /")

    assert read(PageReader(host.fetch), url) == ("", expected)
