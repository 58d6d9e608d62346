"""What is to be done with data, and where it goes, is read in the policies' terms and in people's own."""

import pytest

from bot.advisor.situation import Use
from bot.advisor.vocabulary import Vocabulary
from tests.unit.understood import COMPANY, ENGLISH_COMPANY, understood


def _use(text: str, vocabulary: Vocabulary = COMPANY) -> Use:
    use = understood(text, vocabulary=vocabulary).use
    assert use is not None
    return use


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("お客さんの名前と住所が入った表をAIに食わせていい?", "personal_data"),
        ("得意先の図面をChatGPTに貼りたい", "customer_drawing"),
        ("NDAでもらった資料を要約させてもよろしいでしょうか", "third_party_secret"),
        ("測定結果を外部のサービスに送ってもいいか", "inspection_data"),
        ("ソースコードをCopilotに読ませてええんか", "source_code"),
        ("決算前の数字をAIに分析させたい", "financial_data"),
        ("配合表をクラウドに保存できますか", "recipe"),
        ("May I paste customer drawings into a chatbot?", "customer_drawing"),
        ("Can we upload personal data to an outside service?", "personal_data"),
        ("Is it fine to feed test results to Gemini?", "inspection_data"),
    ],
)
def test_the_data_is_recognised(text: str, data: str) -> None:
    assert data in _use(text).data


@pytest.mark.parametrize(
    ("text", "destination"),
    [
        ("議事録をChatGPTで要約していい?", "external_ai"),
        ("無料版のAIで見積を比べていい?", "external_ai"),
        ("社内AI環境に顧客リストを入れたい", "internal_ai"),
        ("図面をUSBで持ち出していいですか", "removable_media"),
        ("手順書をDropboxに置いていい?", "external_cloud"),
        ("個人のアカウントのコパイロットを仕事で使っていい?", "external_ai"),
        ("May I use a free chatbot for work?", "external_ai"),
        ("Can I put drawings into our own AI environment?", "internal_ai"),
        ("チャッピーに検査データ入れてもええ?", "external_ai"),
    ],
)
def test_the_destination_is_recognised(text: str, destination: str) -> None:
    assert destination in _use(text).destinations


@pytest.mark.parametrize(
    "text", ["社内ChatGPTに検査データを入れていい?", "Can I use our internal Copilot for customer data?"]
)
def test_a_service_inside_the_company_is_no_external_one(text: str) -> None:
    destinations = _use(text).destinations

    assert destinations == ("internal_ai",)


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("仕様書をAIに貼り付けていい?", "input"),
        ("図面を社外のクラウドに置きたい", "store"),
        ("工場のネットワークを外部AIとつなげたい", "connect"),
        ("図面を家に持って帰っていい?", "take_out"),
        ("AIで作った画像を取引先に見せていい?", "disclose"),
        ("採用の合否をAIに判定させたい", "decide"),
        ("May I take drawings home on a laptop?", "take_out"),
        ("Can the line network connect to an external AI service?", "connect"),
        ("Should AI screen job applicants?", "decide"),
    ],
)
def test_the_act_is_recognised(text: str, act: str) -> None:
    assert act in _use(text).acts


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("「秘」の資料を社内AIに入れたい", ("秘",)),
        ("極秘の設計書を持ち出せますか", ("極秘",)),
        ("社外秘の手順書をクラウドに置きたい", ("社外秘",)),
        ("区分が秘のデータはどこに保管しますか", ("秘",)),
        ("AI活用の秘訣を入力した資料を共有していい?", ()),
        ("新製品を公開する前に画像をAIで作っていい?", ()),
        ("極秘と社外秘は保管の仕方が違いますか", ("極秘", "社外秘")),
    ],
)
def test_information_classes_are_told_from_ordinary_words(text: str, labels: tuple[str, ...]) -> None:
    assert _use(text).class_labels == labels


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("May I paste confidential data into a chatbot?", ("Confidential",)),
        ("Can strictly confidential files be stored in the cloud?", ("Strictly Confidential",)),
        ("Is it OK to use internal AI for public data?", ("Public",)),
        ("Can we send files classified as Internal to a supplier?", ("Internal",)),
    ],
)
def test_another_companys_classes_are_known_by_its_vocabulary(text: str, labels: tuple[str, ...]) -> None:
    assert _use(text, ENGLISH_COMPANY).class_labels == labels


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("入力した記録は何年残しますか", "log"),
        ("情報が漏れたら誰に連絡?", "incident"),
        ("うっかり顧客データを別の会社に送ってしまった", "incident"),
        ("講習を受けずに社内AIを使っていい?", "training"),
        ("契約が切れたらデータは消してもらえる?", "erasure"),
        ("How long do we keep prompts and outputs?", "log"),
        ("Someone accidentally uploaded a drawing to a public site", "incident"),
    ],
)
def test_the_subject_is_recognised(text: str, subject: str) -> None:
    assert subject in _use(text).subjects


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("「秘」の検査データを社内AI環境に入れたい", "「秘」の検査データ"),
        ("顧客図面を外部AIに貼っていいですか", "顧客図面"),
        ("May I paste the customer drawings into ChatGPT?", "customer drawings"),
        ("会議の議事録を無料版AIに貼ってもいい?", "会議の議事録"),
    ],
)
def test_objects_are_kept_as_written(text: str, written: str) -> None:
    assert written in _use(text).objects


@pytest.mark.parametrize(
    "text",
    [
        "基盤モデルとは何ですか",
        "教育に力を入れたいのですが、どう説明すればいいですか",
        "事前学習とファインチューニングの違いは?",
        "What are industry standards for foundation models?",
        "お金が出ていくばかりで効果が見えません",
    ],
)
def test_a_question_about_something_else_uses_nothing(text: str) -> None:
    assert understood(text).use is None
