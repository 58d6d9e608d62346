"""What the advisor says when it asks back, refuses, or finds nothing: in words, with a way on."""

from datetime import date

from pydantic import BaseModel, ConfigDict

from knowledge.documents.document import Language


class Notices(BaseModel):
    """All fixed sentences of one language."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    empty: str
    vague: str
    greeting: str
    refused: str
    refused_lawful: str
    not_covered: str
    not_covered_in_rules: str
    related: str
    nearest: str
    ask_whom: str
    ask_owner: str
    no_rules_yet: str
    searched: str
    no_percentages: str
    no_shares: str
    law_not_held: str
    sample: str
    choices: tuple[str, ...]


_JAPANESE = Notices(
    empty="ご質問の文が空でした。何を判断したいのか、一文で教えてください。",
    vague="もう少しだけ教えてください。何について判断したいですか。",
    greeting="こんにちは。AI導入の進め方、社内規程、会議での言い方についてお答えします。何を判断したいですか。",
    refused="規程を外したり、この仕組みの内部を明かしたりする求めには応じられません。"
    "規程に沿った進め方はお答えできます。",
    refused_lawful="そのご要望にはそのまま応じられません。規程が認める進め方は次のとおりです。",
    not_covered="ご質問の内容は、手元の文書に記載がありません。",
    not_covered_in_rules="この点を直接定めた条文は、手元の規程に見当たりません。",
    related="直接の記載は見つかりませんでした。近い箇所は次のとおりです。",
    nearest="近い箇所",
    ask_whom="{whom}にお確かめください。",
    ask_owner="その事柄を担当する部署にお確かめください。",
    no_rules_yet="{day}の時点で有効な社内規程は、手元の文書にありません。",
    searched="調べたのは、記事・論文の要約カードと、{titles}です。",
    no_percentages="何％の時間短縮や品質向上になるかという数字は、資料にはありません。自社のPoCで測った値を使ってください。",
    no_shares="いまの市場シェアの数字は、資料にはありません。調査会社などの新しい統計をご覧ください。",
    law_not_held="法令の条文や罰則の正確な内容は、手元の文書にありません。法務または専門家にお確かめください。",
    sample="社内規程の部分は、見本の規程（架空の会社）による回答です。自社の規程を入れると置き換わります。",
    choices=(
        "費用や契約の金額で、誰の承認が要るか",
        "このデータをAIに入力してよいか",
        "どの順番で進めるか（三段）",
        "効果と費用をどの指標で見るか",
        "会議でどう言うか",
    ),
)
_ENGLISH = Notices(
    empty="The question was empty. Please say in one sentence what you have to decide.",
    vague="Please tell me a little more: what do you have to decide?",
    greeting="Hello. I answer on adopting AI, on your company's rules, and on what to say in meetings. "
    "What do you have to decide?",
    refused="I cannot set rules aside or reveal how this works inside. "
    "I can tell you the way the rules allow.",
    refused_lawful="I cannot do that as asked. The way the rules allow is this.",
    not_covered="The documents at hand do not cover this question.",
    not_covered_in_rules="No clause at hand rules on this point directly.",
    related="I found no direct statement. The nearest passages are these.",
    nearest="Nearest passages",
    ask_whom="Please ask {whom}.",
    ask_owner="Please ask the department in charge of the matter.",
    no_rules_yet="No company rule at hand is in force on {day}.",
    searched="Searched: the cards of article and papers, and {titles}.",
    no_percentages="The sources hold no percentage of time saved or quality gained. "
    "Use what your own PoC measures.",
    no_shares="The sources hold no current market shares. Look at recent statistics, as of research firms.",
    law_not_held="The exact text or penalties of laws are not among the documents. Please ask legal counsel.",
    sample="What is said of company rules rests on the sample rules of a fictional company; "
    "put in your own to replace them.",
    choices=(
        "Whose approval an amount or contract needs",
        "Whether some data may be entered into an AI service",
        "In which order to proceed (the three steps)",
        "By which indicators to judge effect and cost",
        "What to say in the meeting",
    ),
)


def notices_for(language: Language) -> Notices:
    """Give the sentences in the language of the answer."""
    return _JAPANESE if language == "ja" else _ENGLISH


def say_day(day: date, language: Language) -> str:
    """Write a day as the language does."""
    return f"{day.year}年{day.month}月{day.day}日" if language == "ja" else day.isoformat()
