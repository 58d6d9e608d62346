"""Give the payloads of an answer as they would be posted, without a place to post them to."""

from typing import Any

from bot.advisor.advice import Advice
from bot.surfaces.slack.posting import payload_of
from bot.surfaces.slack.replies import render_answer


def preview_payloads(advice: Advice) -> list[dict[str, Any]]:
    """Make the messages of an answer, checked as before posting; channel and thread are placeholders."""
    posts = render_answer(advice, shared_question=None)
    return [
        payload_of(post, "C0", "0.0", job_id="preview", part=part, parts=len(posts))
        for part, post in enumerate(posts, start=1)
    ]
