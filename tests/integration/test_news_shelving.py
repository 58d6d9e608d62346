"""Gathered news among the documents: cited with their date, as material, and never as a rule."""

from datetime import date
from pathlib import Path

import pytest

from bot.advisor.question import Question
from bot.settings import Settings
from bot.wiring.desk import open_desk
from bot.wiring.news_desk import open_news_desk

TITLE = "AI事業者ガイドライン（第1.3版）（案）に関する意見募集を開始します"
QUESTION = "AI事業者ガイドライン第1.3版の意見募集はいつまでですか"
FEED = (
    '<rss version="2.0"><channel><item>'
    f"<title>{TITLE}</title><link>https://example.go.jp/1</link><pubDate>2026-11-24</pubDate>"
    "<description>2026年12月23日まで意見を募集します。</description></item></channel></rss>"
)


@pytest.mark.slow
def test_a_question_cites_gathered_news_with_its_date_and_as_no_authority(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(FEED, encoding="utf-8")
    (tmp_path / "catalogue.yaml").write_text("- {id: meti, url: 'file:feed.xml', publisher: 経済産業省}\n")
    settings = Settings(home=tmp_path / "home")

    with open_news_desk(settings, lambda *_: None) as news:
        news.run(tmp_path / "catalogue.yaml", lambda _: None)
        news.run(tmp_path / "catalogue.yaml", lambda _: None)
    with open_desk(settings, lambda *_: None, today=date(2026, 11, 25)) as desk:
        question = Question(text=QUESTION, as_of=date(2026, 11, 25), audiences=desk.audiences())
        advice = desk.answer(question)

    [cited] = [one for one in advice.citations if one.id.startswith("news-")]
    assert (cited.document, cited.source_class) == ("news-meti-2026-11-24", "news")
    assert "2026年12月23日まで意見を募集します。" in cited.quote
    assert "2026年11月24日公表" in advice.markdown
    assert "社内の規程ではありません" in advice.markdown
    assert cited.n not in {one for part in advice.policy for one in part.citations}
    assert [one.name for one in (settings.home / "news").iterdir()] == ["news-meti-2026-11-24.jsonl"]
