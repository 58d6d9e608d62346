"""The local page: what a browser sends, and what a person then reads."""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from threading import Event

import pytest

from bot.advisor.advice import Advice
from bot.advisor.question import Question
from bot.surfaces.web.links import sign_link
from bot.surfaces.web.ports import PassageRef
from tests.scenarios.advices import an_advice
from tests.scenarios.web_page import NOW, SECRET, SECTION, Browser, PlayedDesk, Seen, open_page
from tests.unit.hostile_texts import HOSTILE_TEXTS

PASSAGE = PassageRef(document="ai-use-policy", version="3.0", section="A3-8", language="ja", start=9, end=25)


class _Elements(HTMLParser):
    """Every element of a page with its attributes, and the text that a person reads."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture
def desk() -> PlayedDesk:
    return PlayedDesk()


@pytest.fixture
def browser(tmp_path: Path, desk: PlayedDesk) -> Iterator[Browser]:
    with open_page(tmp_path, desk) as browser:
        yield browser


def _upload_result(browser: Browser, seen: Seen, path: str) -> Seen:
    deadline = time.monotonic() + 10
    while "progress" in seen.text and time.monotonic() < deadline:
        time.sleep(0.02)
        seen = browser.get(path)
    return seen


def test_a_question_is_answered_with_every_part_of_the_advice(browser: Browser) -> None:
    seen = browser.post("/ask", {"question": "PoCはいくらまで？"})

    assert seen.status == 200
    text = _Elements(seen.text).text
    advice = an_advice()
    for said in (advice.summary.text, advice.policy[0].text, "2,500,000円", "部長", advice.phrases[0].text,
                 advice.citations[0].quote, "見本の規程", "要約", "対象の業務"):  # fmt: skip
        assert said in text


def test_a_follow_up_brings_the_thread_of_this_browser_along(browser: Browser, desk: PlayedDesk) -> None:
    browser.post("/ask", {"question": "PoCはいくらまで？"})
    browser.post("/ask", {"question": "では社長なら？", "asker": "課長", "as_of": "2026-05-01"})

    _, second = desk.asked
    assert [turn.text for turn in second.history] == ["PoCはいくらまで？", "PoCは300万円までです。"]
    assert (second.asker, second.as_of.isoformat()) == ("課長", "2026-05-01")


def test_another_browser_sees_nothing_of_it(browser: Browser) -> None:
    browser.post("/ask", {"question": "内密の質問"})

    other = Browser(browser.port).get("/")

    assert "内密の質問" in browser.get("/").text
    assert "内密の質問" not in other.text


def test_a_thread_can_be_erased(browser: Browser, desk: PlayedDesk) -> None:
    browser.post("/ask", {"question": "内密の質問"})

    seen = browser.post("/forget", {})
    browser.post("/ask", {"question": "次"})

    assert "内密の質問" not in seen.text
    assert desk.asked[-1].history == ()


def test_a_source_opens_with_the_quote_marked_in_its_section(browser: Browser) -> None:
    answer = browser.post("/ask", {"question": "PoCはいくらまで？"})
    [address, *_] = [
        str(attributes["href"])
        for tag, attributes in _Elements(answer.text).found
        if tag == "a" and str(attributes.get("href")).startswith("/source?")
    ]

    seen = browser.get(address.replace("start=0", "start=10").replace("end=16", "end=26").partition("#")[0])

    marked = f'<mark id="passage">{SECTION[10:26]}</mark>'
    assert marked in seen.text
    assert "2026-04-01から" in seen.text
    assert "有効" in seen.text


def test_an_empty_question_gets_words_and_no_answer(browser: Browser, desk: PlayedDesk) -> None:
    seen = browser.post("/ask", {"question": " \u202e\n"})

    assert seen.status == 422
    assert "質問が空です" in seen.text
    assert not desk.asked


def test_a_failing_store_becomes_an_apology_and_the_question_is_not_lost(tmp_path: Path) -> None:
    def fail(_: Question) -> Advice:
        raise OSError(28, "No space left on device: /secret/path")

    with open_page(tmp_path, PlayedDesk(reply=fail)) as browser:
        seen = browser.post("/ask", {"question": "PoCはいくらまで？"})

    assert seen.status == 503
    assert "空き容量" in seen.text
    assert "お問い合わせ番号" in seen.text
    assert "PoCはいくらまで？</textarea>" in seen.text
    assert "secret" not in seen.text


def test_an_answer_that_hangs_becomes_an_apology_in_time(tmp_path: Path) -> None:
    released = Event()

    def hang(question: Question) -> Advice:
        released.wait(10)
        return an_advice(question)

    with open_page(tmp_path, PlayedDesk(reply=hang), answer_within=0.2) as browser:
        seen = browser.post("/ask", {"question": "PoCはいくらまで？"})
        released.set()

    assert seen.status == 503
    assert "時間内に" in seen.text


def test_phrases_come_as_wished_and_can_be_copied(browser: Browser, desk: PlayedDesk) -> None:
    seen = browser.post("/phrases", {"topic": "PoC", "listener": "board", "stance": "", "max_chars": "60"})

    [wish] = desk.wishes
    assert (wish.listener, wish.stance, wish.max_chars) == ("board", None, 60)
    assert '<q class="phrase" data-copy>まず小さく試します。</q>' in seen.text


def test_what_is_said_back_is_answered_with_what_to_mend(browser: Browser) -> None:
    seen = browser.post("/check", {"statement": "必ず上がります。"})

    assert "直してから話してください" in seen.text
    assert "言い切れません。" in seen.text
    assert "上がる見込みです。" in seen.text


def test_uploaded_files_are_read_and_reported(browser: Browser, desk: PlayedDesk, tmp_path: Path) -> None:
    content = bytes(range(256)) + b"\r\n--not the mark\r\n"

    running = browser.upload(
        "/documents/add",
        {"source_class": "policy", "audience": "board", "effective_from": "2026-04-01", "title": ""},
        [("../../規程.md", content), ("C:\\x\\b.txt", b"b")],
    )
    path = f"/documents/uploads/{_upload_name(running)}" if "progress" in running.text else "/documents"
    seen = _upload_result(browser, running, path)

    assert "読み込みが終わりました" in seen.text
    assert [(name, data) for name, data, _ in desk.put_in] == [("規程.md", content), ("b.txt", b"b")]
    assert desk.put_in[0][2].audience == "board"
    assert desk.put_in[0][2].effective_from is not None
    assert str(tmp_path) not in seen.text
    assert not list((tmp_path / "uploads").glob("*/*"))


def _upload_name(seen: Seen) -> str:
    return seen.text.partition("/documents/uploads/")[2].partition(".json")[0]


def test_an_upload_with_dates_the_wrong_way_round_is_refused_in_words(
    browser: Browser, desk: PlayedDesk
) -> None:
    fields = {"source_class": "policy", "effective_from": "2026-04-01", "effective_to": "2025-04-01"}

    seen = browser.upload("/documents/add", fields, [("a.md", b"a")])

    assert seen.status == 422
    assert "使えない値" in seen.text
    assert not desk.put_in


def test_a_document_is_removed_only_after_the_question_was_shown(browser: Browser, desk: PlayedDesk) -> None:
    asked = browser.get("/documents/remove?document=ai-use-policy%403.0")
    assert not desk.removed

    seen = browser.post("/documents/remove", {"document": "ai-use-policy@3.0"})

    assert "完全に削除します" in asked.text
    assert desk.removed == ["ai-use-policy@3.0"]
    assert "削除しました: ai-use-policy@3.0" in seen.text


@pytest.mark.parametrize("token", ["", "0" * 64])
def test_a_form_that_is_not_ours_does_nothing(browser: Browser, desk: PlayedDesk, token: str) -> None:
    browser.get("/")

    seen = browser.post("/documents/remove", {"document": "ai-use-policy"}, token=token)

    assert seen.status == 403
    assert not desk.removed


def test_a_form_sent_by_another_site_does_nothing(browser: Browser, desk: PlayedDesk) -> None:
    seen = browser.post("/documents/remove", {"document": "ai-use-policy"}, Sec_Fetch_Site="cross-site")

    assert seen.status == 403
    assert not desk.removed


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:3000", "evil.example:3000", "["])
def test_a_name_that_is_not_ours_opens_nothing(browser: Browser, host: str) -> None:
    seen = Browser(browser.port, host=host).get("/documents")

    assert seen.status == 421
    assert "AI利用規程" not in seen.text


def test_every_reply_forbids_what_the_page_does_not_need(browser: Browser) -> None:
    for path in ("/", "/documents", "/static/page.js", "/nowhere", "/source?x=1"):
        seen = browser.get(path)

        policy = str(seen.headers["Content-Security-Policy"])
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert seen.headers["X-Frame-Options"] == "DENY"
        assert seen.headers["Referrer-Policy"] == "no-referrer"
        assert seen.headers["X-Content-Type-Options"] == "nosniff"


def test_no_page_holds_a_script_or_style_of_its_own_or_anything_from_outside(browser: Browser) -> None:
    browser.post("/ask", {"question": "PoCはいくらまで？"})
    for path in ("/", "/phrases", "/check", "/documents", "/document?document=ai-use-policy"):
        for tag, attributes in _Elements(browser.get(path).text).found:
            assert not [name for name in attributes if name.startswith("on") or name == "style"]
            for name in ("src", "href", "action"):
                address = attributes.get(name)
                assert address is None or address.startswith(("/", "#", "?")), (path, tag, address)


def test_cookies_are_kept_from_scripts_and_other_sites(browser: Browser) -> None:
    cookie = str(browser.get("/").headers["Set-Cookie"])

    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie


def test_every_field_has_a_label_and_every_page_one_heading_and_its_landmarks(browser: Browser) -> None:
    for path in ("/", "/phrases", "/check", "/documents"):
        found = _Elements(browser.get(path).text).found
        labels = {attributes.get("for") for tag, attributes in found if tag == "label"}
        fields = [
            attributes
            for tag, attributes in found
            if tag in {"input", "textarea", "select"} and attributes.get("type") != "hidden"
        ]
        tags = [tag for tag, _ in found]

        assert not [one for one in fields if one.get("id") not in labels], path
        assert tags.count("h1") == tags.count("main") == tags.count("nav") == 1
        assert ("html", {"lang": "ja"}) in found


def test_the_page_speaks_the_language_of_the_browser_until_another_is_chosen(browser: Browser) -> None:
    english = Browser(browser.port, language="en-GB,en;q=0.9")

    assert "Your question" in english.get("/").text
    assert "質問する" in english.get("/?lang=ja").text
    assert "質問する" in english.get("/phrases").text


@pytest.mark.parametrize(("text", "harmless"), HOSTILE_TEXTS)
def test_hostile_text_stays_text_wherever_it_stands(tmp_path: Path, text: str, harmless: str) -> None:
    desk = PlayedDesk(title=text)
    with open_page(tmp_path, desk) as browser:
        before = [tag for tag, _ in _Elements(browser.get("/documents").text).found]
        for path in ("/documents", "/document?document=ai-use-policy"):
            elements = _Elements(browser.get(path).text)
            _assert_inert(elements)
            assert harmless in " ".join(elements.text.split())
        asked = _Elements(browser.post("/ask", {"question": text}).text)

    assert before
    _assert_inert(asked)
    assert harmless in " ".join(asked.text.split())


def _assert_inert(elements: _Elements) -> None:
    for tag, attributes in elements.found:
        assert tag not in {"img", "iframe", "object", "embed", "svg", "math", "base", "video", "audio"}
        assert tag != "script" or attributes.get("src") == "/static/page.js"
        assert not [name for name in attributes if name.startswith("on")]
        address = attributes.get("href") or attributes.get("src") or attributes.get("action") or "/"
        assert address.startswith(("/", "#", "?"))
        assert not address.startswith("//")


def test_a_password_keeps_strangers_out_and_lets_the_owner_in(tmp_path: Path, desk: PlayedDesk) -> None:
    with open_page(tmp_path, desk, password="correct horse") as browser:
        stranger = browser.get("/documents")
        wrong = browser.post("/login", {"password": "wrong"})
        before = dict(browser.cookies)
        owner = browser.post("/login", {"password": "correct horse"})
        documents = browser.get("/documents")
        left = browser.post("/logout", {})

    assert stranger.status == wrong.status == left.status == 401
    assert "AI利用規程" not in stranger.text
    assert "パスワードが違います" in wrong.text
    assert owner.status == 200
    assert "AI利用規程" in documents.text
    assert before["sandan_session"] != browser.cookies["sandan_session"]


def test_guessing_passwords_is_slowed_down(tmp_path: Path, desk: PlayedDesk) -> None:
    with open_page(tmp_path, desk, password="correct horse") as browser:
        statuses = [browser.post("/login", {"password": str(number)}).status for number in range(12)]
        right = browser.post("/login", {"password": "correct horse"})

    assert statuses == [401] * 10 + [429] * 2
    assert right.status == 429


def test_a_public_address_without_password_opens_passages_only(tmp_path: Path, desk: PlayedDesk) -> None:
    public = "https://sandan.example.com/"
    link = sign_link(
        PASSAGE, frozenset({"everyone"}), until=NOW + timedelta(days=1), public_url=public, secret=SECRET
    )
    with open_page(tmp_path, desk, public_url=public) as browser:
        reader = Browser(browser.port, host="sandan.example.com")
        opened = reader.get(link.removeprefix("https://sandan.example.com"))
        documents = reader.get("/documents")

    assert opened.status == 200
    assert "<mark" in opened.text
    assert "Secure" in str(opened.headers["Set-Cookie"])
    assert "<nav" not in opened.text
    assert documents.status == 403
    assert "AI利用規程" not in documents.text


def test_a_link_opens_nothing_when_it_expired_was_changed_or_is_for_others(tmp_path: Path) -> None:
    base = "http://127.0.0.1/"
    tomorrow, yesterday = NOW + timedelta(days=1), NOW - timedelta(days=1)

    def link(until: datetime, secret: bytes = SECRET) -> str:
        signed = sign_link(
            PASSAGE,
            frozenset({"everyone"}),
            until=until,
            public_url=base,
            secret=secret,
        )
        return signed.removeprefix("http://127.0.0.1")

    with open_page(tmp_path, PlayedDesk(audience="board")) as browser:
        expired = browser.get(link(yesterday))
        forged = browser.get(link(tomorrow, secret=b"1" * 32))
        changed = browser.get(link(tomorrow)[:-1] + "x")
        for_others = browser.get(link(tomorrow))

    assert [one.status for one in (expired, forged, changed, for_others)] == [410, 404, 404, 404]
    assert "期限が切れました" in expired.text
    assert not [one for one in (expired, forged, changed, for_others) if SECTION[9:25] in one.text]


def test_a_body_that_is_too_large_is_refused_in_words(browser: Browser) -> None:
    seen = browser.post("/ask", {"question": "x" * 2_100_000})

    assert seen.status == 413
    assert "大きすぎます" in seen.text
