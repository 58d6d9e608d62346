"""The local page: what a browser sends, and what a person then reads."""

from pathlib import Path
from threading import Event

import pytest

from bot.advisor.advice import Advice
from bot.advisor.question import Question
from tests.scenarios.advices import an_advice
from tests.scenarios.web_page import SECTION, Browser, PlayedDesk, open_page
from tests.scenarios.web_page_tests.stage import _Elements, _upload_name, _upload_result


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
