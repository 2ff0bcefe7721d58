"""Tokens over real HTTP against the sandbox store's counter, and where a token is never sent."""

from collections.abc import Callable, Iterator

import pytest

from adapters.shopify.adapter import Shopify
from adapters.shopify.address import home
from adapters.shopify.refreshing import Refreshed
from adapters.shopify.sandbox import Sandbox
from adapters.shopify.tokens import Granted, Grants, Renewed
from connector.adapter import Misconfigured, Retryable

ID, SECRET = "sandbox-client", "shpss_5ecret"


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(client_secret=SECRET) as sandbox:
        yield sandbox


Asked = Callable[[], Granted]


def counter(lasts: float = 86_399.0) -> tuple[list[str], Asked]:
    """A counter that grants t1, t2, …; what it granted."""
    granted: list[str] = []

    def ask() -> Granted:
        granted.append(f"t{len(granted) + 1}")
        return Granted(granted[-1], lasts)

    return granted, ask


def test_the_apps_secret_is_worth_a_token(sandbox: Sandbox) -> None:
    adapter = Shopify(url=sandbox.url, client_id=ID, client_secret=SECRET)

    assert adapter.check(None) == []


def test_a_token_that_has_ended_early_is_got_anew(sandbox: Sandbox) -> None:
    adapter = Shopify(url=sandbox.url, client_id=ID, client_secret=SECRET)
    adapter.check(None)
    sandbox.tokens.revoke_all()

    assert adapter.check(None) == []


def test_one_token_serves_many_questions(sandbox: Sandbox) -> None:
    adapter = Shopify(url=sandbox.url, client_id=ID, client_secret=SECRET)
    adapter.check(None)
    before = sandbox.requests

    adapter.check(None)

    assert sandbox.requests == before + 2  # the scopes and the newest order


def test_a_token_is_renewed_ten_minutes_before_its_end() -> None:
    times = iter((0.0, 86_399.0 - 601.0, 86_399.0 - 599.0, 86_399.0))
    _, ask = counter()
    tokens = Renewed(ask, lambda: next(times))

    assert [tokens.current() for _ in range(3)] == ["t1", "t1", "t2"]


def test_a_refused_token_that_another_has_renewed_already_is_not_renewed_again() -> None:
    granted, ask = counter()
    tokens = Renewed(ask, lambda: 0.0)
    refused = tokens.current()

    assert [tokens.renew(refused), tokens.renew(refused)] == ["t2", "t2"]
    assert granted == ["t1", "t2"]


def test_while_the_secret_is_changed_the_old_one_opens_too(sandbox: Sandbox) -> None:
    adapter = Shopify(url=sandbox.url, client_id=ID, client_secret="shpss_n3w", client_secret_old=SECRET)

    assert adapter.check(None) == []


def test_a_wrong_secret_is_for_a_person_to_mend_and_is_not_shown(sandbox: Sandbox) -> None:
    grants = Grants(sandbox.url, ID, ["shpss_wr0ng"], 5.0)

    with pytest.raises(Misconfigured, match="client id and secret") as caught:
        grants.by_credentials()

    assert "shpss_" not in str(caught.value)


def test_an_app_that_is_not_on_the_store_is_told(sandbox: Sandbox) -> None:
    sandbox.tokens.installed = False

    with pytest.raises(Misconfigured, match="organisation"):
        Grants(sandbox.url, ID, [SECRET], 5.0).by_credentials()


def test_a_grant_shows_nothing_of_itself() -> None:
    assert "t0ken" not in repr(Granted("t0ken", 1.0, "t0ken"))


@pytest.mark.parametrize(
    "url",
    [
        "https://shop.example.com",
        "http://my-shop.myshopify.com",
        "https://my-shop.myshopify.com.evil.example",
        "https://my-shop.myshopify.com@evil.example",
        "https://evil.example/my-shop.myshopify.com",
        "https://my-shop.myshopify.com:8443",
        "https://[",
        "",
    ],
)
def test_a_token_goes_to_no_other_host(url: str) -> None:
    with pytest.raises(Misconfigured, match="myshopify"):
        home(url)


def test_a_store_is_known_by_its_own_address() -> None:
    assert home("https://My-Shop.myshopify.com/") == "https://my-shop.myshopify.com"


def test_without_credentials_nothing_can_be_connected() -> None:
    with pytest.raises(Misconfigured, match="client id"):
        Shopify(url="https://my-shop.myshopify.com")


class Shelf:
    """A vault in memory."""

    def __init__(self) -> None:
        self.secret: str | None = None
        self.taken = False

    def read(self) -> str | None:
        return self.secret

    def claim(self, seconds: float) -> bool:
        self.taken, free = True, not self.taken
        return free

    def write(self, secret: str) -> None:
        self.secret = secret

    def release(self) -> None:
        self.taken = False


@pytest.fixture
def grants(sandbox: Sandbox) -> Grants:
    return Grants(sandbox.url, ID, [SECRET], 5.0)


def connected(grants: Grants, sandbox: Sandbox) -> str:
    """The merchant agrees on Shopify's page; the refresh token that comes of it."""
    return grants.by_code(sandbox.tokens.authorise()).refresh_token or ""


def test_a_refresh_token_is_changed_with_every_use_and_the_last_is_kept(grants: Grants, sandbox: Sandbox) -> None:
    shelf, first = Shelf(), connected(grants, sandbox)
    times = iter((0.0, 0.0, 4_000.0, 4_000.0, 8_000.0, 8_000.0))
    seen = []
    for _ in range(3):  # each time another process, an hour later
        tokens = Refreshed(grants, shelf, first, lambda: next(times))
        seen.append(tokens.current())
        assert sandbox.tokens.accepted(seen[-1])

    assert len(set(seen)) == 3
    assert first not in (shelf.secret or "")


def test_a_token_that_another_process_has_got_is_used(grants: Grants, sandbox: Sandbox) -> None:
    shelf, first = Shelf(), connected(grants, sandbox)
    one, other = (Refreshed(grants, shelf, first, lambda: 0.0) for _ in range(2))

    assert one.current() == other.current()


def test_while_another_process_refreshes_we_wait_for_it(grants: Grants, sandbox: Sandbox) -> None:
    shelf, first = Shelf(), connected(grants, sandbox)
    theirs = Refreshed(grants, shelf, first, lambda: 0.0)
    shelf.taken = True

    def they_are_done(_: float) -> None:
        shelf.taken = False
        theirs.current()

    ours = Refreshed(grants, shelf, first, lambda: 0.0, they_are_done)

    assert ours.current() == theirs.current()


def test_one_that_never_finishes_is_not_waited_for_for_ever(grants: Grants, sandbox: Sandbox) -> None:
    shelf = Shelf()
    shelf.taken = True

    with pytest.raises(Retryable):
        Refreshed(grants, shelf, connected(grants, sandbox), lambda: 0.0, lambda _: None).current()


def test_connecting_anew_beats_what_was_kept(grants: Grants, sandbox: Sandbox) -> None:
    shelf = Shelf()
    old = Refreshed(grants, shelf, connected(grants, sandbox), lambda: 0.0).current()

    new = Refreshed(grants, shelf, connected(grants, sandbox), lambda: 0.0).current()

    assert new != old
    assert sandbox.tokens.accepted(new)


def test_a_permission_that_has_ended_is_for_a_person_to_mend(grants: Grants) -> None:
    with pytest.raises(Misconfigured):
        Refreshed(grants, Shelf(), "shprt_0ld", lambda: 0.0).current()


def test_a_store_connected_by_consent_can_be_read(grants: Grants, sandbox: Sandbox) -> None:
    refresh = connected(grants, sandbox)
    adapter = Shopify(url=sandbox.url, client_id=ID, client_secret=SECRET, refresh_token=refresh, vault=Shelf())

    assert adapter.check(None) == []
