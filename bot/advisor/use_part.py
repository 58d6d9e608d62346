"""Say whether some use of data or a service is allowed: the verdict first, then the lawful way.

Judged by `bot.advisor.rules.verdict`, worded by `wording_verdict`.
"""

import re

from bot.advisor.advice import PolicyStatement, Statement
from bot.advisor.naming import compares
from bot.advisor.policy_finding import PolicyFinding
from bot.advisor.rule_writing import RuleWriter, conclude_from
from bot.advisor.rules.conduct import ClassScale, Requirement
from bot.advisor.rules.place import PlacedRule
from bot.advisor.rules.verdict import judge_use
from bot.advisor.rules.verdict_finding import Judgement, Resolution
from bot.advisor.rules.wording import describe_rule
from bot.advisor.rules.wording_verdict import (
    ask_for_use,
    say_class,
    say_contact,
    say_near,
    say_resolution,
    say_use_branch,
    say_verdict,
    say_way,
)
from bot.advisor.situation import Situation, Use
from knowledge.documents.folding import fold_string

_ASKS_CLASS = re.compile(
    r"(?:どの|何の|どんな|なんの)(?:情報)?区分|区分(?:は|が|って)?(?:何|なに|どれ|どう|\?|$)|(?:どの|何)(?:クラス|レベル)"
    r"|(?:which|what) (?:class|category|level|label|tier)|how (?:is|are) .{0,40}classified"
)
_MOST_NEAR = 2
_MOST_WAYS = 3
_MOST_AGAINST = 3


def say_use(situation: Situation, writer: RuleWriter) -> PolicyFinding:
    """Say what the rules say of the use that was asked about; empty when no use was named."""
    use = situation.use
    asks_class = bool(_ASKS_CLASS.search(fold_string(situation.query)))
    if use is not None and use.data and asks_class and not use.destinations:
        return _classes(use, writer)
    if use is None or not _is_judgeable(use):
        return PolicyFinding()
    if situation.asker_department:  # another department that is named is only compared with
        use = use.model_copy(update={"departments": (situation.asker_department,)})
    elif compares(situation):
        use = use.model_copy(update={"departments": ()})
    judgement = judge_use(use, writer.rules, situation.query)
    if judgement.is_before_any_policy or not judgement.rules:
        return PolicyFinding()
    if "class" in judgement.missing and not (use.data or use.objects):
        return PolicyFinding()  # nothing was said that could have a class
    main = _main(judgement, writer)
    language = writer.language
    return PolicyFinding(
        summary=Statement(kind=main.kind, text=main.text, citations=main.citations),
        statements=(main, *_details(judgement, writer)),
        next_actions=tuple(
            action
            for one in judgement.contacts[:1]
            for action in writer.act(say_contact(one, language), (one.rule,))
        ),
        missing=tuple(ask_for_use(one, language) for one in judgement.missing),
        steps=(2,),
        is_open=judgement.verdict == "not_covered" and not judgement.near_exceptions,
    )


def _classes(use: Use, writer: RuleWriter) -> PolicyFinding:
    """Say which information class the data belongs to."""
    judged = [
        writer.say("conditional", say_class(one, writer.language), (one.classification, one.scale))
        for one in judge_use(use, writer.rules).classes
        if one.classification is not None
    ]
    if not judged:
        return PolicyFinding()
    scales = writer.rules.of_type(ClassScale)[:1]
    judged += [writer.say("conditional", describe_rule(one, writer.language), (one,)) for one in scales]
    return PolicyFinding(summary=conclude_from(judged[0]), statements=tuple(judged), steps=(2,))


def _is_judgeable(use: Use) -> bool:
    """Tell whether enough was said to judge: something to be done with data or a service."""
    has_thing = bool(use.data or use.class_labels or use.objects)
    return bool((has_thing and (use.acts or use.destinations)) or (use.acts and use.destinations))


def _main(judgement: Judgement, writer: RuleWriter) -> PolicyStatement:
    """Say the verdict with the rules that decide it."""
    language = writer.language
    deciding = _deciding(judgement)
    sentences = [say_verdict(judgement, language), *(describe_rule(one, language) for one in deciding)]
    if judgement.branches:
        sentences[1:] = [say_use_branch(one, language) for one in judgement.branches]
        deciding = [rule for one in judgement.branches for rule in one.rules]
    if not deciding and judgement.near_exceptions:
        near = judgement.near_exceptions[0]
        sentences.append(say_near(near, language))
        deciding = [near.permission]
    sentences += [say_contact(one, language) for one in judgement.contacts[:1] if not judgement.against]
    rules = deciding or judgement.rules[:2]
    return writer.say(judgement.verdict, writer.join(dict.fromkeys(sentences)), rules)


def _deciding(judgement: Judgement) -> list[PlacedRule]:
    against: list[PlacedRule] = [*judgement.against[:_MOST_AGAINST]]
    if judgement.verdict == "prohibited":
        return against
    if judgement.verdict == "allowed":
        return [*judgement.in_favour[:2]]
    if judgement.verdict == "conditional":
        return [*judgement.in_favour, *judgement.must][:2] or against[:1]
    if judgement.verdict == "needs_approval":
        return [*judgement.must, *judgement.in_favour][:2] or against[:1]
    return []


def _details(judgement: Judgement, writer: RuleWriter) -> tuple[PolicyStatement, ...]:
    language = writer.language
    said = [
        writer.say("conditional", say_class(one, language), (one.classification, one.scale))
        for one in judgement.classes
        if one.classification is not None
    ]
    if judgement.resolution is not None:
        said.append(_resolution(judgement.resolution, writer))
    said += [
        writer.say("not_covered", say_near(one, language), (one.permission,))
        for one in judgement.near_exceptions[:_MOST_NEAR]
    ]
    near = {one.permission for one in judgement.near_exceptions}
    said += [
        writer.say("conditional", say_way(one, language), (one.rule,))
        for one in judgement.lawful_ways[:_MOST_WAYS]
        if one.rule not in near
    ]
    said += [writer.say("needs_approval", describe_rule(one, language), (one,)) for one in judgement.must[:2]]
    beside = [one for rule in judgement.must[:1] for one in writer.rules.beside(rule, Requirement)]
    others = [one for one in beside if one not in judgement.must][:2]
    said += [writer.say("conditional", describe_rule(one, language), (one,)) for one in others]
    said += [writer.say("conditional", describe_rule(one, language), (one,)) for one in judgement.only[:1]]
    return tuple(said)


def _resolution(settled: Resolution, writer: RuleWriter) -> PolicyStatement:
    sentences = [say_resolution(settled, writer.rules, writer.language)]
    sentences += [describe_rule(one, writer.language) for one in settled.yielding[:1]]
    rules = (*settled.prevailing, *settled.yielding, settled.precedence, settled.arbiter)
    return writer.say("conflict" if settled.is_open else "conditional", writer.join(sentences), rules)
