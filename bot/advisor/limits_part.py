"""Say that a number in a question goes beyond a limit, or falls short of a mark, that the rules set."""

import re
from collections.abc import Iterator

from bot.advisor.advice import PolicyStatement
from bot.advisor.numerals import read_numeral
from bot.advisor.rule_writing import RuleWriter
from bot.advisor.rules.comparing import Terms, minutes_of
from bot.advisor.rules.conduct import Duration as Kept
from bot.advisor.rules.conduct import Threshold
from bot.advisor.rules.place import length_of
from bot.advisor.rules.spending import Limit
from bot.advisor.rules.wording import describe_rule
from bot.advisor.rules.wording_values import say_length
from bot.advisor.situation import Situation
from knowledge.documents.folding import fold_string

_POINTS = re.compile(r"(?P<value>\d{1,3})\s?(?:点|points?|/\s?100)|scored? (?P<english>\d{1,3})")
_TIMES = re.compile(
    r"(?P<number>\d{1,2}|[一二三四五六])\s?(?:回|度)(?!目)|(?P<word>twice|two times|three times)"
)
# Once more than was said: 「延ばした後、さらにもう一回」.
_AGAIN = re.compile(
    r"(?:延ば|延長|伸ば|のば)[^。?]{0,12}(?:後|あと|うえ|上で)[^。?]{0,8}(?:もう|さらに|再度|また)|再延長"
    r"|(?:extend\w*|extension).{0,20}\b(?:again|once more|another|a second)\b"
)
_ERASES = re.compile(
    r"消(?:し|す|去|え|して)|削除|廃棄|捨て|\b(?:delet\w+|eras\w+|discard\w*|wip\w+|throw)\b"
)
_WORDS = {"twice": 2.0, "two times": 2.0, "three times": 3.0}


def say_breaches(situation: Situation, terms: Terms, writer: RuleWriter) -> tuple[PolicyStatement, ...]:
    """Say which limits a question's own numbers break; none is usual."""
    query = fold_string(situation.query)
    limits = [rule for one in terms.comparisons for rule in one.rules if isinstance(rule, Limit)]
    return (
        *_points(query, terms.thresholds, writer),
        *_times(query, limits, writer),
        *_lengths(situation, limits, writer),
        *_erased_early(situation, query, terms, writer),
    )


def _points(query: str, thresholds: tuple[Threshold, ...], writer: RuleWriter) -> Iterator[PolicyStatement]:
    match = _POINTS.search(query)
    for rule in thresholds:
        if match is None or rule.at_least is None:
            continue
        value = float(match["value"] or match["english"])
        said, is_enough = describe_rule(rule, writer.language), value >= rule.at_least
        if writer.language == "ja":
            lead = f"{value:g}点は基準に{'達しています' if is_enough else '届かないため、契約できません'}。"
        else:
            outcome = "reach the mark" if is_enough else "fall short of the mark: no contract"
            lead = f"{value:g} points {outcome}. "
        yield writer.say("allowed" if is_enough else "prohibited", f"{lead}{said}", (rule,))


def _times(query: str, limits: list[Limit], writer: RuleWriter) -> Iterator[PolicyStatement]:
    value = _asked_times(query)
    for rule in limits:
        if value and rule.measure == "extension_count" and rule.number is not None and value > rule.number:
            is_ja = writer.language == "ja"
            lead = (
                f"{value:g}回の延長はできません。"
                if is_ja
                else f"Extending it {value:g} times is not allowed. "
            )
            yield writer.say("prohibited", f"{lead}{describe_rule(rule, writer.language)}", (rule,))


def _asked_times(query: str) -> float:
    """Count how often something is to be done, one more where it was done before; 0 where not said."""
    match = _TIMES.search(query)
    again = 1.0 if _AGAIN.search(query) else 0.0
    if match is None:
        return 2 * again
    return again + (_WORDS[match["word"]] if match["word"] else float(read_numeral(match["number"])))


def _lengths(situation: Situation, limits: list[Limit], writer: RuleWriter) -> Iterator[PolicyStatement]:
    if situation.believed_amounts or (situation.purchase and situation.purchase.term_months):
        return
    for rule in limits:
        if rule.measure != "period" or rule.length is None:
            continue
        longest = minutes_of(rule.length)
        longer = [one for one in situation.durations if minutes_of(length_of(one)) > longest * 1.01]
        if longer:
            named = say_length(length_of(longer[0]), writer.language)
            is_ja = writer.language == "ja"
            lead = f"{named}は上限を超えるため、できません。" if is_ja else f"{named} is beyond the limit. "
            yield writer.say("prohibited", f"{lead}{describe_rule(rule, writer.language)}", (rule,))
            return


def _erased_early(
    situation: Situation, query: str, terms: Terms, writer: RuleWriter
) -> Iterator[PolicyStatement]:
    """Say no where records would go before the time they are to be kept."""
    if not _ERASES.search(query):
        return
    for one in terms.comparisons:
        rule = one.decided
        if one.measure != "retention" or not isinstance(rule, Kept):
            continue
        kept = minutes_of(rule.length)
        early = next((two for two in situation.durations if minutes_of(length_of(two)) < kept * 0.99), None)
        if early is not None:
            named = say_length(length_of(early), writer.language)
            is_ja = writer.language == "ja"
            lead = (
                f"{named}で消すことはできません。"
                if is_ja
                else f"Erasing them after {named} is not allowed. "
            )
            rules = (rule, one.precedence if one.conflicts else None)
            yield writer.say("prohibited", f"{lead}{describe_rule(rule, writer.language)}", rules)
