"""The local page: what a browser sends, and what a person then reads."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.surfaces.web.links import sign_link
from tests.scenarios.web_page import NOW, SECRET, SECTION, Browser, PlayedDesk, open_page
from tests.scenarios.web_page_tests.stage import PASSAGE, _assert_inert, _Elements
from tests.unit.hostile_texts import HOSTILE_TEXTS


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
