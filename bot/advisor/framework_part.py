"""Word what rests on the cards: conclusion, key points, steps, counter-views, next actions.

Which cards is `bot.advisor.card_choice`'s decision. Texts of cards stand as they are.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from bot.advisor.advice import NextAction, Recommendation, Statement
from bot.advisor.attribution import attribute
from bot.advisor.card_choice import CardChoice
from bot.advisor.citations import CitationBook
from bot.advisor.holdings import Holdings, Place
from knowledge.documents.document import IndicatorId, Language
from knowledge.framework.guides import Guide


@dataclass(frozen=True)
class CardWriter:
    """Words for one answer, in its language, numbered in its citation book."""

    holdings: Holdings
    book: CitationBook
    language: Language

    def summary(self, guide: Guide) -> Statement | None:
        """Give a guide's conclusion with the cards that carry it; None when they are not held."""
        numbers = self.book.cite_all(guide.lead)
        return (
            Statement(text=guide.summary.in_language(self.language), citations=numbers) if numbers else None
        )

    def card(self, section_id: str) -> Statement | None:
        """Say what one card says, with its source named; None when it is not held."""
        place = self._place(section_id)
        if place is None:
            return None
        text = attribute(place.section.text, place.document.source_class, self.language)
        return Statement(text=text, citations=self.book.cite(section_id))

    def cards(self, section_ids: Iterable[str], *, most: int) -> tuple[Statement, ...]:
        """Say what some cards say; those not held are left out."""
        said = (self.card(one) for one in section_ids)
        return tuple(islice((one for one in said if one is not None), most))

    def recommendations(self, steps: Sequence[int], choice: CardChoice) -> tuple[Recommendation, ...]:
        """Place the answer in the framework: for each step its name, content and the card that fits best."""
        placed = (self._recommendation(number, choice) for number in steps)
        return tuple(one for one in placed if one is not None)

    def next_actions(self, guides: Iterable[Guide], *, most: int) -> tuple[NextAction, ...]:
        """Say who does what next, by the guides."""
        actions = (
            NextAction(
                what=action.what.in_language(self.language),
                who=action.who.in_language(self.language),
                when=action.when.in_language(self.language),
                citations=numbers,
            )
            for guide in guides
            for action in guide.actions
            if (numbers := self.book.cite_all(action.cards))
        )
        return tuple(islice(actions, most))

    def missing(self, guides: Iterable[Guide]) -> tuple[str, ...]:
        """Say what has to be known for the next step."""
        return tuple(one.in_language(self.language) for guide in guides for one in guide.missing)

    def _recommendation(self, number: int, choice: CardChoice) -> Recommendation | None:
        step = self.holdings.framework.step(number)
        fitting = self._fitting_card(number, choice)
        cards = [step.card, step.content_card, *([fitting.section.id] if fitting else [])]
        if not (numbers := self.book.cite_all(cards)):  # the framework's cards are out of scope
            return None
        name, contains = step.name.in_language(self.language), step.contains.in_language(self.language)
        opening = f"{name}（{contains}）。" if self.language == "ja" else f"{name} ({contains})."
        own = self._place(step.card)
        sentences = [own.section.text if own else "", fitting.section.text if fitting else ""]
        joined = ("" if self.language == "ja" else " ").join(one for one in sentences if one)
        return Recommendation(
            kind="advice",
            step=number,
            indicator=self._indicator(fitting or own),
            text=f"{opening}{'' if self.language == 'ja' else ' '}{joined}",
            citations=numbers,
        )

    def _fitting_card(self, number: int, choice: CardChoice) -> Place | None:
        """Choose the recommendation found for the question that belongs to the step, if any."""
        framework = self.holdings.framework.step(number)
        known = {framework.card, framework.content_card, framework.phrase_card}
        named = [card for guide in choice.guides for card in (*guide.lead, *guide.points)]
        ranked = sorted(choice.relevance, key=lambda card: -choice.relevance[card])[:8]
        for section_id in (*(one for one in ranked if choice.relevance[one] > 0.6), *named):
            place = self._place(section_id)
            card = place.section.card if place else None
            if (
                card
                and section_id not in known
                and card.kind == "recommendation"
                and card.steps[:1] == (number,)
            ):
                return place
        return None

    def _indicator(self, place: Place | None) -> IndicatorId | None:
        card = place.section.card if place else None
        return card.indicators[0] if card and card.indicators else None

    def _place(self, section_id: str) -> Place | None:
        return self.holdings.place(section_id, self.language)
