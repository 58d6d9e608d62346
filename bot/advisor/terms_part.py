"""Say what the rules lay down on a subject: limits, deadlines, retention, frequencies, persons, contents.

Looked up and compared by `bot.advisor.rules.comparing`; where two texts differ, both are said, and what
decides.
"""

import re

from bot.advisor.advice import PolicyStatement, Statement, Verdict
from bot.advisor.limits_part import say_breaches
from bot.advisor.policy_finding import PolicyFinding
from bot.advisor.question_words import asked_concepts
from bot.advisor.rule_writing import RuleWriter
from bot.advisor.rules.comparing import Comparison, Terms, find_terms
from bot.advisor.rules.conduct import Frequency, Permission, Precedence, Requirement
from bot.advisor.rules.place import PlacedRule
from bot.advisor.rules.spending import ContractClause
from bot.advisor.rules.wording import describe_rule
from bot.advisor.rules.wording_verdict import say_comparison
from bot.advisor.situation import Situation, Use
from knowledge.documents.folding import fold_string

_ASKED: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (measure, re.compile(pattern))
    for measure, pattern in (
        ("cost", r"いくら|費用|金額|予算|お金|何万|上限|how much|\bcost|budget|limit|ceiling|price"),
        ("period", r"期間|何[かヶカ]月|どのくらい|どれくらい|いつまで|how long|duration|months?\b|limit"),
        ("extension", r"延長|延ば|伸ば|のば|extend|extension|longer"),
        ("extension_count", r"延長|延ば|伸ば|のば|extend|extension|how many times"),
        ("retention", r"保存|保管|残[すしさ]|何年|いつまで|keep|kept|retain|retention|stor|how long"),
        ("deadline", r"報告|連絡|いつまで|何時間|何分|期限|届|漏|事故|貼っ|report|how (?:soon|fast)|tell"),
        ("return", r"返却|返還|消[去すし]|削除|いつまで|return|delet|eras"),
        ("notice", r"通知|予告|何日前|変わ(?:る|った)|変更され|notice|notif|advance|chang"),
        ("frequency", r"何回|頻度|毎年|年に|定期|回数|どのくらい|見直|how often|frequen|every|annual|review"),
        ("percent", r"値上げ|上限|何%|パーセント|increase|percent|cap\b"),
        ("validity", r"例外|期限|いつまで|exception|how long"),
        ("transition", r"移行|引き継ぎ|transition|migrat"),
        ("plan", r"何年分|tco|試算|総費用|years"),
        ("review", r"見直|review"),
    )
)  # fmt: skip
_ASKS_ITEMS = re.compile(
    r"費目|内訳|項目|要素|何(?:が|を)(?:入|含|見込)|\b(?:components?|line items?|breakdown)\b"
    r"|what (?:goes|should go|belongs)"
)
_ASKS_SCORE = re.compile(
    r"点|(?:委託先|取引先|業者|ベンダー|供給者|提供(?:会社|者|元)|会社|先)の?(?:評価|審査|選定)|契約でき|採用でき|採用可"
    r"|\bscor|\bpoints?\b|\brating|(?:vendor|supplier|provider)s?.{0,30}(?:assess|evaluat|sign)"
    r"|(?:assess|evaluat)\w*.{0,30}(?:vendor|supplier|provider)"
)
_SEVERAL = re.compile(r"、|; | and ")
_ASKS_PRECEDENCE = re.compile(
    r"優先|ぶつか|矛盾|食い違|くい違|どっち(?:が|の規程|を取)|どちら(?:が(?:正|勝|先|上)|の規程|に従)"
    r"|\bwins?\b|prevail|precedence|conflict|disagree|contradict|overrid|which (?:one )?(?:counts|applies)"
)
_SOURCES = re.compile(r"記事|論文|著者|\b(?:article|papers?|authors?)\b")  # not texts of the company
_ASKS_EXCEPTION = re.compile(
    r"例外(?:を|は|的|って|の|と)|特例|免除|特別に(?:認|許)|適用除外|waive|exception|exempt|derogat"
)
_ASKS_CLAUSES = re.compile(
    r"条項|契約(?:書)?に(?:は)?(?:必ず|何を|どんな)?(?:入れ|書|盛り|定め)|約させ"
    r"|(?:which|what|required|mandatory) (?:contract )?(?:clauses?|terms)"
    r"|clauses? (?:must|should|have|are|is|do|need)"
)
_ASKS_LAW = re.compile(
    r"(?:ai|個人情報保護|独禁|独占禁止|下請|取適|著作権)法(?!務)|法律|法令|\b(?:act|laws?|gdpr|regulation)\b"
)
_MOST = 4
_MOST_BESIDE = 2
_MOST_CLAUSES = 3
_STRONG = 0.5


def say_terms(situation: Situation, writer: RuleWriter) -> PolicyFinding:
    """Say what the rules lay down on the subjects of a question; empty when they name none."""
    query = fold_string(situation.query)
    asked = {measure for measure, pattern in _ASKED if pattern.search(query)}
    if _ASKS_ITEMS.search(query):
        asked.discard("plan")  # what goes into an estimate, not for how many years
    if situation.score_of("incident") >= _STRONG:
        asked.add("deadline")
        situation = _with_subjects(situation, ("incident",))
    terms = find_terms(_with_subjects(situation, asked_concepts(query, "subject")), writer.rules)
    chosen = [one for one in terms.comparisons if one.measure in asked]
    statements = [*say_breaches(situation, terms, writer)]
    statements += [_say_comparison(one, writer) for one in chosen[:_MOST]]
    statements += _say_beside(chosen, writer)
    statements += _say_others(terms, query, writer)
    if not statements:
        return PolicyFinding(statements=_say_trial(terms, writer), steps=_steps([*terms.comparisons]))
    leads = [*statements[:2]] if len(chosen) > 1 and not chosen[0].conflicts else statements[:1]
    numbers = tuple(dict.fromkeys(n for one in leads for n in one.citations))
    text = writer.join(dict.fromkeys(one.text for one in leads))
    return PolicyFinding(
        summary=Statement(kind="sourced" if numbers else "notice", text=text, citations=numbers),
        statements=(*statements, *_say_trial(terms, writer)),
        steps=_steps(chosen),
    )


def _with_subjects(situation: Situation, subjects: tuple[str, ...]) -> Situation:
    use = situation.use or Use()
    known = tuple(dict.fromkeys((*use.subjects, *subjects)))
    return situation.model_copy(update={"use": use.model_copy(update={"subjects": known})})


def _say_trial(terms: Terms, writer: RuleWriter) -> tuple[PolicyStatement, ...]:
    """Say all that bounds a trial, where the question is about one: limits first, then what it asks for."""
    limits = [rule for one in terms.comparisons if one.concept == "poc" for rule in one.rules]
    beside = [rule for one in limits[:1] for rule in writer.rules.beside(one, Requirement)]
    if not limits:
        return ()
    text = writer.join(dict.fromkeys(describe_rule(one, writer.language) for one in (*limits, *beside)))
    return (writer.say("conditional", text, (*limits, *beside)),)


def _say_comparison(one: Comparison, writer: RuleWriter) -> PolicyStatement:
    verdict: Verdict = "conflict" if one.conflicts else "conditional"
    rules = (*one.rules, one.precedence if one.conflicts else None, one.arbiter if one.conflicts else None)
    text = say_comparison(one, writer.rules, writer.language)
    if one.conflicts:
        both = [describe_rule(rule, writer.language) for rule in one.rules]
        text = writer.join(dict.fromkeys([*both, text]))
    elif len(one.rules) > 1:
        text = writer.join(dict.fromkeys(describe_rule(rule, writer.language) for rule in one.rules))
    return writer.say(verdict, text, rules)


def _say_beside(chosen: list[Comparison], writer: RuleWriter) -> list[PolicyStatement]:
    """Say what the same clauses ask for besides: a certificate of the erasure, a notice to somebody."""
    beside = [two for one in chosen for rule in one.rules for two in writer.rules.beside(rule, Requirement)]
    beside.sort(key=lambda one: not _SEVERAL.search(one.act))  # what only repeats a length adds nothing
    return [
        writer.say("conditional", describe_rule(one, writer.language), (one,))
        for one in list(dict.fromkeys(beside))[:_MOST_BESIDE]
    ]


def _say_precedence(rule: Precedence, writer: RuleWriter) -> PolicyStatement:
    """Say what decides between texts, by name where it is the text itself."""
    said = describe_rule(rule, writer.language)
    place = writer.book.place_of(rule.section, rule.document)
    if rule.by == "this_text" and place is not None:
        title = place.section.title or place.document.title
        said += f"（「{title}」）" if writer.language == "ja" else f" (“{title}”)"
    return writer.say("conditional", said, (rule,))


def _say_others(terms: Terms, query: str, writer: RuleWriter) -> list[PolicyStatement]:
    rules: list[PlacedRule] = [*terms.emergencies, *(() if _ASKS_LAW.search(query) else terms.penalties)]
    if _ASKS_SCORE.search(query):
        rules += terms.thresholds
        rules += [two for one in terms.thresholds for two in writer.rules.beside(one, Frequency)]
    if re.search(
        r"条件|要件|必要|そろ|何が|何を|移行|本番|condition|require|need|in place|must|before", query
    ):
        rules += terms.conditions
    if re.search(r"誰|だれ|どこ|責任者|窓口|担当|who|contact|in charge", query):
        rules += terms.responsible[:2]
    if _ASKS_CLAUSES.search(query):
        rules += writer.rules.of_type(ContractClause)[:_MOST_CLAUSES]
    if _ASKS_EXCEPTION.search(query):
        rules += [one for one in writer.rules.of_type(Permission) if one.is_exception and one.is_general]
    if re.search(
        r"書|添|中身|記載|項目|what (?:should|must|goes)|contain|include|attach|state"
        r"|go(?:es)? (?:with|into)|(?:papers|documents) (?:go|must|are|do)",
        query,
    ):
        rules += terms.contents
    said = [writer.say("conditional", describe_rule(one, writer.language), (one,)) for one in rules]
    if _ASKS_PRECEDENCE.search(query) and not _SOURCES.search(query):
        said = [*(_say_precedence(one, writer) for one in writer.rules.of_type(Precedence)), *said]
    return said


def _steps(chosen: list[Comparison]) -> tuple[int, ...]:
    return (1,) if any(one.concept in ("poc", "extension") for one in chosen) else (2,)
