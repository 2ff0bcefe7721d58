"""The sections of the programme document that say who takes part, and by which rates."""

from connector.core.programme import Override, Participation
from connector.programme.earning import Rules
from connector.programme.redeeming import Redeem
from connector.programme.words import Words
from connector.validation import Flag, Section


class Members(Section):
    """Customer groups that take part (C47), and whether guest orders can be claimed (C19)."""

    only: Words = frozenset()
    never: Words = frozenset()
    guest_orders: Flag = True

    def terms(self) -> Participation:
        return Participation(self.only, self.never, self.guest_orders)


class OverrideSection(Section):
    """Other rates for some stores (C50) or groups (C48), instead of the general ones."""

    stores: Words = frozenset()
    groups: Words = frozenset()
    earn: Rules | None = None
    redeem: Redeem | None = None

    def terms(self) -> Override:
        return Override(
            self.stores,
            self.groups,
            tuple(rule.terms() for rule in self.earn) if self.earn else None,
            self.redeem.terms() if self.redeem else None,
        )
