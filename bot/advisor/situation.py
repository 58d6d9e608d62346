"""What a question is about, as values: the purchase, the use of data, who asks, what is wanted.

Filled by `bot.advisor.understanding`; judged by `bot.advisor.rules`, worded by the composers.
Nothing here is assumed: what the question and its thread do not say is None or empty.
"""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.advisor.advice import Intent, Listener, Register
from bot.advisor.amounts import Amount
from bot.advisor.dates import DateMention
from bot.advisor.durations import Duration
from knowledge.documents.document import Language

Stance = Literal["for", "cautious", "against"]
Tone = Literal["casual", "polite", "formal"]


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Purchase(_Value):
    """Something to be bought, signed or extended, as far as it was said."""

    amounts: tuple[Amount, ...] = ()  # sums named as prices, the thread's last ones when this turn names none
    users: int | None = Field(default=None, ge=1)  # for prices per user
    term_months: int | None = Field(default=None, ge=1)
    renews_automatically: bool | None = None
    renewal_months: int | None = Field(default=None, ge=1)  # for how long each time
    kinds: tuple[str, ...] = ()  # lexicon concepts of field `kind`: ai, cloud, software, poc, prototype, …
    is_single_source: bool | None = None
    is_emergency: bool = False  # plant or operation at risk
    is_split: bool = False  # asks to split an order
    departments: tuple[str, ...] = ()


class Use(_Value):
    """Something to be done with data or a service, as far as it was said."""

    acts: tuple[str, ...] = ()  # lexicon concepts of field `act`: input, store, connect, take_out, …
    objects: tuple[str, ...] = ()  # as written: 「顧客図面」, 「秘」の検査データ
    data: tuple[str, ...] = ()  # lexicon concepts of field `data`
    class_labels: tuple[str, ...] = ()  # information classes named: 極秘, 秘, Confidential
    destinations: tuple[str, ...] = ()  # lexicon concepts of field `destination`
    departments: tuple[str, ...] = ()  # of the asker or named in the question
    subjects: tuple[str, ...] = ()  # lexicon concepts of field `subject`: log, incident, training, …


class PhraseWish(_Value):
    """How a meeting phrase is wanted; None where nothing was said."""

    listener: Listener | None = None
    register_: Register | None = None
    language: Language | None = None
    stance: Stance | None = None
    max_chars: int | None = Field(default=None, ge=1)
    count: int | None = Field(default=None, ge=1)


class ScoredIntent(_Value):
    """One thing a question may be after."""

    intent: Intent
    score: float = Field(ge=0, le=1)


class Situation(_Value):
    """All that was understood of one question and its thread."""

    language: Language
    tone: Tone = "polite"
    intents: tuple[ScoredIntent, ...] = ()  # best first; they nudge, they never gate
    query: str  # what to search with: the question, with the thread's topic where it needs one
    topic: str = ""  # of the thread, for a follow-up
    is_follow_up: bool = False
    purchase: Purchase | None = None
    carries_sums: bool = False  # the purchase's sums are the thread's; this message names none
    use: Use | None = None
    phrase: PhraseWish | None = None  # set when a phrase is asked for
    asker_position: str | None = None
    asker_department: str | None = None
    dates: tuple[DateMention, ...] = ()
    durations: tuple[Duration, ...] = ()
    rules_on: date  # whose day's rules count: `as_of`, or the day the question asks about
    deadline: DateMention | None = None
    is_urgent: bool = False
    believed_versions: tuple[str, ...] = ()  # "2" in 「第2版では」
    believed_amounts: tuple[Amount, ...] = ()  # sums stated as a rule's limit, to be confirmed or corrected
    is_vague: bool = False  # too little to answer: one question back
    is_greeting: bool = False
    is_adversarial: bool = False  # asks to drop rules, reveal internals, impersonate

    def score_of(self, intent: Intent) -> float:
        """Give the score of an intent, 0 where it was not seen."""
        return next((one.score for one in self.intents if one.intent == intent), 0.0)
