"""Programmes made up by chance, as the documents that a merchant would write.

Every one gives at least a point for each euro, and redeems 100 points for 5.00. `programmes` let nothing lapse within
two months, so that a story of some days can be told under any of them; `lively_programmes` have rewards and invitations
too, and points lapse and ripen while one looks on.
"""

from hypothesis import strategies as st

from connector.programme import parse_programme

_RETURNS = st.sampled_from(["proportional", "full_only", "never"])
_ROUNDING = st.sampled_from(["floor", "half_up", "ceiling"])


@st.composite
def programmes(draw: st.DrawFn) -> str:
    """The text of a programme in euros, in Berlin's time."""
    return _written(draw, draw(st.lists(st.sampled_from(_SECTIONS), unique_by=_subject, max_size=6)))


@st.composite
def lively_programmes(draw: st.DrawFn) -> str:
    """The same, with all that a programme can have members do."""
    lively = [draw(st.sampled_from(section)) for section in _LIVELY]
    others = [text for text in _SECTIONS if _subject(text) not in {_subject(one) for one in lively}]
    return _written(draw, [*lively, *draw(st.lists(st.sampled_from(others), unique_by=_subject, max_size=4))])


def _written(draw: st.DrawFn, sections: list[str]) -> str:
    parts = [
        "programme: made up\ncurrency: EUR\ntimezone: Europe/Berlin",
        "earn:\n" + "\n".join([_spend(draw), *draw(st.lists(_RULES, max_size=2))]),
        *sections,
        f"redeem: {{points: 100, worth: 5.00, returns: {draw(_RETURNS)}}}",
    ]
    text = "\n".join(parts) + "\n"
    parse_programme(text, "made up")
    return text


def _subject(section: str) -> str:
    return section.split(":")[0]


def _spend(draw: st.DrawFn) -> str:
    points, per = draw(st.sampled_from([(1, "1.00"), (3, "2.00"), (1, "0.37")]))
    return f"  - {{points: {points}, per: {per}, rounding: {draw(_ROUNDING)}}}"


_RULES = st.sampled_from(
    [
        "  - {kind: fixed, points: 20}",
        "  - {kind: fixed, points: 7, minimum_order: 50.00}",
        "  - {points: 2, per: 10.00, minimum_order: 30.00, rounding: half_up}",
        "  - {points: 1, per: 5.00, goods: {products: [p1]}}",
        "  - {points: 1, per: 5.00, goods: {not_products: [p1]}}",
    ]
)

_SECTIONS = [
    "count: {tax: false}",
    "count: {shipping: true, fees: true}",
    "count: {without: [coupon]}",
    "campaigns: [{name: spring, from: 2026-01-01, until: 2026-06-01, times: 2}]",
    "campaigns: [{name: over, from: 2025-01-01, until: 2026-01-01, times: 3}]",
    "grant: {statuses: [paid]}",
    "grant: {statuses: [completed], delay_days: 4}",
    "grant: {payment: balanced}",
    "grant: {statuses: [open], delay_days: 1, payment: balanced}",
    "tiers: {levels: [{name: Silver, spend: 100, times: 1.5}, {name: Gold, spend: 250, times: 2}]}",
    "tiers: {levels: [{name: Regular, orders: 1, times: 1.25}], window: lifetime}",
    "tiers: {levels: [{name: Rich, points: 150, times: 3}], window: calendar, grace_days: 30}",
    "expire: {policy: per_lot, months: 12}",
    "expire: {policy: inactivity, months: 6}",
    "expire: {policy: first_point, months: 6}",
    'expire: {policy: fixed_date, months: 3, day: "12-31"}',
    "members: {never: [staff]}",
    "starts: 2025-01-01",
    "bonuses: {order_placed: 7}",
]

_REWARDS = """rewards:
  - {kind: discount, name: five, points: 60, title: Five off, amount: 5, stock: 2, valid_days: 7}
  - {kind: product, name: pot, points: 80, title: A pot, product: POT, settlement_price: 0.01, per_member: 1}
  - {kind: gift, name: song, points: 20, title: A song, confirm: false, stock: 3}
  - {kind: permanent, name: always, points: 90, title: Five per cent, percent: 5, days: 10, per_member: 1}
  - {kind: gift_card, name: card, points: 70, title: A card, amount: 3.33, valid_days: 30}
  - {kind: store_credit, name: credit, points: 40, title: Credit, amount: 2}"""

_LIVELY = [
    [
        "expire: {policy: per_lot, months: 1, grace_days: 3}",
        "expire: {policy: inactivity, months: 1, grace_days: 0}",
        "expire: {policy: first_point, months: 1}",
        'expire: {policy: fixed_date, months: 0, day: "03-31"}',
        "expire: {policy: none}",
    ],
    ["debt: owe", "debt: absorb"],
    ["bonuses: {order_placed: 7}", "bonuses: {registration: 5}"],
    [_REWARDS],
    [
        "referral: {points: 50, friend_points: 30, minimum_order: 20.00, wait_days: 5, max_per_member: 1}",
        "referral: {points: 50, wait_days: 1}",
    ],
    ["grant: {statuses: [completed], delay_days: 4}", "grant: {statuses: [paid]}", "grant: {payment: balanced}"],
]
