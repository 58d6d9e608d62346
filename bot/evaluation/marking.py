"""Hold one answer against what its question requires.

Only what the answer says counts as said: words that stand in its list of sources alone are reported apart.
Adding up is `bot.evaluation.totals`' business.
"""

import re
from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from bot.advisor.advice import Advice, ApprovalRoute, Intent, State
from bot.evaluation.exam_question import ExamQuestion, Group, is_regular_expression
from bot.evaluation.said import sentences_said, texts_said
from bot.evaluation.validity import VersionDates, is_stale
from bot.evaluation.wording import normalise, occurs, outside_quotes

# A sentence that names a belief in order to correct it does not say it as true.
_CORRECTION = re.compile(
    "旧版|旧規程|失効|廃止|誤り|ではなく|ではありません|従いません|従えません|根拠になりません|未施行|施行前"
    "|一致しません|扱いません|記述があります|superseded|no longer|not in force|not yet in force|abolished"
    "|repealed|incorrect|is wrong|does not match|do not follow|has no authority"
    "|約束できません|根拠はありません|cannot be promised|do not promise|gives? no figure"
)
_JAPANESE = re.compile("[\u3041-\u30ff\u3400-\u9fff]")
_LETTER = re.compile("[A-Za-z\u3041-\u30ff\u3400-\u9fff]")
_MAX_FOREIGN = 0.4  # of the letters outside quotation marks: names of offices may stay in the original


class Mark(BaseModel):
    """What is right and wrong with one answer; None where the question does not ask for it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    group: Group
    intents: tuple[Intent, ...]
    question: str
    state: State
    required: int
    missing_ids: tuple[tuple[str, ...], ...]
    facts: int
    missing_facts: tuple[tuple[str, ...], ...]
    facts_in_sources_only: tuple[tuple[str, ...], ...]  # part of `missing_facts`
    forbidden_said: tuple[str, ...]  # sentences
    corrected: tuple[str, ...]  # sentences that name what is forbidden as wrong; for a person to read
    stale: tuple[str, ...]  # ids
    abstained: str
    abstention_right: bool
    verdict_right: bool | None
    approver_right: bool | None
    amount_right: bool | None
    language_right: bool
    summary: str

    @property
    def is_right(self) -> bool:
        """Tell whether nothing at all is wrong."""
        judged = (
            self.abstention_right, self.verdict_right, self.approver_right, self.amount_right,
            self.language_right,
        )  # fmt: skip
        wrong = (self.missing_ids, self.missing_facts, self.forbidden_said, self.stale)
        return self.state != "failed" and False not in judged and not any(wrong)


def mark_answer(question: ExamQuestion, advice: Advice, versions: Sequence[VersionDates]) -> Mark:
    """Mark one answer.

    Args:
        question: With its marking key.
        advice: What was answered, in whatever state.
        versions: Dates of the documents that the answer may cite, for stale citations.
    """
    cited = {citation.id for citation in advice.citations}
    said = normalise("\n".join(texts_said(advice)))
    missing_facts = tuple(fact for fact in question.facts if not _any_occurs(fact, said))
    quotes = normalise("\n".join(citation.quote for citation in advice.citations))
    forbidden = _sentences_with(question.forbidden, sentences_said(advice))
    corrected = tuple(one for one in forbidden if _CORRECTION.search(one))
    return Mark(
        id=question.id,
        group=question.group,
        intents=question.intents,
        question=question.question,
        state=advice.state,
        required=len(question.required),
        missing_ids=tuple(ids for ids in question.required if cited.isdisjoint(ids)),
        facts=len(question.facts),
        missing_facts=missing_facts,
        facts_in_sources_only=tuple(fact for fact in missing_facts if _any_occurs(fact, quotes)),
        forbidden_said=tuple(one for one in forbidden if one not in corrected),
        corrected=corrected,
        stale=tuple(one.id for one in advice.citations if is_stale(one, question.as_of, versions)),
        abstained=advice.abstained,
        abstention_right=advice.state != "failed" and advice.abstained in question.abstain,
        verdict_right=_is_verdict_right(question, advice),
        approver_right=_is_approver_right(question, advice.approval_routes),
        amount_right=_is_amount_right(question, advice.approval_routes),
        language_right=_is_language_right(question, advice),
        summary=advice.summary.text,
    )


def _any_occurs(alternatives: Sequence[str], normalised: str) -> bool:
    return any(occurs(one, normalised) for one in alternatives)


def _sentences_with(patterns: Sequence[str], sentences: Sequence[str]) -> tuple[str, ...]:
    return tuple(one for one in sentences if _any_occurs(patterns, one))


def _is_verdict_right(question: ExamQuestion, advice: Advice) -> bool | None:
    """One of the expected verdicts is given, and none that says the opposite of all of them."""
    if not question.verdict:
        return None
    given, expected = {one.verdict for one in advice.policy}, set(question.verdict)
    if "prohibited" in expected and not expected & {"allowed", "conditional"} and "allowed" in given:
        return False
    if not expected & {"prohibited", "conflict", "not_covered"} and "prohibited" in given:
        return False
    return bool(given & expected)


def _certain(routes: Sequence[ApprovalRoute]) -> list[ApprovalRoute]:
    """Give the routes that assume nothing; where all assume something, all of them."""
    return [one for one in routes if one.condition is None] or list(routes)


def _is_approver_right(question: ExamQuestion, routes: Sequence[ApprovalRoute]) -> bool | None:
    """A route that assumes nothing must name the approver; of several branches, one must."""
    if not question.approver:
        return None
    certain = _certain(routes)
    named = [_names(question.approver, route.approver or "") for route in certain]
    return all(named) and bool(named) if _assume_nothing(certain) else any(named)


def _is_amount_right(question: ExamQuestion, routes: Sequence[ApprovalRoute]) -> bool | None:
    """The amount is that of every route that assumes nothing; of several branches, of one."""
    if question.amount_jpy is None:
        return None
    certain = _certain(routes)
    same = [route.amount_jpy == question.amount_jpy for route in certain]
    return all(same) and bool(same) if _assume_nothing(certain) else any(same)


def _assume_nothing(routes: Sequence[ApprovalRoute]) -> bool:
    return all(route.condition is None for route in routes)


def _names(expected: Sequence[str], approver: str) -> bool:
    """Compare a whole name, so that 部長 is not found in 品質保証部長; expressions are searched for."""
    name = normalise(approver)
    return any(
        occurs(one, name) if is_regular_expression(one) else normalise(one) == name for one in expected
    )


def _is_language_right(question: ExamQuestion, advice: Advice) -> bool:
    """The summary by itself, and all that is said apart from verbatim quotes, are in the asker's language."""
    together = "\n".join(texts_said(advice))
    for citation in advice.citations:
        if citation.quote_kind == "original":
            together = together.replace(citation.quote, " ")
    return advice.language == question.lang and all(
        _is_in(question.lang, text) for text in (advice.summary.text, together)
    )


def _is_in(language: str, text: str) -> bool:
    plain = outside_quotes(text)
    letters = len(_LETTER.findall(plain))
    if not letters:
        return True
    # A Latin word has about five letters where Japanese has two, so Latin counts less.
    japanese = len(_JAPANESE.findall(plain))
    latin = (letters - japanese) / 2.5
    share = japanese / (japanese + latin)
    return share <= _MAX_FOREIGN if language == "en" else share >= 1 - _MAX_FOREIGN
