"""Pairs of titles by hand: one story told by two publishers, and what only looks like one.

The companies and most of the documents are made up. `RETOLD` and `NEAR` were written before the rule was run.
"""

RETOLD = (  # one story in other words: two headlines, on purpose
    (
        "「生成AIシステムの調達に関する指針」を策定しました",
        "経産省、生成AI調達の指針を策定　委託契約の留意点を整理",
    ),
    (
        "AIセーフティに関する評価観点ガイド（第1.20版）の公開",
        "AISI、AI安全性の評価観点ガイドを改訂　マルチモーダルを追加",
    ),
    (
        "株式会社北星商事に対する排除措置命令及び課徴金納付命令について",
        "公取委、北星商事に排除措置命令　カルテルで課徴金4億円",
    ),
    (
        "個人情報の保護に関する法律施行規則の一部を改正する規則の公布について",
        "改正個人情報保護法の施行規則を公布　個情委",
    ),
    (
        "サイバーセキュリティ経営ガイドラインVer4.0を取りまとめました",
        "「サイバーセキュリティ経営ガイドライン」が4.0に、経産省とIPAが公表",
    ),
    (
        "デジタルプラットフォームの透明性に関する報告書の公表",
        "デジタルプラットフォームの透明性に関する報告書を総務省と共同で公表",
    ),
    (
        "ICO launches consultation on automated decision-making guidance",
        "UK regulator consults on automated decision-making guidance under the DUAA",
    ),
    (
        "Commission publishes guidelines on transparency obligations under the AI Act",
        "EU sets out AI Act transparency guidelines for providers and deployers",
    ),
    (
        "CMA confirms strategic market status for Northlake's app store",
        "Northlake designated with strategic market status by CMA in app stores case",
    ),
    (
        "FTC Takes Action Against ClaimBot for Deceptive AI Lawyer Claims",
        "ClaimBot to pay $2 million in FTC settlement over 'AI lawyer' claims",
    ),
    (
        "NIST Releases Draft Guidance on AI Agent Identity",
        "NIST issues draft on identity for AI agents, seeks comments",
    ),
    (
        "EDPB adopts opinion on AI models and personal data",
        "European data watchdogs adopt opinion on personal data in AI models",
    ),
    (
        "特定受託事業者に係る取引の適正化に関する実態調査の結果について",
        "フリーランス取引の実態調査結果を公表　公取委と厚労省",
    ),
    ("人工知能基本計画の変更について（閣議決定）", "政府、AI基本計画の改定を閣議決定"),
    ("量子計算機に耐える暗号への移行に関する手引を公表", "IPAが耐量子計算機暗号への移行手引を公表"),
    ("Guidance on AI and data protection updated", "ICO updates guidance on AI and data protection"),
    ("Regulation on the Digital Omnibus on AI enters into force", "Digital Omnibus on AI enters into force"),
)
REPEATED = (  # one story in the same words, with the publisher's name or the word that it was published
    ("生成AIに関する実態調査の報告書を公表", "公取委、生成AIに関する実態調査の報告書を公表"),
    (
        "個人情報保護法の改正に関する基本的な考え方について",
        "個情委「個人情報保護法の改正に関する基本的な考え方」を公表",
    ),
    (
        "AIの利用に係る民事責任の解釈適用に関する手引き",
        "AIの利用に係る民事責任の解釈適用に関する手引きを公表（経済産業省）",
    ),
    (
        "スマートフォン特定ソフトウェアに係る競争の促進に関する法律の全面施行について",
        "スマートフォン特定ソフトウェアに係る競争の促進に関する法律が全面施行",
    ),
)
NEAR = (  # two stories
    (
        "「AI事業者ガイドライン（第1.3版案）」に関する意見募集を開始します",
        "「AI事業者ガイドライン（第1.3版）」の公表について",
    ),
    (
        "「AI事業者ガイドライン」に関する意見募集（第1回）",
        "「AI事業者ガイドライン」に関する意見募集（第2回）",
    ),
    ("AI事業者ガイドライン（第1.3版）の公表", "AI事業者ガイドラインに関する説明会の開催について"),
    ("株式会社北星商事に対する勧告について", "公取委、南星商事に勧告　代金減額で"),
    ("株式会社山川製作所に対する勧告について", "株式会社川山製作所に対する警告について"),
    ("個人情報保護法の改正案を閣議決定", "改正個人情報保護法が成立、公布へ"),
    ("生成AIの利活用に関する検討会（第3回）の開催", "生成AIの利活用に関する検討会（第3回）議事概要"),
    ("人工知能基本計画（案）について", "人工知能基本計画について"),
    ("ICO fines Harbour Clinic over data breach", "ICO fines Harbour Bank over data breach"),
    ("CMA opens merger inquiry into Vela and Corvus", "CMA clears merger of Vela and Corvus after inquiry"),
    ("FTC Finalizes Order With ClaimBot", "FTC Proposes Order Against ClaimBot"),
    (
        "Commission opens consultation on AI Act high-risk guidelines",
        "Commission publishes summary of replies to the AI Act high-risk guidelines consultation",
    ),
    ("NIST Releases SP 800-63 Revision 5 Draft", "NIST Releases SP 800-63 Revision 4"),
    (
        "サイバーセキュリティ経営ガイドラインVer4.0を公表",
        "サイバーセキュリティ経営ガイドラインVer4.0の実践のための支援ツールを公表",
    ),
    ("EDPB adopts guidelines on pseudonymisation", "EDPB adopts guidelines on anonymisation"),
    ("株式会社東雲物流に対する勧告について", "株式会社東雲運輸に対する勧告について"),
    (
        "株式会社東雲物流に対する勧告について",
        "株式会社東雲物流に対する勧告について（株式会社西雲物流を含む2件）",
    ),
    ("生成AIに関する実態調査の報告書を公表", "生成AIに関する実態調査の中間報告書を公表"),
    ("個人情報保護法に関するQ&Aの更新", "個人情報保護法に関するガイドラインの更新"),
    ("デジタル庁、生成AIの調達ガイドラインを改定", "デジタル庁、生成AIの利用ガイドラインを改定"),
    ("個人情報の漏えいに関する注意喚起（医療機関）", "個人情報の漏えいに関する注意喚起（学校）"),
    ("AI法に基づく指針の公表", "AI法に基づく指針の公表に関する説明資料"),
    ("AIの安全性評価に関する国際会議の開催", "AIの安全性評価に関する国際会議の結果概要"),
    ("ICO fines Alder Bank", "ICO fines Alder Bank's processor"),
    ("Commission designates Merlin as gatekeeper", "Commission designates Heron as gatekeeper"),
    ("EDPB adopts guidelines on legitimate interest", "EDPB adopts final guidelines on legitimate interest"),
    (
        "FTC sends letters to AI companion companies",
        "FTC sends refunds to customers of AI companion companies",
    ),
    ("NIST publishes AI agent interoperability profile", "NIST publishes AI agent security profile"),
    ("電気通信事業法施行規則の改正に係るAI音声通話の取扱い", "電気通信事業法の改正に係るAI音声通話の取扱い"),
    (
        "医薬品、医療機器等の品質、有効性及び安全性の確保等に関する法律に基づくプログラム医療機器の審査指針について",
        "医薬品、医療機器等の品質、有効性及び安全性の確保等に関する法律に基づくプログラム医療機器の表示指針について",
    ),
    (
        "個人情報の漏えい等に関する報告を受けた事業者に対する指導について（株式会社青葉信用保証、東日本支店分）",
        "個人情報の漏えい等に関する報告を受けた事業者に対する指導について（株式会社青葉信用保証、西日本支店分）",
    ),
    (
        "Statement on the enforcement of consumer protection rules against online marketplaces in the north",
        "Statement on the enforcement of consumer protection rules against online marketplaces in the south",
    ),
)
