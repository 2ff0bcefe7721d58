# English: the sentences that the other catalogues translate. A code of the core is step-CODE or refusal-CODE here.
# A fact is written by MONEY, POINTS, WHEN (a day or a time) or NUMBER; a bare one is a name or a word of the store's.
# PLURAL only chooses the form.

points = { PLURAL($count) ->
    [one] { NUMBER($count) } point
   *[other] { NUMBER($count) } points
}
so-many = { POINTS($count) }
balance = { POINTS($points) } (worth { MONEY($worth) })
available = available
not-available = pending: { POINTS($pending) }; held: { POINTS($held) }

## An order

order = Order { $number } of { $store }, placed { WHEN($placed) }, status { $status }, { MONEY($total) }
order-owed = { PLURAL($points) ->
    [one] { POINTS($points) } of it is spent already and is owed
   *[other] { POINTS($points) } of it are spent already and are owed
}
order-unpaid = { PLURAL($points) ->
    [one] { POINTS($points) } of a code it used was gone elsewhere
   *[other] { POINTS($points) } of a code it used were gone elsewhere
}
award-granted = Order { $order }, { $status }: granted, { POINTS($points) } ({ $change })
award-projected = Order { $order }, { $status }: projected, { POINTS($points) } ({ $change })
award-none = Order { $order }, { $status }: none, { POINTS($points) } ({ $change })
award-until = usable until { WHEN($when) }

## A quote, and what keeps more points from being redeemed

quote = { POINTS($points) }: { MONEY($worth) } off; { POINTS($left) } left (more is kept back by: { $limit })
quote-minimum = { POINTS($points) }: { MONEY($worth) } off, on orders of at least { MONEY($minimum) }; { POINTS($left) } left (more is kept back by: { $limit })
quote-tender = { MONEY($amount) } are a means of payment: the tax stays what it is
quote-part = { $name }: { MONEY($net) } off net and { MONEY($tax) } off its tax
shipping = shipping

limit-balance = the balance
limit-maximum_points = the most points at once
limit-maximum_share = the share of the cart
limit-whole = the price of the whole cart

## Prices in points

price = { $name }: { POINTS($points) } ({ NUMBER($each) } for one)
price-total = together: { POINTS($points) }
unpriced-not_buyable = { $name }: cannot be bought with points
unpriced-not_chosen = { $name }: is not among the goods that have a price in points
unpriced-no_pieces = { $name }: has no pieces

## What of an order counts

step-line = { NUMBER($quantity) } × { $name }: { MONEY($amount) } counted
step-line_kept = { NUMBER($quantity) } × { $name }: { MONEY($amount) } counted, after { MONEY($refunded) } refunded
step-charge = { $title }: { MONEY($amount) } counted
step-charge_left_out = { $title }: { MONEY($amount) } not counted
step-line_not_chosen = { NUMBER($quantity) } × { $name }: { MONEY($amount) }, not among the goods that count
step-line_gift_card = { NUMBER($quantity) } × { $name }: { MONEY($amount) }, a gift card counts when it is spent
step-line_promotion_sale = { NUMBER($quantity) } × { $name }: { MONEY($amount) }, on sale: not counted
step-line_promotion_coupon = { NUMBER($quantity) } × { $name }: { MONEY($amount) }, reduced by a coupon: not counted
step-line_promotion_automatic = { NUMBER($quantity) } × { $name }: { MONEY($amount) }, reduced: not counted
step-line_promotion_bogo = { NUMBER($quantity) } × { $name }: { MONEY($amount) }, part of a two-for-one: not counted
step-paid_with_points = { MONEY($amount) } paid with points: not counted
step-paid_with_gift_card = { MONEY($amount) } paid with a gift card: counted when it was bought
step-paid_with_store_credit = { MONEY($amount) } paid with store credit: not counted
step-base = what counts: { MONEY($amount) }

## What it is worth

step-campaign = { $campaign }: { $name } counts { NUMBER($times) } times
step-tier = { $tier } members: everything counts { NUMBER($times) } times
step-product = { NUMBER($pieces) } × { $name } at { POINTS($each) } each: { POINTS($points) }
step-product_unassigned = { $name } has no points of its own: nothing
step-fixed = every order: { POINTS($points) }
step-fixed_nothing = nothing in the order counts: no { POINTS($points) } for it
step-spend_floor = { MONEY($base) } at { POINTS($rate) } per { MONEY($per) }, rounded down: { POINTS($points) }
step-spend_half_up = { MONEY($base) } at { POINTS($rate) } per { MONEY($per) }, rounded: { POINTS($points) }
step-spend_ceiling = { MONEY($base) } at { POINTS($rate) } per { MONEY($per) }, rounded up: { POINTS($points) }
step-below_minimum = { MONEY($base) } is less than the { MONEY($minimum) } from which an order earns: nothing

## What becomes of the points

step-granted = status “{ $status }” grants: { POINTS($points) }
step-waits = status “{ $status }” does not grant yet; { POINTS($points) } on { $wanted }
step-lost = status “{ $status }”: nothing is granted, what was granted is taken back
step-pending = usable from { WHEN($when) }
step-unpaid = not paid in full yet; { POINTS($points) } then

## What people do beside buying

step-registered = opened an account: { POINTS($points) }
step-subscribed = subscribed to the newsletter: { POINTS($points) }
step-reviewed = review of product { $product }, approved: { POINTS($points) }
step-review_not_approved = review of product { $product }: not approved, nothing
step-review_not_bought = review of product { $product }: not bought by its author, nothing
step-placed = order placed: { POINTS($points) }
step-placed_no_more = status “{ $status }”: does not stand, what was given for placing it is taken back
step-paid_before = given to this person before: nothing
step-no_member = no member to give points to: nothing
step-code_of_another = the code { $code } was used by somebody else than member { $member }, whose points it took

## Why an order earns nothing

step-programme_draft = the programme has not begun: nothing
step-programme_paused = the programme pauses: nothing
step-programme_closed = the programme has ended: nothing
step-group_never = customer group “{ $group }” does not take part: nothing
step-group_only = only these customer groups take part: { $groups }; nothing
step-guest = ordered as a guest: nobody to give points to
step-before_start = too early, the programme began on { WHEN($when) }: nothing
step-erased = its buyer has been erased: nobody to give points to
step-other_currency = paid in { $currency }, the programme counts { $wanted }: nothing

## An invitation of a friend

step-referral_open = the friend has not come yet; the invitation is good until { WHEN($when) }
step-referral_expired = the friend had not come when the invitation ended on { WHEN($when) }: nothing
step-referral_existing = was a customer before the invitation: nothing
step-referral_same_person = both have the same account or e-mail address: nothing
step-referral_not_first = another invitation was accepted first: nothing
step-referral_refused = the shop gives nothing for it
step-referral_alike_address = the two e-mail addresses may be one mailbox
step-referral_alike_name = both have the same name
step-referral_doubtful = the shop has a look at it first
step-referral_no_order = no order of at least { MONEY($minimum) } has been granted yet
step-referral_waits = a friend's first order: it must stay until { WHEN($when) }
step-referral_capped = more than { NUMBER($most) } in { NUMBER($days) } days: nothing
step-referral_earned = a friend's first order: { MONEY($amount) } counted

## Why points may not be redeemed

refusal-allowed = { NUMBER($allowed) } would be allowed
refusal-no_redemption = this programme does not redeem points
refusal-no_prices = this programme has no prices in points
refusal-programme_draft = the programme has not begun
refusal-programme_closed = the programme has ended
refusal-group_never = this customer group does not take part
refusal-group_only = only certain customer groups may redeem points
refusal-not_positive = the number of points must be at least 1
refusal-balance = { PLURAL($limit) ->
    [one] only { POINTS($limit) } is available
   *[other] only { POINTS($limit) } are available
}
refusal-minimum_points = at least { POINTS($limit) } must be redeemed at once
refusal-maximum_points = at most { POINTS($limit) } may be redeemed at once
refusal-maximum_share = at most { POINTS($limit) } may be redeemed on this cart
refusal-block = points are redeemed in multiples of { NUMBER($limit) }
refusal-worthless = { PLURAL($limit) ->
    [one] { POINTS($limit) } is worth less than the smallest coin
   *[other] { POINTS($limit) } are worth less than the smallest coin
}
refusal-minimum_order = points may be redeemed on orders from { MONEY($limit) } on
refusal-maximum_order = points may be redeemed on orders up to { MONEY($limit) }
refusal-nothing_eligible = nothing in the cart may be paid with points
refusal-not_buyable = not everything in the cart may be paid with points
refusal-whole = the cart costs exactly { POINTS($limit) }
refusal-other_currency = the cart is not in the programme's currency
refusal-no_referral = this programme gives nothing for inviting friends now
refusal-own_address = this is the inviter's own e-mail address
refusal-not_an_address = this is no e-mail address
refusal-too_many_open = no more than { NUMBER($limit) } invitations can wait for their friends at once
refusal-already_paid = the order is paid already, so points can no longer lower it
refusal-order_closed = the order can no longer be changed
refusal-not_their_order = the order is not this member's
refusal-order_has_points = the order holds points already
refusal-no_reward = this programme has no such reward
refusal-not_yet = the reward is not offered yet
refusal-no_longer = the reward is no longer offered
refusal-reward_groups = the reward is for certain customer groups only
refusal-sold_out = none of this reward is left
refusal-member_limit = one member may have at most { NUMBER($limit) } of this reward

## What shoppers are shown in the shop

shop-sign-in = Sign in to collect points with { $programme }
shop-available-points = You have { POINTS($points) }
shop-available-money = Your points are worth { MONEY($worth) }
shop-available-both = You have { POINTS($points) } (worth { MONEY($worth) })
shop-pending = On their way to you: { POINTS($points) }
shop-held = Kept for your codes: { POINTS($points) }
shop-owed = To be paid by your next points: { POINTS($points) }
shop-earned = Earned so far: { POINTS($points) }
shop-redeemed = Redeemed so far: { POINTS($points) }
shop-tier = Your level: { $tier }
shop-next-points = Next level: { $tier }, from { POINTS($at) } on; so far { POINTS($figure) }
shop-next-spend = Next level: { $tier }, from { MONEY($at) } on; so far { MONEY($figure) }
shop-next-orders = Next level: { $tier }; orders needed: { NUMBER($at) }, so far { NUMBER($figure) }
shop-earn-product = You collect { POINTS($points) } with this product
shop-earn-from = You collect at least { POINTS($points) } with this product
shop-earn-cart = You collect { POINTS($points) } with this order
shop-usable = You can use up to { POINTS($points) }: { MONEY($worth) } off
shop-order-granted = This order gave you { POINTS($points) }
shop-order-from = They can be used from { WHEN($when) } on
shop-order-promised = This order will give you { POINTS($points) }
shop-order-redeemed = Used on this order: { POINTS($points) }
shop-handed = Your code { $code }: { MONEY($worth) } off for { POINTS($points) }
shop-left = Left: { POINTS($points) }
shop-code = { MONEY($worth) } off, until { WHEN($until) }
shop-code-minimum = { MONEY($worth) } off an order of at least { MONEY($minimum) }, until { WHEN($until) }
shop-code-reward = { $reward }, until { WHEN($until) }
shop-code-waiting = The code will be in the shop in a moment
shop-entry-earn = Points collected
shop-entry-vest = Points collected
shop-entry-clawback = Points taken back
shop-entry-expire = Points expired
shop-entry-hold = Turned into a code
shop-entry-capture = Code used
shop-entry-void = Code not used: points are back
shop-entry-reinstate = Goods returned: points are back
shop-entry-adjust = Changed by the shop
shop-entry-of-order = { $what } (order { $order })
shop-given = +{ NUMBER($points) }
shop-taken = −{ NUMBER($points) }
