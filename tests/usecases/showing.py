"""The pages of the shop in memory on which it shows balances and notes, whose troubles a test can order."""

from collections.abc import Callable

from connector.adapter import ShownBalance


class Pages:
    """The balances facet. `troubles` are raised, one a call; `refused` ones whenever an account is written to;
    `meanwhile` is done once, just before the next writing."""

    def __init__(self) -> None:
        self.shown: dict[str, ShownBalance] = {}
        self.calls = 0
        self.troubles: list[Exception] = []
        self.refused: dict[str, Exception] = {}
        self.meanwhile: Callable[[], object] | None = None

    def publish(self, balance: ShownBalance) -> None:
        self._called(balance.customer)
        self.shown[balance.customer] = balance

    def withdraw(self, customer: str) -> None:
        self._called(customer)
        self.shown.pop(customer, None)

    def _called(self, customer: str) -> None:
        self.calls += 1
        if self.meanwhile is not None:
            meanwhile, self.meanwhile = self.meanwhile, None
            meanwhile()
        if self.troubles:
            raise self.troubles.pop(0)
        if customer in self.refused:
            raise self.refused[customer]

    def available(self) -> dict[str, int]:
        return {customer: balance.available for customer, balance in self.shown.items()}


class Notes:
    """The order_notes facet: one note an order and reference."""

    def __init__(self) -> None:
        self.written: dict[str, str] = {}
        self.calls = 0
        self.troubles: list[Exception] = []

    def write(self, order_id: str, text: str, reference: str) -> None:
        self.calls += 1
        if self.troubles:
            raise self.troubles.pop(0)
        self.written[order_id] = text
