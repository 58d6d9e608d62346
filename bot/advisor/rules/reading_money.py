"""Read who approves which amounts, and who has to agree besides."""

import re
from collections.abc import Iterator, Sequence

from bot.advisor.rules.actors import Actor
from bot.advisor.rules.clause import Clause
from bot.advisor.rules.phrasing import placed, split_list
from bot.advisor.rules.ranges import MoneyRange
from bot.advisor.rules.reading_agreements import read_agreement_items
from bot.advisor.rules.reading_permissions import read_excluded
from bot.advisor.rules.reading_scopes import band_scope, bound_scope
from bot.advisor.rules.reading_tables import read_row_bands, read_row_concurrences, tax_around
from bot.advisor.rules.spending import ApprovalBand, Concurrence, ConcurrenceKind

_APPROVES = re.compile(
    r"決裁|承認|権限|認可|で決め|が決め|の?okを|決定する|決定権|専決|議決|付議"
    r"|delegat|approv|authori[sz]|sign[- ]?off|signature|\bsign(?:s|ed)?\b|\b(?:says?|said) yes\b"
    r"|approval level|limits? of authority|\bneeds? (?:your|the|a) |\bgo(?:es)? (?:up )?to the\b"
)
CONCURS = re.compile(
    r"合議|審議|協議|諮(?:問|り|る)|レビュー|concurrence|concur|\breview(?:ed)?\b|consult(?:ed"
    r"|ation)?|endorse\w*"
    r"|審査(?:を|が|も)?(?:受け|経|必要|要)|同意|相談(?:し|の(?:上|うえ)|を|が)"
)
_REVIEWS = re.compile(r"レビュー|審査|review")
_AGREES_AFTER = re.compile(
    r"(?:の|に|へ|と|による|からの|で|が|も|へも|にも)?[\s、]?(?:(?:事前|あらかじめ|予め)(?:の|に)?、?)?(?:"
    + CONCURS.pattern
    + ")"
)
_LEADS = re.compile(
    r"\s*(?:の(?:専決|決裁|承認)(?:の?(?:権限|限度額?|枠|範囲))?(?=は))?"
    r"(?:は、?|[:：→]|-|–|—|\(|may approve|can approve|approves)?\s*"
    r"(?:(?:any )?amounts? |purchases? |税[込抜]み?|[1一](?:件|回)(?:につき|当たり|あたり"
    r"|の金額)?、?)*(?:of )?"
)
_MUST_AGREE = re.compile(
    r" (?:must|shall|has to|have to|needs? to)(?: also| first| then)? (?:concur|review|endorse"
    r"|agree|be consulted)"
)
_AGREES_BEFORE = re.compile(r"(?:" + CONCURS.pattern + r")(?: and approval)? (?:of|by|from|with) (?:the )?$")
_LISTS_CONCURRENCE = re.compile(
    r"(?:" + CONCURS.pattern + r")(?:を|に|が|も)?(?:経|受け|得|付|必要|要|求|する|し|と|。|$)"
    r"|(?:concurrence|review|consult\w*|endorsement)\b"
)
_NAMES_APPROVER = re.compile(r"決裁者|承認者|決裁権|approved? (?:by|as)|approver|authori[sz]")
_SPENDS = re.compile(
    r"購入|買|支出|契約|調達|発注|金額|円|導入|purchas|buy|spend|commitment|contract|order|invest|jpy|¥"
)
_BARE_NAMES = re.compile(
    r"(?:^|[はが、\s])(?P<japanese>(?:法務|経理|財務|人事|総務|情報システム|情シス|知財"
    r"|知的財産|監査|品質保証|広報|"
    r"セキュリティ|コンプライアンス)(?:[・、と及び並びに]{1,3}(?:法務|経理|財務|人事|総務"
    r"|情報システム|情シス|知財|監査"
    r"|品質保証|広報|セキュリティ|コンプライアンス))*)(?:の|に|と)(?:事前の?)?(?:合議|同意|協議|レビュー)"
    r"|(?:concurrence|consent|endorsement|review) (?:of|from"
    r"|by) (?P<english>[a-z][a-z&]+(?:(?:, | and |, and )[a-z][a-z&]+)*)"
)
_QUOTES_FOLLOW = re.compile(r"社以上|者以上|quot|見積")
_DROPS = re.compile(
    r"(?:を|は|が)?(?:省|不要|要しない|免除|除外)|not (?:be )?required|no .{0,20}(?:is )?needed|waive"
)
_STANDS_IN = re.compile(r"不在|代行|代理|事故がある")
_BEFORE_USE = re.compile(
    r"(?:保管|保存|入力|置く|接続|使用|利用)[^、。]{0,8}(?:者は|前に)|before (?:ent|stor|upload|us)"
)
_NEAR_APPROVER = 14
_JOINS_APPROVER = re.compile(
    r"[^\w]{0,4}(?:[:→]|-)\s*$|, (?:the |your )$|(?:の?(?:もの|契約|支出|購入|発注|案件))?[ \u3000]{2,}$"
)
_WITHOUT_APPROVAL = re.compile(
    r"(?:決裁|承認|稟議)(?:を要し(?:ない|ません)|なし(?:に|で)|は不要|を省)"
    r"|without (?:any |further |separate |prior |additional )?(?:approval|authori[sz]ation)"
)
_COSTS = re.compile(r"費用|上限|予算|cost of|budget")


def read_bands(clause: Clause) -> Iterator[ApprovalBand]:
    """Read bands of amounts with their approvers."""
    if clause.cells:
        yield from read_row_bands(clause)
        return
    if alone := _decides_alone(clause):
        yield alone
        return
    if lists_concurrences(clause) or not _is_about_approval(clause) or _STANDS_IN.search(clause.text):
        return
    ranges = [one for one in clause.ranges if not one.is_any and one.exact_jpy is None]
    bounds = _closed(ranges)
    for number, (one, low, high) in enumerate(bounds):
        following = ranges[number + 1].start if number + 1 < len(ranges) else len(clause.text)
        approver = _approver(clause, one, following, is_only=len(ranges) == 1)
        if approver is None:
            continue
        yield ApprovalBand(
            **placed(clause, min(one.start, approver.start), max(one.end, approver.end)),
            from_jpy=low[0],
            from_is_inclusive=low[1],
            to_jpy=high[0],
            to_is_inclusive=high[1],
            approver=approver.text,
            scope=band_scope(clause, one, approver),
            exclusions=read_excluded(clause) if len(bounds) == 1 else (),
            tax=one.tax or tax_around(clause),
        )


def _decides_alone(clause: Clause) -> ApprovalBand | None:
    """Read up to which amount a department buys without anybody's approval."""
    ranges = [one for one in clause.ranges if one.high_jpy is not None]
    unit = next((one for one in clause.actors if one.kind == "unit"), None)
    if not _WITHOUT_APPROVAL.search(clause.text) or len(ranges) != 1 or unit is None:
        return None
    one = ranges[0]
    return ApprovalBand(
        **placed(clause),
        to_jpy=one.high_jpy,
        to_is_inclusive=one.high_is_inclusive,
        approver=unit.text,
        scope=band_scope(clause, one, unit).model_copy(update={"departments": (unit.text,)}),
        exclusions=read_excluded(clause),
        tax=one.tax or tax_around(clause),
    )


def read_concurrences(clause: Clause) -> Iterator[Concurrence]:
    """Read who has to agree or review, from which amount on, for which kinds."""
    if clause.cells:
        yield from read_row_concurrences(clause)
        return
    if _BEFORE_USE.search(clause.text):
        return
    if listed := tuple(read_agreement_items(clause)):
        yield from listed
        return
    agreeing = [(actor, kind) for actor in clause.actors if (kind := _concurrence_kind(clause, actor))]
    if not agreeing:
        agreeing = [(actor, "concurrence") for actor in _bare_names(clause)]
    for actor, kind in agreeing:
        one = _range_for(clause, actor)
        scope, binding = bound_scope(clause)
        drops = _DROPS.search(clause.text, actor.end, min(len(clause.text), actor.end + 30)) is not None
        yield Concurrence(
            **placed(clause, min(one.start, actor.start) if one else actor.start, actor.end),
            from_jpy=(one.low_jpy or 0) if one else 0,
            from_is_inclusive=one.low_is_inclusive if one else True,
            to_jpy=one.high_jpy if one else None,
            to_is_inclusive=one.high_is_inclusive if one else False,
            body=actor.text,
            kind=kind,
            scope=scope,
            bound_by=binding,
            is_exemption=drops,
        )


def _closed(
    ranges: Sequence[MoneyRange],
) -> list[tuple[MoneyRange, tuple[int, bool], tuple[int | None, bool]]]:
    """Close open upper ends: 「50万円を超えたらCTO、200万円を超えたら社長」 leaves CTO up to 200万円."""
    closed = []
    before: tuple[int | None, bool] = (0, False)
    for number, one in enumerate(ranges):
        low = (one.low_jpy or 0, one.low_is_inclusive or one.low_jpy is None)
        high: tuple[int | None, bool] = (one.high_jpy, one.high_is_inclusive)
        goes_on = one.is_rest or (one.low_jpy is None and one.high_jpy is not None)
        if goes_on and before[0]:
            low = (before[0], not before[1])
        if high[0] is None and number + 1 < len(ranges):
            after = ranges[number + 1]
            if after.low_jpy is not None and after.high_jpy is None and after.low_jpy > low[0]:
                high = (after.low_jpy, not after.low_is_inclusive)
        closed.append((one, low, high))
        before = high
    return closed


def _approver(clause: Clause, one: MoneyRange, following: int, *, is_only: bool) -> Actor | None:
    people = [actor for actor in clause.actors if actor.kind != "unit"]
    if leading := _named_first(clause, people, one):
        return leading
    after = [actor for actor in people if one.end <= actor.start < following]
    if after:
        actor = after[0]
        tail = clause.text[actor.end : actor.end + 14]
        between = clause.text[one.end : actor.start]
        blocked = _AGREES_AFTER.match(tail) or CONCURS.search(between) or _QUOTES_FOLLOW.search(between)
        return None if blocked else actor
    if is_only and _APPROVES.search(clause.text):
        before = [actor for actor in people if actor.end <= one.start]
        named = [actor for actor in before if not _concurrence_kind(clause, actor)]
        if named and not _COSTS.search(clause.text[clause.body_start : one.start]):
            return named[-1]
    return None


def _named_first(clause: Clause, people: list[Actor], one: MoneyRange) -> Actor | None:
    """Find the officer in front of a range, where officers are named first: 「課長は50万円以下」."""
    ranges = [found for found in clause.ranges if not found.is_any]
    first = next((actor for actor in people if _leads(clause, actor, ranges[0])), None)
    if first is None:
        return None
    return next((actor for actor in reversed(people) if _leads(clause, actor, one)), None)


def _leads(clause: Clause, actor: Actor, one: MoneyRange) -> bool:
    between = clause.text[actor.end : one.start] if actor.end <= one.start else "."
    return _LEADS.fullmatch(between) is not None


def _is_about_approval(clause: Clause) -> bool:
    """Tell whether a sentence, what introduces it or its own form ("up to ¥1M: Team Lead") is on approval."""
    if _APPROVES.search(clause.text) or _APPROVES.search(clause.context):
        return True
    return any(
        _JOINS_APPROVER.match(clause.text[one.end : actor.start])
        for one in clause.ranges
        for actor in clause.actors
        if 0 < actor.start - one.end < _NEAR_APPROVER
    )


def lists_concurrences(clause: Clause) -> bool:
    """Tell whether the lead-in of an item says that the list names who has to agree or review."""
    return bool(
        clause.lead and _LISTS_CONCURRENCE.search(clause.lead) and not _NAMES_APPROVER.search(clause.lead)
    )


def _concurrence_kind(clause: Clause, actor: Actor) -> ConcurrenceKind | None:
    after = _AGREES_AFTER.match(clause.text, actor.end) or _MUST_AGREE.match(clause.text, actor.end)
    before = _AGREES_BEFORE.search(clause.text[max(0, actor.start - 40) : actor.start])
    match = after or before
    if match is None and _approves_besides(clause, actor):
        return "concurrence"
    if match is None:
        return _listed_kind(clause)
    if "相談" in match[0] or "consult" in match[0]:
        return "concurrence" if _SPENDS.search(f"{clause.text} {clause.context}") else None
    return "review" if _REVIEWS.search(match[0]) else "concurrence"


def _approves_besides(clause: Clause, actor: Actor) -> bool:
    """Tell whether a body approves besides the approver: whatever the amount, or 「…の承認も」."""
    tail = clause.text[actor.end : actor.end + 12]
    if re.match(r"の(?:事前)?(?:の)?(?:承認|許可)も", tail):
        return True
    is_any = any(one.is_any for one in clause.ranges)
    return is_any and actor.kind == "body" and re.match(r"の(?:事前)?(?:の)?(?:承認|許可)", tail) is not None


def _bare_names(clause: Clause) -> Iterator[Actor]:
    """Find departments that are named without the word: 「法務・経理の合議」, "concurrence from Legal"."""
    for match in _BARE_NAMES.finditer(clause.text):
        name = "japanese" if match["japanese"] else "english"
        for start, end in split_list(clause, *match.span(name)):
            written = clause.quote(start, end)
            if name == "japanese" or written[:1].isupper():
                yield Actor(start=start, end=end, text=written, kind="unit")


def _listed_kind(clause: Clause) -> ConcurrenceKind | None:
    if not lists_concurrences(clause):
        return None
    return "review" if _REVIEWS.search(clause.lead) else "concurrence"


def _range_for(clause: Clause, actor: Actor) -> MoneyRange | None:
    """The range nearest in front of the actor, else the only one of the sentence."""
    before = [one for one in clause.ranges if one.end <= actor.start]
    if before:
        return None if before[-1].is_any else before[-1]
    after = [one for one in clause.ranges if not one.is_any]
    return after[0] if len(after) == 1 and len(clause.ranges) == 1 else None
