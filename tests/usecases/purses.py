"""Gift cards and customer accounts with money on them, of a store in memory."""

from dataclasses import dataclass, field

from connector.adapter import Credit, GiftCard, Rejected, Retryable


class Cards:
    """`left` is what is on each card that was issued; `closed` cannot be paid with. `troubles` come one a call."""

    def __init__(self) -> None:
        self.issued: dict[str, GiftCard] = {}
        self.left: dict[str, int] = {}
        self.closed: set[str] = set()
        self.troubles: list[BaseException] = []

    def spelt(self, code: str) -> str:
        return "-".join(code[start : start + 4] for start in range(0, 16, 4))

    def issue(self, card: GiftCard) -> None:
        self._stumble()
        if self.issued.setdefault(card.code, card) != card:
            raise Rejected(f"{card.code} is another card")
        self.left.setdefault(card.code, card.amount)

    def balance(self, code: str) -> int | None:
        return self.left.get(code)

    def close(self, code: str) -> int | None:
        self._stumble()
        if code in self.issued:
            self.closed.add(code)
        return self.left.get(code)

    def pay(self, code: str, amount: int) -> None:
        """Somebody pays with it."""
        assert code not in self.closed
        self.left[code] -= amount

    def _stumble(self) -> None:
        if self.troubles:
            raise self.troubles.pop(0)


@dataclass
class Purses:
    """`moved` is what went onto an account and off it, under its reference."""

    held: dict[str, int] = field(default_factory=dict)
    moved: dict[str, tuple[Credit, int]] = field(default_factory=dict)
    troubles: list[BaseException] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    loses_answer: bool = False

    def credit(self, credit: Credit) -> None:
        self._stumble()
        if self.credited(credit):
            return
        if credit.reference in self.moved:
            raise Rejected(f"{credit.reference} is another credit")
        if credit.customer in self.gone:
            raise Rejected(f"account {credit.customer} is gone")
        self.moved[credit.reference] = credit, credit.amount
        self.held[credit.customer] = self.held.get(credit.customer, 0) + credit.amount
        if self.loses_answer:
            self.loses_answer = False
            raise Retryable("timed out")

    def credited(self, credit: Credit) -> bool:
        found = self.moved.get(credit.reference)
        return found is not None and (found[0].customer, found[1]) == (credit.customer, credit.amount)

    def debit(self, credit: Credit) -> int:
        self._stumble()
        if credit.customer in self.gone:
            return 0
        if credit.reference not in self.moved:
            taken = min(credit.amount, self.held.get(credit.customer, 0))
            self.moved[credit.reference] = credit, taken
            self.held[credit.customer] = self.held.get(credit.customer, 0) - taken
        return self.moved[credit.reference][1]

    def balance(self, customer: str, currency: str) -> int:
        return self.held.get(customer, 0)

    def _stumble(self) -> None:
        if self.troubles:
            raise self.troubles.pop(0)
