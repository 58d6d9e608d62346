"""What the Slack surface says in Japanese."""

from bot.surfaces.slack.wording import Words

JAPANESE = Words(
    sample="見本の規程による",
    page="（{page}/{pages}）",
    continued="{heading}（つづき）",
    what_to_ask="はい、何についてお調べしましょうか。ご質問を一文で書いてください。たとえば次のように尋ねられます。",
    examples=(
        "うちのような中堅製造業は、AIの導入をどう進めればよいですか",
        "PoCはいくらまで、誰の決裁で始められますか",
        "役員会でAI投資を説明する言い方を教えてください",
    ),
    shared_channel=(
        "このチャンネルは社外と共有されているため、お答えを控えます。"
        "社内の文書が外に出ないようにするためです。社内のチャンネルか、私へのダイレクトメッセージでお尋ねください。"
    ),
    too_long="質問が長すぎます。40,000文字以内に分けてお送りください。",
    cannot_post={
        "not_in_channel": (
            "ご質問のチャンネルに私が参加していないため、そこへは返信できませんでした。"
            "チャンネルで「/invite」を使って私を招待してから、もう一度お尋ねください。"
        ),
        "channel_not_found": (
            "ご質問のチャンネルに私が参加していないため、そこへは返信できませんでした。"
            "チャンネルで「/invite」を使って私を招待してから、もう一度お尋ねください。"
        ),
        "is_archived": "ご質問のチャンネルは保管（アーカイブ）されているため、返信できませんでした。",
        "restricted_action": (
            "ご質問のチャンネルは投稿が制限されているため、返信できませんでした。管理者にご相談ください。"
        ),
        "missing_scope": (
            "私に必要な権限が足りないため、返信できませんでした。"
            "管理者に `sandan doctor` の実行と、アプリの再インストールをご依頼ください。"
        ),
    },
    cannot_post_otherwise="ご質問の場所へ返信できませんでした。管理者にお知らせください。",
    question_was="ご質問: {question}",
    version="版 {version}",
    dates="施行 {since} 〜 {until}",
    restated="要約",
    excerpt="抜粋",
    close="閉じる",
    send="送信",
    open_passage="原文を開く",
    source_title="出典",
    source_gone="この文書は今は登録されていないか、この場所では表示できません。",
    before_left_out="（この前を省略しています）\n",
    after_left_out="\n（この後を省略しています）",
    ask_more="もっと詳しく",
    more_question="もう少し詳しく教えてください。",
    ask_phrases="会議での言い方",
    phrases_question="この内容を会議で説明する言い方を教えてください。",
    say_back="自分の言葉で確かめる",
    check_title="話す内容の確認",
    check_label="会議で話すつもりの内容を、ご自分の言葉で書いてください",
    check_intro="確かめる内容: {question}",
    check_verdicts={
        "sound": "このまま話せます",
        "incomplete": "誤りは見つかりませんでしたが、足りない点があります",
        "wrong": "直してから話してください",
    },
    check_problems="直す点",
    check_corrected="直した文",
    check_covered="言えている点",
    check_missing="足りない点",
    share="チャンネルに共有",
    shared_by="共有されたご質問: {question}",
    feedback_good="役に立った",
    feedback_bad="改善してほしい",
    feedback_title="改善点を教えてください",
    feedback_thanks="ありがとうございます。記録しました。",
    reason_label="どこに問題がありましたか",
    reasons={
        "citation": "出典が違う",
        "outdated": "内容が古い",
        "unanswered": "質問に答えていない",
        "tone": "言い方がよくない",
        "other": "その他",
    },
    comment_label="補足（任意）",
    ask_title="質問する",
    ask_label="ご質問",
    home_intro="AI導入の三つの段階と社内規程について、出典を示してお答えします。",
    can_do=(
        "チャンネルで私にメンションする、または私にダイレクトメッセージを送ると、スレッドでお答えします。",
        "「/sandan 質問」と打つと、あなただけに見える形でお答えします。",
        "メッセージのメニューから「相談する」を選ぶと、そのメッセージについてお答えします。",
        "出典のボタンを押すと、根拠の箇所を開きます。",
    ),
    home_documents="登録されている文書",
    home_left_out="ほか{count}件",
    prompts_title="たとえば次のように尋ねられます",
    task_looking="文書を確かめています",
    stopped="ご指示により中止しました。必要になったらもう一度お書きください。",
    status="文書を確認しています…",
    too_many="一分間にお答えできるのは、お一人20件までです。少しおいて、もう一度お尋ねください。",
    too_many_here=(
        "このワークスペースでは、この1時間にお答えできる件数に達しました。"
        "時間をおいてもう一度質問するか、管理者に伝えてください（SANDAN_QUESTIONS_AN_HOUR）。"
    ),
    queued_without_store=(
        "質問は受け付けましたが、保管庫に今つながりません。つながり次第お答えします。"
        "続くときは管理者に伝えてください。"
    ),
    queued="ただいま質問が混み合っています。順番にお答えします（あと{minutes}分ほど）。",
    channel_title="このチャンネルの設定",
    answer_on_label="いつ答えますか",
    answer_on={
        "mention": "メンションされたときだけ",
        "threads": "メンションと、そのスレッドでの続き",
        "every_question": "メンションと、チャンネルでのすべての質問",
    },
    visibility_label="誰に見えるようにしますか",
    visibility={"public": "チャンネルの全員", "ephemeral": "質問した人だけ"},
    language_label="何語で答えますか",
    languages={"asked": "質問の言語", "ja": "日本語", "en": "English"},
    documents_label="どの文書を使って答えますか",
    documents_of={"members": "メンバー全員が読める文書", "everyone": "全員向けの文書だけ"},
    shared_label="社外と共有しているチャンネルなら",
    shared={
        "refuse": "答えない（理由をお伝えします）",
        "shipped": "付属の資料だけで答える（自社の文書は使わない）",
    },
    changed_by_label="この設定を変えられる人",
    changed_by={"administrators": "ワークスペースの管理者", "members": "このチャンネルのメンバー"},
    channel_kept="このチャンネルの設定を保存しました。",
    channel_not_allowed="このチャンネルの設定を変えられるのは、ワークスペースの管理者（設定により、このチャンネルのメンバー）です。",
    channel_only="チャンネルの中で使ってください。",
    help_intro="「/sandan」に続けて、次のように打てます。",
    help_lines=(
        "質問: そのままお尋ねください（例: /sandan PoCはいくらまで？）",
        "phrases 話題: 会議での言い方",
        "check 文章: 会議で話すつもりの内容を資料と照らし合わせます",
        "digest: 規制ニュースの配信（subscribe、preview、settings、tasks など）",
        "settings: このチャンネルでの振る舞い",
        "add: 文書の登録",
        "documents: 読める文書の一覧",
        "forget: あなたとのやりとりをすべて消します",
        "help: この説明",
    ),
    forgotten="あなたとのやりとりと評価の記録を{count}件消しました。",
    edited="この質問は編集されました。先の回答を取り下げて、新しい文面に答え直しますか。",
    answer_anew="答え直す",
    edit_gone="答え直す質問が見つかりません。もう一度質問してください。",
    no_text="「{command}」の後に続けて書いてください（例: /sandan {command} PoCは小さく始めます）。",
)
