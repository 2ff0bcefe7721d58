"""The shopper's endpoints: what the shop shows of points, and redeeming.

The rule kept here: nobody is answered for whom the store did not vouch a moment ago, and what is private only to the
customer it names. The shop prints what it gets; every limit is kept here. Where the store's word does not cover the
body of a question, points move only by a form of ours, made for that customer.
"""

from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor

import msgspec
import structlog
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from connector import bootstrap
from connector.adapter import NotVouched, ShopperRequest, Shoppers, StoreError, Vouched
from connector.bootstrap import Connector
from connector.core.programme import Terms
from connector.core.quote import Refusal
from connector.db.engine import DatabaseTrouble
from connector.db.ledger import KeyReused
from connector.languages import LANGUAGES
from connector.usecases import shelf, shopper
from connector.usecases.look import NoSuchThing, terms_now
from connector.usecases.stores import Store
from connector.web import shelf as shelved
from connector.web import shown
from connector.web.answering import TurnedAway, as_json, at_a_desk, read_in_time, turned_away
from connector.web.asked import (
    BuyQuestion,
    CartQuestion,
    NotAsked,
    ProductQuestion,
    RedeemQuestion,
    TakeQuestion,
    asked,
)
from connector.web.forms import Forms
from connector.web.metrics import Metrics
from connector.web.tokens import PluginTokens

LIMIT = 256 * 1024  # bytes of a question; a cart of hundreds of lines is far below
DESKS = 4  # questions that are worked on at once
# Pages of a platform's own, which have another address, ask with a token in their hand and no cookie.
_ANYWHERE = Middleware(
    CORSMiddleware, allow_origins=["*"], allow_methods=["GET", "POST"], allow_headers=["Authorization", "Content-Type"]
)

log = structlog.get_logger()

Answer = Callable[["Asking"], shown.Json]


class Asking(msgspec.Struct, frozen=True):
    """A question of somebody whom the store vouches for."""

    store: Store
    vouched: Vouched
    language: str
    order: str
    body: bytes

    @property
    def customer(self) -> str | None:
        return self.vouched.customer


class ShopperEndpoints:
    """Answers /shop/{store}/…"""

    def __init__(self, connector: Connector, metrics: Metrics) -> None:
        self._connector = connector
        self._database = connector.database
        self._metrics = metrics
        self._desks = ThreadPoolExecutor(DESKS, "shop")  # of their own: a crowd of shoppers never blocks the door

    def routes(self) -> list[Route]:
        return [
            self._route("GET", "/shop/{store}/member", self._endpoint("member", self._member)),
            self._route("POST", "/shop/{store}/product", self._endpoint("product", self._product)),
            self._route("POST", "/shop/{store}/cart", self._endpoint("cart", self._cart)),
            self._route("GET", "/shop/{store}/order/{order}", self._endpoint("order", self._order)),
            self._route("POST", "/shop/{store}/buy", self._endpoint("buy", self._buy)),
            self._route("POST", "/shop/{store}/redeem", self._endpoint("redeem", self._redeem)),
            self._route("GET", "/shop/{store}/rewards", self._endpoint("rewards", self._rewards)),
            self._route("POST", "/shop/{store}/take", self._endpoint("take", self._take)),
        ]

    @staticmethod
    def _route(method: str, path: str, endpoint: Callable[[Request], Awaitable[Response]]) -> Route:
        return Route(path, endpoint, methods=[method, "OPTIONS"], middleware=[_ANYWHERE])

    def _endpoint(self, question: str, answer: Answer) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            store = self._connector.stores.get(request.path_params["store"])
            name = store.name if store else ""
            try:
                asking = await self._asking(request, store)
                said = await self._at_a_desk(self._answered, answer, asking)
            except TurnedAway as away:
                self._metrics.turned_away.labels(name, away.reason).inc()
                return turned_away(away)
            except Refusal as refusal:
                self._metrics.turned_away.labels(name, refusal.code).inc()
                return as_json(await self._at_a_desk(self._refused, asking, refusal), 422)
            self._metrics.answered.labels(name, question).inc()
            return as_json(said)

        return endpoint

    async def _asking(self, request: Request, store: Store | None) -> Asking:
        """Who asks what. Nothing is read before it is known who asks."""
        if store is None:
            raise TurnedAway(404, "unknown_store")
        if request.method == "OPTIONS":
            raise TurnedAway(405, "no_question")
        query = request.scope["query_string"].decode("ascii", "replace")
        try:
            vouched = self._shoppers(store).who(ShopperRequest(query, request.headers, bootstrap.now()))
        except NotVouched as bad:
            raise TurnedAway(401, str(bad)) from None
        language = request.query_params.get("language", "en")
        if language not in LANGUAGES:
            raise TurnedAway(400, "unknown_language", f"there are {', '.join(LANGUAGES)}")
        body = await read_in_time(request, LIMIT)
        return Asking(store, vouched, language, request.path_params.get("order", ""), body)

    def _shoppers(self, store: Store) -> Shoppers:
        own = PluginTokens(self._connector.settings.shopper_secret(store.name), store.name)
        return store.adapter.shoppers or own

    def _forms(self, store: Store) -> Forms:
        return Forms(self._connector.settings.shopper_secret(store.name), store.name)

    def _meant(self, asking: Asking, key: str) -> str:
        """Who wants it, where that is sure. Raises TurnedAway."""
        if asking.customer is None:
            raise TurnedAway(401, "not_signed_in")
        if not asking.vouched.body_signed and not self._forms(asking.store).ours(key, asking.customer, bootstrap.now()):
            raise TurnedAway(403, "old_form")
        return asking.customer

    async def _at_a_desk(self, work: Callable[..., shown.Json], *of: object) -> shown.Json:
        said: shown.Json = await at_a_desk(self._desks, work, *of)
        return said

    def _answered(self, answer: Answer, asking: Asking) -> shown.Json:
        try:
            return answer(asking)
        except NotAsked as error:
            raise TurnedAway(400, "bad_question", str(error)) from None
        except NoSuchThing:
            raise TurnedAway(404, "unknown_order") from None
        except KeyReused:
            raise TurnedAway(409, "key_reused") from None
        except StoreError:
            raise TurnedAway(503, "store_unavailable") from None
        except DatabaseTrouble as trouble:
            log.error("a shopper could not be answered", trouble=str(trouble))
            raise TurnedAway(503, "unavailable") from None

    def _member(self, asking: Asking) -> shown.Json:
        account = shopper.shop_account(self._database, asking.store, asking.customer, bootstrap.now())
        told = shown.account_shown(account, _reader(account.terms, asking))
        if asking.customer is None or asking.vouched.body_signed:
            return told
        return {**told, "form": self._forms(asking.store).new(asking.customer, bootstrap.now())}

    def _product(self, asking: Asking) -> shown.Json:
        question = asked(asking.body, ProductQuestion)
        found = shopper.prospect(self._database, asking.store, asking.customer, question.cart(), bootstrap.now())
        sold = asking.store.adapter.coupons is not None and not asking.store.shadow
        return shelved.product_shown(found, _reader(found.terms, asking), at_least=question.at_least, sold=sold)

    def _cart(self, asking: Asking) -> shown.Json:
        cart = asked(asking.body, CartQuestion).cart()
        found = shopper.prospect(self._database, asking.store, asking.customer, cart, bootstrap.now())
        return shown.prospect_shown(found, _reader(found.terms, asking), "shop-earn-cart")

    def _order(self, asking: Asking) -> shown.Json:
        order = shopper.order_points(self._database, asking.store, asking.customer, asking.order)
        return shown.order_shown(order, _reader(order.terms, asking))

    def _redeem(self, asking: Asking) -> shown.Json:
        question = asked(asking.body, RedeemQuestion)
        customer = self._meant(asking, question.key)
        handed = shopper.redeem_points(
            self._database, asking.store, customer, question.points, key=question.key, now=bootstrap.now()
        )
        return shown.handed_shown(handed, _reader(handed.terms, asking))

    def _buy(self, asking: Asking) -> shown.Json:
        question = asked(asking.body, BuyQuestion)
        customer = self._meant(asking, question.key)
        handed = shopper.buy_product(
            self._database, asking.store, customer, question.cart(), key=question.key, now=bootstrap.now()
        )
        return shown.handed_shown(handed, _reader(handed.terms, asking))

    def _rewards(self, asking: Asking) -> shown.Json:
        found = shelf.shelf(self._database, asking.store, asking.customer, bootstrap.now())
        return shelved.shelf_shown(found, _reader(found.terms, asking))

    def _take(self, asking: Asking) -> shown.Json:
        question = asked(asking.body, TakeQuestion)
        customer = self._meant(asking, question.key)
        took = shelf.take(self._database, asking.store, customer, question.name, key=question.key, now=bootstrap.now())
        return shelved.took_shown(took, _reader(took.terms, asking))

    def _refused(self, asking: Asking, refusal: Refusal) -> shown.Json:
        terms = terms_now(self._database, asking.store.programme_id)
        return shown.refusal_shown(refusal, _reader(terms, asking))


def _reader(terms: Terms, asking: Asking) -> shown.Reader:
    return shown.reader(terms, asking.language, signed_in=asking.customer is not None)
