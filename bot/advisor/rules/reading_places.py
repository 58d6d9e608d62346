"""Read in which countries alone something may be kept: 「国内のサーバーに限り保存する」, "in Japan only"."""

import re

from bot.advisor.countries import countries_in
from bot.advisor.rules.clause import Clause
from bot.advisor.rules.conduct import Prohibition
from bot.advisor.rules.phrasing import placed
from bot.advisor.rules.reading_parties import PROHIBITS, terms_in

_KEEP = r"保存|保管|置|格納|蓄積|処理|ホスト"
_JAPANESE = (
    re.compile(
        rf"(?P<what>[^。はを]{{1,40}}?)(?:は|を|の(?:{_KEEP})は)、?(?P<place>[^、。はを]{{2,30}}?)"
        rf"(?:に限り|に限って|にのみ|にだけ|でのみ|のみに|だけに|に限定して)、?(?:{_KEEP})"
    ),
    re.compile(
        rf"(?P<what>[^。はを]{{1,40}}?)の(?:{_KEEP})(?:先|場所|する場所|する国)?は、?(?P<place>[^、。はを]{{2,30}}?)"
        r"(?:に限|のみ|だけ|に限定|とする)"
    ),
    re.compile(
        rf"(?P<what>[^。はを]{{1,40}}?)(?:は|を)、?(?P<place>[^、。はを]{{2,30}}?)(?:に|で)"
        rf"(?:{_KEEP})(?:し|か|す)?(?:なければ|ねば|ること)"
    ),
)
_ENGLISH = re.compile(
    r"(?P<what>[^.;:]{3,60}?) (?P<modal>must|shall|may|can|should|is|are)(?: only)?(?: be)?(?: only)? "
    r"(?:kept|stored|held|hosted|processed|located|saved|retained)(?: only| solely| exclusively)? "
    r"(?:(?:on|in) (?:servers?|data cent(?:er|re)s?|systems?|clouds?)(?: located)? )?(?:in|within|inside) "
    r"(?P<place>[^.;:]{2,60}?)(?: only)?(?=[.;:]|$)"
)
_ONLY = re.compile(r"\b(?:only|solely|exclusively|must|shall)\b")


def read_only_place(clause: Clause) -> Prohibition | None:
    """Read one sentence; a place counts only where it names a country."""
    text = clause.text
    if PROHIBITS.search(text):
        return None
    found = [pattern.match(text, clause.body_start) for pattern in _JAPANESE]
    english = _ENGLISH.match(text, clause.body_start)
    if english and _ONLY.search(english[0]):
        found.append(english)
    match = next((one for one in found if one and countries_in(one["place"])), None)
    if match is None:
        return None
    return Prohibition(
        **placed(clause),
        act=clause.quote(clause.body_start, len(text)),
        acts=("store",),
        objects=terms_in(clause, *match.span("what")),
        only_in=clause.quote(*match.span("place")),
    )
