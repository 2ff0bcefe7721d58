"""What shoppers are shown: figures for programs, and ready sentences for people, in their language.

The rule kept here: a shop prints the sentences in the order they come and reckons nothing. What is not worth saying
(no points, nothing to redeem) has no sentence.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from connector.core.earning import AwardState
from connector.core.money import to_decimal
from connector.core.programme import Into, Shown, Terms
from connector.core.quote import Refusal
from connector.core.rewards import said
from connector.core.showing import Presentation, presentation, texts_in
from connector.db.redemptions import RedemptionCard
from connector.db.statements import EntryRow
from connector.languages import Voice, speak
from connector.usecases.climbing import TierCard
from connector.usecases.shopper import Handed, Offer, OpenCode, OrderPoints, Prospect, ShopAccount, StandingCode

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, in which language, and whether the shop knows them."""

    terms: Terms
    voice: Voice
    signed_in: bool

    @property
    def shows(self) -> Presentation:
        return presentation(self.terms, self.voice.language, signed_in=self.signed_in)

    def money(self, minor: int) -> Json:
        return {"amount": str(to_decimal(minor, self.terms.currency)), "currency": self.terms.currency}

    def say(self, message: str, **facts: Any) -> str:
        return self.voice.say(message, self.terms.currency, **facts)

    def day(self, at: datetime) -> Any:
        """The day that a moment lies in where the programme is at home."""
        return at.astimezone(ZoneInfo(self.terms.timezone)).date()


def reader(terms: Terms, language: str, *, signed_in: bool) -> Reader:
    """Somebody who reads this language and hears points called as the merchant calls them. Raises UnknownLanguage."""
    own = texts_in(terms.texts, language)
    voice = speak(language, ZoneInfo(terms.timezone), own.forms if own else ())
    return Reader(terms, voice, signed_in)


def frame(to: Reader, sentences: Iterator[str], facts: Json) -> Json:
    """What every answer has. Where the programme is not to be seen, there is nothing else."""
    shows = to.shows
    about: Json = {"visible": shows.visible, "signed_in": to.signed_in, "language": to.voice.language}
    if not shows.visible:
        return {**about, "sentences": []}
    return {**about, "programme": shows.programme, "sentences": list(sentences), **facts}


def account_shown(account: ShopAccount, to: Reader) -> Json:
    """Everything about somebody's points; to a visitor, that they must sign in."""
    figures = ("available", "pending", "held", "owed", "earned", "redeemed")
    facts = {
        "sign_in": to.shows.sign_in.value,
        "points": {name: getattr(account, name) for name in figures},
        "worth": to.money(account.worth) if account.worth is not None else None,
        "tier": _tier(account.tier, to) if account.tier else None,
        "entries": [_entry(entry, account.store, to) for entry in account.entries],
        "codes": [*(_code(code, to) for code in account.codes), *(_lasting(code, to) for code in account.standing)],
        "redeem": _offer(account.offer, to) if account.offer else None,
    }
    return frame(to, _of_account(account, to), facts)


def _of_account(account: ShopAccount, to: Reader) -> Iterator[str]:
    own = to.shows.texts
    if own and own.welcome:
        yield own.welcome
    if not to.signed_in:
        yield to.say("shop-sign-in", programme=to.terms.name)
        return
    yield _available(account, to)
    for name in ("pending", "held", "owed", "earned", "redeemed"):
        if points := getattr(account, name):
            yield to.say(f"shop-{name}", points=points)
    if account.tier:
        yield from _of_tier(account.tier, to)
    if account.offer:
        yield _usable(account.offer, to)


def _available(account: ShopAccount, to: Reader) -> str:
    shown = to.terms.display.points
    if account.worth is None or shown is Shown.POINTS:
        return to.say("shop-available-points", points=account.available)
    if shown is Shown.MONEY:
        return to.say("shop-available-money", worth=account.worth)
    return to.say("shop-available-both", points=account.available, worth=account.worth)


def _of_tier(tier: TierCard, to: Reader) -> Iterator[str]:
    if tier.name:
        yield to.say("shop-tier", tier=tier.name)
    yield from tier.perks
    if tier.next and tier.next_at is not None:
        yield to.say(f"shop-next-{tier.by}", tier=tier.next, at=tier.next_at, figure=tier.figure)


def _tier(tier: TierCard, to: Reader) -> Json:
    def figure(value: int | None) -> Any:
        return to.money(value) if value is not None and tier.by == "spend" else value

    return {
        "name": tier.name,
        "perks": list(tier.perks),
        "by": tier.by,
        "figure": figure(tier.figure),
        "next": tier.next,
        "next_at": figure(tier.next_at),
    }


def _entry(entry: EntryRow, store: str, to: Reader) -> Json:
    what = to.say(f"shop-entry-{entry.kind}")
    of_store, _, id = (entry.order_ref or "").partition("/")
    order = id if of_store == store else None  # another shop's numbers say nothing here, and a review has none
    return {
        "at": entry.happened_at.isoformat(),
        "day": to.voice.date(to.day(entry.happened_at)),
        "kind": entry.kind,
        "points": entry.change,
        "order": order,
        "sentence": to.say("shop-entry-of-order", what=what, order=order) if order else what,
        "change": to.say("shop-given" if entry.change > 0 else "shop-taken", points=abs(entry.change)),
    }


def _code(code: OpenCode, to: Reader) -> Json:
    card = code.card
    return {
        "code": card.code,
        "points": card.points,
        "worth": to.money(card.worth),
        "minimum": to.money(card.minimum_spend),
        "until": card.until.isoformat() if card.until else None,
        "in_store": code.in_store,
        "sentence": _of_code(card, to) if code.in_store else to.say("shop-code-waiting"),
    }


def _lasting(code: StandingCode, to: Reader) -> Json:
    taken = code.taken
    reward = said(taken.terms["title"], to.voice.language)
    return {
        "code": taken.code,
        "points": taken.points,
        "worth": to.money(taken.terms["what"]["amount"]),
        "minimum": to.money(0),
        "until": taken.ends_at.isoformat() if taken.ends_at else None,
        "in_store": code.in_store,
        "sentence": to.say("shop-code-standing", reward=reward) if code.in_store else to.say("shop-code-waiting"),
    }


def _of_code(card: RedemptionCard, to: Reader) -> str:
    until = to.day(card.expires_at)
    if card.reward is not None and card.reward["kind"] == Into.GIFT_CARD:
        if card.until is None:
            return to.say("shop-card", worth=card.worth)
        return to.say("shop-card-until", worth=card.worth, until=until)
    if card.reward is not None:
        return to.say("shop-code-reward", reward=said(card.reward["title"], to.voice.language), until=until)
    if card.minimum_spend:
        return to.say("shop-code-minimum", worth=card.worth, minimum=card.minimum_spend, until=until)
    return to.say("shop-code", worth=card.worth, until=until)


def _offer(offer: Offer, to: Reader) -> Json:
    quoted = offer.quoted
    return {
        "into": offer.into.value,
        "points": quoted.points,
        "worth": to.money(quoted.worth),
        "left": quoted.left,
        "limit": quoted.limit,
        "least": offer.least,
        "step": offer.step,
        "sentence": _usable(offer, to),
    }


_USABLE = {
    Into.COUPON: "shop-usable",
    Into.GIFT_CARD: "shop-usable-gift_card",
    Into.STORE_CREDIT: "shop-usable-store_credit",
}


def _usable(offer: Offer, to: Reader) -> str:
    return to.say(_USABLE[offer.into], points=offer.quoted.points, worth=offer.quoted.worth)


def prospect_shown(prospect: Prospect, to: Reader, message: str) -> Json:
    """What a purchase gives, said by `message`, and what may be redeemed on it."""
    refusal, offer = prospect.refusal, prospect.offer
    facts = {
        "earns": prospect.earns,
        "available": prospect.available,
        "redeem": _offer(offer, to) if offer else None,
        "refusal": refusal_in(refusal, to) if refusal and to.signed_in else None,
        "price_points": prospect.price,
    }
    return frame(to, _of_prospect(prospect, to, message), facts)


def _of_prospect(prospect: Prospect, to: Reader, message: str) -> Iterator[str]:
    if prospect.earns:
        yield to.say(message, points=prospect.earns)
        if not to.signed_in:
            yield to.say("shop-sign-in", programme=to.terms.name)
    if prospect.offer:
        yield _usable(prospect.offer, to)


def order_shown(order: OrderPoints, to: Reader) -> Json:
    award = order.award
    facts = {
        "order": order.number,
        "state": award.state.value,
        "points": award.points,
        "promise": award.promise,
        "usable_from": award.matures_at.isoformat() if award.points else None,
        "redeemed": order.redeemed,
    }
    return frame(to, _of_order(order, to), facts)


def _of_order(order: OrderPoints, to: Reader) -> Iterator[str]:
    award, own = order.award, to.shows.texts
    if award.state is AwardState.GRANTED and award.points:
        yield to.say("shop-order-granted", points=award.points)
        if award.matures_at > award.granted_at:
            yield to.say("shop-order-from", when=to.day(award.matures_at))
    elif award.state is AwardState.PROJECTED and award.promise:
        yield to.say("shop-order-promised", points=award.promise)
    if order.redeemed:
        yield to.say("shop-order-redeemed", points=order.redeemed)
    if own and own.document:
        yield own.document


def handed_shown(handed: Handed, to: Reader) -> Json:
    """A code, what it is worth, and what is left (C70)."""
    row = handed.made.row
    facts = {
        "into": handed.made.into.value,
        "code": row.code,
        "points": row.points,
        "worth": to.money(row.worth),
        "minimum": to.money(row.minimum_spend),
        "until": row.until.isoformat() if row.until else None,
        "left": handed.made.left,
        "in_store": handed.in_store,
        "replayed": handed.made.replayed,
    }
    return frame(to, _of_handed(handed, to), facts)


def _of_handed(handed: Handed, to: Reader) -> Iterator[str]:
    row, into = handed.made.row, handed.made.into
    if into is Into.STORE_CREDIT:
        yield to.say("shop-handed-store_credit", points=row.points, worth=row.worth)
    else:
        handed_over = "shop-handed-gift_card" if into is Into.GIFT_CARD else "shop-handed"
        yield to.say(handed_over, code=row.code, points=row.points, worth=row.worth)
    if not handed.in_store:
        yield to.say("shop-credit-waiting" if into is Into.STORE_CREDIT else "shop-code-waiting")
    yield to.say("shop-left", points=handed.made.left)


def refusal_shown(refusal: Refusal, to: Reader) -> Json:
    return {**refusal_in(refusal, to), "language": to.voice.language}


def refusal_in(refusal: Refusal, to: Reader) -> Json:
    return {"code": refusal.code, "sentence": to.voice.refusal(refusal), "allowed": refusal.allowed}
