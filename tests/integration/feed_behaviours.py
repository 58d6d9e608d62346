"""Everything wrong that a server of feeds can do; each behaviour writes raw bytes."""

import gzip
import json
import socket
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from threading import Event

GOOD = "AI事業者ガイドラインの改定について"
Behaviour = Callable[["Visit"], None]


@dataclass
class Visit:
    """One request under way."""

    connection: socket.socket
    head: str
    port: int
    stopping: Event

    def send(self, data: bytes) -> None:
        self.connection.sendall(data)

    def answer(self, body: bytes, status: str = "200 OK", **headers: str) -> None:
        """Answer properly."""
        lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        self.send("\r\n".join((*lines, "", "")).encode("latin-1") + body)

    def say(self, *lines: str) -> None:
        """Send a head without a body."""
        self.send("\r\n".join((*lines, "", "")).encode("latin-1"))

    def wait(self, seconds: float) -> None:
        self.stopping.wait(seconds)


def a_feed(*entries: str, encoding: str = "utf-8", declared: str = "") -> bytes:
    """Make an RSS feed."""
    head = f'<?xml version="1.0" encoding="{declared or encoding}"?>'
    body = "".join(entries or (an_entry(),))
    return f'{head}<rss version="2.0"><channel><title>t</title>{body}</channel></rss>'.encode(encoding)


def an_entry(title: str = GOOD, link: str = "https://example.go.jp/1", extra: str = "") -> str:
    """Make an entry."""
    when = "Tue, 24 Nov 2026 09:00:00 JST"
    return f"<item><title>{title}</title><link>{link}</link><pubDate>{when}</pubDate>{extra}</item>"


def _plain(body: bytes, **headers: str) -> Behaviour:
    return lambda visit: visit.answer(body, **headers)


def _status(status: str, body: bytes = b"", **headers: str) -> Behaviour:
    return lambda visit: visit.answer(body, status, **headers)


def _to(where: str, status: str = "302 Found") -> Behaviour:
    return lambda visit: visit.answer(b"", status, Location=where.replace("PORT", str(visit.port)))


def _hops(count: int) -> Behaviour:
    def behave(visit: Visit) -> None:
        number = int(visit.head.partition("?n=")[2].partition(" ")[0] or count)
        path = visit.head.split(" ")[1].partition("?")[0]
        if number == 0:
            visit.answer(a_feed())
        else:
            visit.answer(b"", "301 Moved Permanently", Location=f"{path}?n={number - 1}")

    return behave


def _drip(head: bytes, piece: bytes, pause: float = 0.2) -> Behaviour:
    def behave(visit: Visit) -> None:
        visit.send(head)
        while not visit.stopping.is_set():
            visit.send(piece)
            visit.wait(pause)

    return behave


def _pour(head: bytes, piece: bytes, times: int) -> Behaviour:
    def behave(visit: Visit) -> None:
        visit.send(head)
        for _ in range(times):
            visit.send(piece)

    return behave


def _silent(visit: Visit) -> None:
    visit.wait(60)


def _reset(visit: Visit) -> None:
    visit.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")


def _cut(body: bytes, **headers: str) -> Behaviour:
    def behave(visit: Visit) -> None:
        lines = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        visit.say("HTTP/1.1 200 OK", f"Content-Length: {len(body) * 2}", *lines)
        visit.send(body)

    return behave


def _chunked(*pieces: bytes, is_ended: bool = True) -> Behaviour:
    def behave(visit: Visit) -> None:
        visit.say("HTTP/1.1 200 OK", "Transfer-Encoding: chunked")
        for piece in pieces:
            visit.send(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
        if is_ended:
            visit.send(b"0\r\n\r\n")

    return behave


def _bomb(megabytes: int) -> bytes:
    packer = zlib.compressobj(9, wbits=31)
    piece = b"<a>" * 349_525
    return b"".join(packer.compress(piece) for _ in range(megabytes)) + packer.flush()


def _tomorrow() -> str:
    return format_datetime(datetime.now(UTC) + timedelta(hours=2), usegmt=True)


_OK = b"HTTP/1.1 200 OK\r\n"
_LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY a{n} "{"&a%s;" % (n - 1 if n else "") * 10}">' for n in range(1, 9))
    + ']><rss version="2.0"><channel><item><title>&a8;</title></item></channel></rss>'
).encode()
_LIST = (
    '<html><nav><a href="/press/2026/11/0.html">この行は案内です</a></nav>'
    f'<p>2026年11月24日</p><a href="/press/2026/11/1.html">{GOOD}</a></html>'
)

# What is good: name to behaviour and how many items it brings.
GOOD_ONES: dict[str, tuple[Behaviour, int]] = {
    "plain": (_plain(a_feed(), Content_Type="application/rss+xml"), 1),
    "zipped": (_plain(gzip.compress(a_feed()), Content_Encoding="gzip"), 1),
    "chunks": (_chunked(a_feed()[:50], a_feed()[50:]), 1),
    "no_length": (lambda v: v.send(_OK + b"\r\n" + a_feed()), 1),
    "sjis": (_plain(a_feed(an_entry("①㈱髙" + GOOD), encoding="cp932", declared="Shift_JIS")), 1),
    "x_sjis": (_plain(a_feed(encoding="cp932", declared="x-sjis")), 1),
    "euc": (_plain(a_feed(encoding="euc_jp", declared="EUC-JP")), 1),
    "jis": (_plain(a_feed(encoding="iso2022_jp", declared="ISO-2022-JP")), 1),
    "header_only": (
        _plain(a_feed(encoding="cp932").split(b"?>", 1)[1], Content_Type="text/xml; charset=Shift_JIS"),
        1,
    ),
    "wrong_label": (_plain(a_feed(encoding="cp932", declared="utf-8")), 1),
    "utf16": (_plain(a_feed(encoding="utf-16")), 1),
    "bom": (_plain(b"\xef\xbb\xbf" + a_feed()), 1),
    "blanks_before": (_plain(b"\r\n\r\n  " + a_feed()), 1),
    "controls": (_plain(a_feed(an_entry(GOOD + "\x0b\x00"))), 1),
    "ampersands": (_plain(a_feed(an_entry(f"AT&T {GOOD} & Co"))), 1),
    "stray_less": (_plain(a_feed(an_entry(f"{GOOD} a < b"))), 1),
    "cut_short": (_cut(a_feed(an_entry(), an_entry("二つ目の発表", "https://example.go.jp/2"))), 2),
    "cut_zip": (_cut(gzip.compress(a_feed())[:-6], Content_Encoding="gzip"), 1),
    "unclosed": (_plain(a_feed().removesuffix(b"</channel></rss>")), 1),
    "no_dates": (_plain(a_feed(f"<item><title>{GOOD}</title></item>")), 1),
    "same_guid": (
        _plain(
            a_feed(
                an_entry(extra="<guid>g</guid>"),
                an_entry("別の発表について", "https://example.go.jp/2", "<guid>g</guid>"),
            )
        ),
        2,
    ),
    "scripts": (
        _plain(a_feed(an_entry(f"<![CDATA[<script>alert(1)</script>{GOOD}<!channel>]]>", "javascript:x()"))),
        1,
    ),
    "far_future": (_plain(a_feed().replace(b"2026", b"2099")), 1),
    "huge_title": (_plain(a_feed(an_entry(GOOD + "長" * 1_000_000))), 1),
    "many_entries": (_plain(a_feed(*(an_entry(f"{GOOD}{n}", f"/{n}") for n in range(20_000)))), 1_000),
    "json": (
        _plain(json.dumps({"results": [{"title": GOOD, "html_url": "https://e.com/1"}]}).encode()),
        1,
    ),
    "relative_hop": (_to("/plain"), 1),
    "good_hop": (_to("http://127.0.0.1:PORT/plain", "307 Temporary Redirect"), 1),
    "five_hops": (_hops(5), 1),
    "empty_feed": (_plain(a_feed("<description>no items</description>")), 0),
    "list": (_plain(_LIST.encode("cp932"), Content_Type="text/html; charset=shift_jis"), 1),
    "unclosed_floods": (_plain(a_feed(an_entry(), "<a " * 120_000, "<!--" * 120_000)), 1),
    "attributes": (_plain(a_feed(an_entry(extra="<x " + "a='1' " * 200_000 + "/>"))), 1),
}

# What is bad: name to behaviour and the word for it.
BAD_ONES: dict[str, tuple[Behaviour, str]] = {
    "to_loopback": (_to("http://127.0.0.2:PORT/plain"), "address_refused"),
    "to_name": (_to("http://localhost:PORT/plain"), "address_refused"),
    "to_ipv6": (_to("http://[::1]:PORT/plain"), "address_refused"),
    "to_mapped": (_to("http://[::ffff:127.0.0.2]:PORT/plain"), "address_refused"),
    "to_number": (_to("http://2130706434:PORT/plain"), "address_refused"),
    "to_private": (_to("http://10.0.0.1/"), "address_refused"),
    "to_metadata": (_to("http://169.254.169.254/latest/meta-data/"), "address_refused"),
    "to_nat64": (_to("http://[64:ff9b::7f00:2]/"), "address_refused"),
    "to_other_port": (_to("http://127.0.0.1:1/"), "address_refused"),
    "to_file": (_to("file:///etc/passwd"), "scheme_refused"),
    "to_ftp": (_to("ftp://127.0.0.1/x"), "scheme_refused"),
    "to_script": (_to("javascript:alert(1)"), "scheme_refused"),
    "to_user": (_to("http://user:secret@127.0.0.1:PORT/plain"), "bad_address"),
    "to_nowhere": (_status("302 Found"), "bad_redirect"),
    "to_itself": (_to("/to_itself"), "too_many_redirects"),
    "six_hops": (_hops(6), "too_many_redirects"),
    "gone": (_status("410 Gone"), "http_410"),
    "missing": (_status("404 Not Found"), "http_404"),
    "forbidden": (_status("403 Forbidden"), "http_403"),
    "broken": (_status("500 Internal Server Error"), "http_500"),
    "accepted": (_status("202 Accepted"), "http_202"),
    "nothing": (lambda v: v.say("HTTP/1.1 204 No Content"), "http_204"),
    "part": (_status("206 Partial Content", a_feed()), "http_206"),
    "unasked_304": (lambda v: v.say("HTTP/1.1 304 Not Modified"), "http_304"),
    "wait_seconds": (_status("429 Too Many Requests", Retry_After="7200"), "http_429"),
    "wait_date": (
        lambda v: v.answer(b"", "503 Service Unavailable", Retry_After=_tomorrow()),
        "http_503",
    ),
    "wait_for_ever": (_status("429 Too Many Requests", Retry_After="9" * 30), "http_429"),
    "garbage": (lambda v: v.send(b"\x16\x03\x01 not HTTP at all\r\n\r\n"), "broken_answer"),
    "no_answer": (lambda _: None, "broken_answer"),
    "reset": (_reset, "connect_failed"),
    "long_header": (lambda v: v.send(_OK + b"X: " + b"x" * 100_000 + b"\r\n\r\n"), "broken_answer"),
    "many_headers": (lambda v: v.say("HTTP/1.1 200 OK", *(f"X-{n}: x" for n in range(500))), "broken_answer"),
    "bad_chunks": (
        lambda v: v.send(_OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nx\r\n"),
        "broken_answer",
    ),
    "bad_zip": (_plain(b"no gzip at all", Content_Encoding="gzip"), "broken_answer"),
    "brotli": (_plain(b"\x0b\x02\x80", Content_Encoding="br"), "unknown_encoding"),
    "empty": (_plain(b""), "empty_body"),
    "page": (_plain(b"<!DOCTYPE html><html><body>Access Denied</body></html>"), "html_not_feed"),
    "words": (_plain(b"Just words."), "not_a_feed"),
    "laughs": (_plain(_LAUGHS), "defines_entities"),
    "outside_entity": (
        _plain(b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><rss><channel>&e;</channel></rss>'),
        "defines_entities",
    ),
    "deep": (_plain(a_feed("<a>" * 390_000)), "too_deep"),
    "deep_json": (_plain(b"[" * 390_000), "not_json"),
    "many_tags": (_plain(b"<rss><channel>" + b"<i/>" * 410_000), "too_many_tags"),
    "many_values": (_plain(b"[" + b"{}," * 410_000 + b"{}]"), "too_many_tags"),
    "layout": (_plain(b"<html><p>2026</p><a href='/other/1'>another page</a></html>"), "layout_changed"),
    "bomb": (_plain(_bomb(300), Content_Encoding="gzip"), "too_large"),
    "large": (_pour(_OK + b"Content-Length: 63000000\r\n\r\n", b"x" * 65_536, 1_000), "too_large"),
    "endless_chunks": (
        _pour(_OK + b"Transfer-Encoding: chunked\r\n\r\n", b"10000\r\n" + b"x" * 65_536 + b"\r\n", 1_000),
        "too_large",
    ),
    "endless_continue": (_drip(b"", b"HTTP/1.1 100 Continue\r\n\r\n", 0.01), "timed_out"),
    "silent": (_silent, "timed_out"),
    "slow_head": (_drip(b"HTTP/1.1 200 OK\r\nX: ", b"x"), "timed_out"),
    "slow_body": (_drip(_OK + b"Content-Length: 1000000\r\n\r\n", b"<"), "timed_out"),
    "slow_zip": (
        _drip(_OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(a_feed())[:20], b""),
        "timed_out",
    ),
}
LISTS = frozenset({"list", "layout"})
