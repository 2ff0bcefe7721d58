"""What every adapter's `check` promises, one test a promise."""

from connector.adapter import Adapter, Problem, Severity
from tests.conformance.kit import Connect, Fixtures, Shop


def errors(problems: list[Problem]) -> list[Problem]:
    return [problem for problem in problems if problem.severity is Severity.ERROR]


def register(adapter: Adapter, url: str) -> None:
    assert adapter.webhooks is not None
    adapter.webhooks.register(url)


def everything_wrong(connect: Connect, webhook_url: str) -> list[Problem]:
    adapters = (connect(), connect(keys="wrong"), connect(keys="read-only"), connect(reachable=False))
    return [problem for adapter in adapters for problem in adapter.check(webhook_url)]


class CheckPromises(Fixtures):
    def test_a_good_connection_has_no_errors(self, adapter: Adapter, shop: Shop, webhook_url: str) -> None:
        shop.place_order()
        register(adapter, webhook_url)

        assert errors(adapter.check(webhook_url)) == []

    def test_wrong_keys_are_told(self, connect: Connect) -> None:
        assert errors(connect(keys="wrong").check(None))

    def test_read_only_keys_are_told(self, connect: Connect) -> None:
        assert errors(connect(keys="read-only").check(None))

    def test_an_address_nobody_answers_at_is_told(self, connect: Connect) -> None:
        assert errors(connect(reachable=False).check(None))

    def test_a_store_that_stumbles_is_told(self, adapter: Adapter, shop: Shop) -> None:
        shop.stumble()

        assert errors(adapter.check(None))

    def test_missing_webhooks_are_told(self, adapter: Adapter, webhook_url: str) -> None:
        assert errors(adapter.check(webhook_url))

    def test_disabled_webhooks_are_told(self, adapter: Adapter, shop: Shop, webhook_url: str) -> None:
        register(adapter, webhook_url)
        shop.disable_webhooks()

        assert errors(adapter.check(webhook_url))

    def test_webhooks_that_lead_elsewhere_are_told(self, adapter: Adapter, shop: Shop, webhook_url: str) -> None:
        register(adapter, webhook_url)
        shop.move_webhooks("http://127.0.0.1:9/elsewhere")

        assert errors(adapter.check(webhook_url))

    def test_webhooks_nobody_wants_are_not_missed(self, adapter: Adapter) -> None:
        assert errors(adapter.check(None)) == []

    def test_looking_changes_nothing(self, adapter: Adapter, shop: Shop, webhook_url: str) -> None:
        shop.place_order()
        before = shop.state()

        adapter.check(webhook_url)

        assert shop.state() == before

    def test_every_problem_has_a_mend(self, connect: Connect, webhook_url: str) -> None:
        problems = everything_wrong(connect, webhook_url)

        assert problems
        assert all(problem.what and problem.mend for problem in problems)

    def test_no_problem_shows_a_secret(self, connect: Connect, webhook_url: str, secrets: list[str]) -> None:
        shown = str(everything_wrong(connect, webhook_url))

        assert not [secret for secret in secrets if secret in shown]
