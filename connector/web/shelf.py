"""What shoppers are shown of goods and rewards that points buy.

The rule kept here: whether something may be had now is said beside it, so that a shop shows a button or none and
compares nothing.
"""

from collections.abc import Iterator

from connector.core.programme import MoneyOnAccount, MoneyOnCard
from connector.core.rewards import Fulfilment, Offer, said
from connector.usecases.shelf import Shelf, Took
from connector.usecases.shopper import Prospect
from connector.web.shown import Json, Reader, frame, prospect_shown, refusal_in


def product_shown(prospect: Prospect, to: Reader, *, at_least: bool, sold: bool) -> Json:
    """What a product gives, and what it costs in points where the shop can sell it for them."""
    told = prospect_shown(prospect, to, "shop-earn-from" if at_least else "shop-earn-product")
    if not told["visible"]:
        return told
    price = prospect.price if sold else None
    if price is None or price < 1:
        return {**told, "buy": None}
    now = to.signed_in and not at_least and prospect.available >= price
    sentence = to.say("shop-price-from" if at_least else "shop-price", points=price)
    return {**told, "buy": {"points": price, "sentence": sentence, "now": now}}


def shelf_shown(shelf: Shelf, to: Reader) -> Json:
    """The catalogue; to a visitor, that they must sign in."""
    facts = {"available": shelf.available, "rewards": [_reward(offer, to) for offer in shelf.offers]}
    return frame(to, _of_shelf(shelf, to), facts)


def _of_shelf(shelf: Shelf, to: Reader) -> Iterator[str]:
    if shelf.offers and not to.signed_in:
        yield to.say("shop-sign-in", programme=to.terms.name)


def _reward(offer: Offer, to: Reader) -> Json:
    reward, language = offer.reward, to.voice.language
    return {
        "name": reward.name,
        "kind": reward.what.kind,
        "title": said(reward.title, language),
        "description": said(reward.description, language) if reward.description else "",
        "image": reward.image or None,
        "points": reward.points,
        "sentence": to.voice.points(reward.points),
        "left": offer.stock,
        "now": to.signed_in and offer.refusal is None,
        "refusal": refusal_in(offer.refusal, to) if offer.refusal else None,
    }


def took_shown(took: Took, to: Reader) -> Json:
    """A reward that is theirs from now on, or will be."""
    row, reward = took.taking.row, took.taking.reward
    facts = {
        "reward": reward.reward,
        "kind": reward.terms["kind"],
        "code": row.code if _has_code(took) else None,
        "for_cart": reward.fulfilment is Fulfilment.ORDER,
        "points": row.points,
        "until": row.until.isoformat() if row.until else None,
        "left": took.taking.left,
        "in_store": took.in_store,
        "replayed": took.taking.replayed,
    }
    return frame(to, _of_took(took, to), facts)


def _has_code(took: Took) -> bool:
    reward = took.taking.reward
    return reward.fulfilment in (Fulfilment.ORDER, Fulfilment.STORE) or reward.terms["kind"] == MoneyOnCard.kind


def _of_took(took: Took, to: Reader) -> Iterator[str]:
    row, reward = took.taking.row, took.taking.reward
    facts = {"reward": said(reward.terms["title"], to.voice.language), "points": row.points}
    if _has_code(took):
        yield to.say("shop-took-code", code=row.code, **facts)
    else:
        yield to.say("shop-took", **facts)
    if reward.fulfilment is Fulfilment.MERCHANT:
        yield to.say("shop-took-merchant")
    elif not took.in_store:
        on_account = reward.terms["kind"] == MoneyOnAccount.kind
        yield to.say("shop-credit-waiting" if on_account else "shop-code-waiting")
    yield to.say("shop-left", points=took.taking.left)
