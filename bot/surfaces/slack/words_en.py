"""What the Slack surface says in English."""

from bot.surfaces.slack.wording import Words

ENGLISH = Words(
    sample="According to the sample company's rules",
    page="({page}/{pages})",
    continued="{heading} (continued)",
    what_to_ask="Yes, what shall I look up? Write your question in one sentence. You can ask, for example:",
    examples=(
        "How should a mid-sized manufacturer like ours go about adopting AI?",
        "Up to what amount may a PoC start, and who approves it?",
        "How do I explain an investment in AI to the board?",
    ),
    shared_channel=(
        "This channel is shared with another organisation, so I do not answer here: internal documents "
        "must not leave the company. Please ask in an internal channel or in a direct message to me."
    ),
    too_long="The question is too long. Please send it in parts of at most 40,000 characters.",
    cannot_post={
        "not_in_channel": (
            "I am not a member of the channel you asked in, so I could not reply there. "
            "Please invite me with /invite and ask again."
        ),
        "channel_not_found": (
            "I am not a member of the channel you asked in, so I could not reply there. "
            "Please invite me with /invite and ask again."
        ),
        "is_archived": "The channel you asked in is archived, so I could not reply there.",
        "restricted_action": (
            "Posting is restricted in the channel you asked in, so I could not reply there. "
            "Please talk to your administrator."
        ),
        "missing_scope": (
            "I lack a permission that I need to reply. Please ask your administrator to run "
            "`sandan doctor` and to reinstall the app."
        ),
    },
    cannot_post_otherwise="I could not reply where you asked. Please tell your administrator.",
    question_was="Your question: {question}",
    version="version {version}",
    dates="in force {since} to {until}",
    restated="restated",
    excerpt="excerpt",
    close="Close",
    send="Send",
    open_passage="Open",
    source_title="Source",
    source_gone="This document is no longer held, or may not be shown here.",
    before_left_out="(what comes before is left out)\n",
    after_left_out="\n(what follows is left out)",
    ask_more="Tell me more",
    more_question="Please tell me more about this.",
    ask_phrases="To say in the meeting",
    phrases_question="How do I say this in a meeting?",
    say_back="Check my own words",
    check_title="Check my words",
    check_label="Write in your own words what you mean to say in the meeting",
    check_intro="To be checked: {question}",
    check_verdicts={
        "sound": "Ready to be said",
        "incomplete": "Nothing wrong was found, but points are missing",
        "wrong": "Please mend this before you say it",
    },
    check_problems="To mend",
    check_corrected="Corrected",
    check_covered="Covered",
    check_missing="Missing",
    share="Share with the channel",
    shared_by="Shared question: {question}",
    feedback_good="Helpful",
    feedback_bad="Needs work",
    feedback_title="What was wrong?",
    feedback_thanks="Thank you, this is noted.",
    reason_label="What was wrong?",
    reasons={
        "citation": "Wrong citation",
        "outdated": "Outdated",
        "unanswered": "Did not answer the question",
        "tone": "Tone",
        "other": "Something else",
    },
    comment_label="Anything else (optional)",
    ask_title="Ask a question",
    ask_label="Your question",
    home_intro="I answer on the three steps of adopting AI and on the company's rules, with sources.",
    can_do=(
        "Mention me in a channel or send me a direct message: I answer in the thread.",
        "Type /sandan and a question: only you see the answer.",
        "Choose 相談する in a message's menu: I answer about that message.",
        "Press a source's button to open the passage.",
    ),
    home_documents="Documents held",
    home_left_out="and {count} more",
    prompts_title="You can ask, for example",
    task_looking="Looking through the documents",
    stopped="Stopped, as you asked. Please write again when you need an answer.",
    status="is looking through the documents…",
    too_many="I can answer 20 questions a minute for each person. Please wait a little and ask again.",
    too_many_here=(
        "This workspace has asked as many questions in the last hour as I can answer. "
        "Please ask again later, or tell your administrator (SANDAN_QUESTIONS_AN_HOUR)."
    ),
    queued_without_store=(
        "I have your question, but my store cannot be reached just now. I answer as soon as it can. "
        "Please tell your administrator if this lasts."
    ),
    queued="Many questions are waiting just now. Yours is queued (about {minutes} min).",
    channel_title="Settings of this channel",
    answer_on_label="When shall I answer?",
    answer_on={
        "mention": "Only when mentioned",
        "threads": "When mentioned, and what the asker adds",
        "every_question": "When mentioned, and every question",
    },
    visibility_label="Who sees the answers?",
    visibility={"public": "Everyone in the channel", "ephemeral": "Only the asker"},
    language_label="In which language?",
    languages={"asked": "The question's", "ja": "日本語", "en": "English"},
    documents_label="From which documents shall I answer?",
    documents_of={"members": "Those every member may read", "everyone": "Only those for everyone"},
    shared_label="If the channel is shared outside",
    shared={"refuse": "Do not answer (I say why)", "shipped": "Answer from what ships; no own documents"},
    changed_by_label="Who may change these settings?",
    changed_by={"administrators": "Administrators of the workspace", "members": "Members of the channel"},
    channel_kept="The settings of this channel are kept.",
    channel_not_allowed="Only administrators (or members, if so chosen) may change these settings.",
    channel_only="Please use this in a channel.",
    help_intro="After /sandan you can type:",
    help_lines=(
        "a question, for example: /sandan Up to what amount may a PoC start?",
        "phrases TOPIC: what to say in a meeting",
        "check TEXT: hold what you mean to say against the sources",
        "digest: news of regulation (subscribe, preview, settings, tasks and more)",
        "settings: how I behave in this channel",
        "add: add documents",
        "documents: the documents you may read",
        "forget: erase everything between you and me",
        "help: this list",
    ),
    forgotten="{count} records of what you asked, what I answered and how you rated it are erased.",
    edited="You edited this question. Shall I take my answer back and answer the new text?",
    answer_anew="Answer anew",
    edit_gone="There is nothing left to answer anew. Please ask again.",
    no_text="Please write something after “{command}”, for example: /sandan {command} PoC budget.",
)
