"""Make the messages of each kind of reply, with the buttons that belong under it."""

from collections.abc import Mapping

from bot.advisor.advice import Advice
from bot.advisor.meeting import PhraseReply
from bot.advisor.saying_back_reply import CheckReply
from bot.surfaces.slack.blocks import Post, render_advice, render_parts
from bot.surfaces.slack.buttons import public_actions, share_action, with_buttons
from bot.surfaces.slack.speaking_template import describe_check, describe_phrase_reply
from bot.surfaces.slack.words import words_for

Addresses = Mapping[int, str]
_WITH_BUTTONS = {"answered", "partly"}


def render_answer(
    advice: Advice, *, shared_question: str | None, addresses: Addresses | None = None
) -> tuple[Post, ...]:
    """Render an answer.

    Args:
        advice: The answer.
        addresses: Where its citations can be opened in a browser, by their numbers.
        shared_question: The question to ask again for everybody, when only the asker sees this answer.
    """
    posts = render_advice(advice, addresses)
    if advice.state not in _WITH_BUTTONS:
        return posts
    language = advice.language
    is_public = shared_question is None
    actions = public_actions(language) if is_public else share_action(shared_question or "", language)
    return with_buttons(posts, advice.citations, language=language, actions=actions)


def render_phrase_reply(reply: PhraseReply, addresses: Addresses | None = None) -> tuple[Post, ...]:
    """Render sentences for a meeting."""
    said = reply.phrases[0].text if reply.phrases else reply.reason
    parts = describe_phrase_reply(reply, addresses or {})
    posts = render_parts(parts, language=reply.language, fallback=said)
    return with_buttons(posts, reply.citations, language=reply.language) if reply.phrases else posts


def render_check(reply: CheckReply, addresses: Addresses | None = None) -> tuple[Post, ...]:
    """Render the look at a statement."""
    said = words_for(reply.language).check_verdicts[reply.verdict]
    posts = render_parts(describe_check(reply, addresses or {}), language=reply.language, fallback=said)
    return with_buttons(posts, reply.citations, language=reply.language)
