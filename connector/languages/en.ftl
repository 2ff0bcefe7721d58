# English: the sentences that the other catalogues translate. A code of the core is step-CODE or refusal-CODE here.
# A fact is written by MONEY, POINTS, WHEN (a day or a time), NUMBER, or TYPED (as it is typed into a file); a bare one is a
# name or a word of the store's. PLURAL, IS_ONE and GIVEN only choose the form.

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

## A note on an order

note-pending = { POINTS($points) } earned, usable from { WHEN($when) }
note-earned = { POINTS($points) } earned
note-used = { POINTS($points) } used
note-balance = balance: { POINTS($points) }

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

## A member

member = { $name }  no. { $number }  { $email }
member-nameless = Member
member-no_email = no e-mail address
member-owed = { PLURAL($points) ->
    [one] { POINTS($points) } is owed and will be paid by the next ones
   *[other] { POINTS($points) } are owed and will be paid by the next ones
}
member-known = programme { $programme }, since { WHEN($since) }; known as { $known }
member-known_to_nobody = programme { $programme }, since { WHEN($since) }; known to no store
member-one = member { $number }
member-joined = one person with
tier = tier { $tier }
tier-none = no tier yet
tier-perks = perks: { $perks }
tier-next = next { $tier }
orders = { PLURAL($count) ->
    [one] { NUMBER($count) } order
   *[other] { NUMBER($count) } orders
}
statement = Statement
redemptions = Redemptions

fate-held = { NUMBER($points) } held
fate-held_part = { NUMBER($points) } of { NUMBER($of) } held
fate-redeemed = { NUMBER($points) } redeemed
fate-redeemed_part = { NUMBER($points) } of { NUMBER($of) } redeemed
fate-given_back = { NUMBER($points) } given back

## What moves points, and why: reason-CODE is word for word what we write into the books

kind-earn = earn
kind-vest = vest
kind-clawback = clawback
kind-expire = expire
kind-hold = hold
kind-capture = capture
kind-void = void
kind-reinstate = reinstate
kind-adjust = adjust

reason-earned = earned
reason-order_more = order is worth more
reason-order_less = order is worth less
reason-matured = matured
reason-expired = expired
reason-debt_repaid = debt repaid
reason-redeemed = redeemed
reason-code_used = code used
reason-code_used_late = code used after its points went back
reason-code_revoked = code revoked unused
reason-coupon_deleted = its coupon was deleted in the shop
reason-goods_back = goods came back
reason-less_off = the code took less off
reason-discount_granted = discount granted
reason-card_made = gift card made
reason-credit_given = credit given
reason-money_spent = money spent
reason-reward_given = reward given
reason-reward_confirmed = reward confirmed
reason-confirmed = confirmed
reason-time_over = its time is over
reason-erased = erased
reason-opening_balance = opening balance
reason-newsletter = newsletter
reason-registration = registration
reason-review = review of product { $product }
reason-review_no_more = review of product { $product } no longer counts
reason-placed = order placed
reason-placed_no_more = order no longer placed
reason-friend = a friend's first order
reason-friend_no_more = a friend's first order no longer counts

## Points redeemed, and rewards taken

redeemed = { $code }  { MONEY($worth) } off for { POINTS($points) }
redeemed-gift_card = { $code }  gift card of { MONEY($worth) } for { POINTS($points) }
redeemed-store_credit = { MONEY($worth) } of store credit for { POINTS($points) }
redeemed-until = to be spent until { WHEN($until) }
redeemed-for = for one order of at least { MONEY($minimum) }, until { WHEN($until) }
redeemed-lowered = order { $order } is lowered by it
redeemed-undone = order { $order } stays as it was, and the points come back: { $reason }
points-left = { POINTS($points) } left
not-in-store = not in the store yet: { $reason } ({ $command })
on-its-way = it is on its way

taken = { $code }  { $reward } for { POINTS($points) }
taken-order = the code is for one order, until { WHEN($until) }
taken-order_minimum = the code is for one order of at least { MONEY($minimum) }, until { WHEN($until) }
taken-merchant = it waits to be handed out: { $command }
taken-store = it is for the account of customer { $customer }, for ever
taken-store_until = it is for the account of customer { $customer }, until { WHEN($until) }
taken-at_once = it is the member's
taken-money = it is a gift card of { MONEY($worth) }, for ever
taken-money_until = it is a gift card of { MONEY($worth) }, until { WHEN($until) }
may-be-taken = yes
decided-redeemed = { POINTS($points) } redeemed
decided-given_back = { POINTS($points) } given back
decided-partly = { POINTS($back) } given back, { POINTS($points) } redeemed
decided-closing = the store is asked what is left of it, and the points of that come back

reward-discount = discount
reward-free_shipping = free shipping
reward-product = product
reward-permanent = permanent discount
reward-gift = gift
reward-gift_card = gift card
reward-store_credit = store credit

## Changed by hand

available-now = { PLURAL($points) ->
    [one] { POINTS($points) } is available now
   *[other] { POINTS($points) } are available now
}
claimed = { PLURAL($orders) ->
    [one] { NUMBER($orders) } guest order with { $email } is the member's; { POINTS($points) } available
   *[other] { NUMBER($orders) } guest orders with { $email } are the member's; { POINTS($points) } available
}
claimed-since = what was ordered until { WHEN($since) } is not: somebody else used the address then
merged = members { $members } are one person now; { POINTS($points) } available
parted = member { $number } is by itself again; { POINTS($points) } available
card-added = card { $card } is member { $number }'s
card-blocked = card { $card } is blocked; the points stay with member { $number }
phone-found = member { $number } is found by { $phone }
phone-removed = member { $number } is no longer found by { $phone }
address-changed = member { $number } has the address { $email }
address-same = member { $number } has already the address { $email }
erase-lost = { POINTS($available) } available, { NUMBER($pending) } pending and { NUMBER($held) } held will be lost,
erase-forgotten = and nobody will know any more whose the orders were
erase-question = Erase the person for good?
erased = member { $number } is erased: { POINTS($points) } left the books
erased-debt = { POINTS($points) } owed and dropped
erased-orders = { NUMBER($orders) } orders are kept without their buyer, { NUMBER($codes) } codes will be ended in the store
erased-already = member { $number } was erased already: { WHEN($when) }

## Invitations and other deeds, in lists

invitation-open = open
invitation-expired = expired
invitation-existing = existing customer
invitation-same_person = same person
invitation-not_first = not the first
invitation-refused = refused
invitation-doubtful = waits for you
invitation-no_order = no order
invitation-waits = waits
invitation-capped = over the limit
invitation-earned = earned
verdict-approved = approved by { $who }
verdict-refused = refused by { $who }
bonus-newsletter = newsletter
bonus-registration = registration
bonus-review = review
bonus-placed = order placed

## The columns of tables; those of times name their zone

column-available = available
column-blocked = blocked ({ $zone })
column-by = by
column-card = card
column-code = code
column-difference = difference
column-email = e-mail
column-friend = friend
column-friends = friend's
column-held = held
column-id = id
column-invited = invited ({ $zone })
column-key = name
column-kind = kind
column-left = left
column-may_be_taken = may be taken
column-member = member
column-minimum = minimum
column-name = name
column-number = no.
column-order = order
column-ours = here
column-owed = owed
column-pending = pending
column-points = points
column-product = product
column-programme = programme
column-reference = reference
column-reward = reward
column-since = since ({ $zone })
column-state = state
column-store = store
column-theirs = there
column-times = times
column-until = until ({ $zone })
column-what = what
column-when = when ({ $zone })
column-why = why
column-worth = worth

## What a programme says and hardly means: each with the mend

severity-error = error
severity-warning = warning
severity-hint = hint
lint-nothing = { $file }: nothing was found

finding-split_orders = ten orders of { MONEY($small) } earn { POINTS($ten) }, one order of { MONEY($large) } earns { NUMBER($one) }: write a minimum_order (or rounding: floor)
finding-currency_rounding = an order of { MONEY($amount) }, converted from whatever currency, earns { POINTS($points) }: write rounding: floor, or other_currencies: refuse
finding-rule_behind_products = 0 points: a product rule with unassigned: none leaves nothing for this rule; write unassigned: general, or take the rule out
finding-goods_nothing = 0 products: everything that is chosen ({ $chosen }) is shut out again; take it out of not_products or not_categories
finding-goods_not_counted = 0 points: count.goods shuts out all that this chooses ({ $chosen }); take it out there, or here
finding-campaign_over = its last day was { WHEN($last) }: take it out, or give it new days
finding-campaigns_multiply = both run from { WHEN($begins) } on, and goods of both count { NUMBER($times) } times: write campaigns_stack: false if the higher one is to win
finding-override_unreachable = whoever it is for is taken by overrides[{ TYPED($earlier) }], which stands before it: move it up
finding-expires_pending = points granted on { WHEN($granted) } can be spent from { WHEN($ripe) } on and are gone after { WHEN($last) }: write a shorter delay_days, or more months
finding-first_point = after a first point on { WHEN($granted) } all points go after { WHEN($last) }, also one that is earned on { WHEN($last) }: it lives one day; write policy: inactivity or per_lot if later points are to live longer
finding-fixed_date = points granted on { WHEN($granted) } are gone after { WHEN($last) }: days left, the first included: { NUMBER($days) }; write more months
finding-coupon_outlives_points = a coupon is good for { NUMBER($valid) } days and points for { NUMBER($days) }: an unused one comes back when its points are over; write fewer valid_days
finding-status_misspelt = “{ $word }” is no stage, and a status of the shop only if it is spelt so there; did you mean { $meant }?
finding-status_of_the_shop = “{ $word }” is none of the stages open, paid and completed, and an order that never has it has 0 points: write it as the shop itself does
finding-granted_when_lost = orders that are { $word } have their points: take { $word } out of the statuses
finding-granted_unpaid = an order in { $statuses } has its points with { MONEY($paid) } of { MONEY($order) } paid, so a parcel sent cash on delivery and never collected earns: write payment: balanced
finding-minimum_unreachable = the fewest points, { NUMBER($points) }, are worth { MONEY($worth) }, and on an order of { MONEY($order) } points may pay { MONEY($most) } at the most: lower minimum_points, or raise maximum_share or maximum_order
finding-minimum_above_average = the fewest points, { NUMBER($points) }, need a cart of { MONEY($cart) }, and an order is { MONEY($order) } on average: lower minimum_points, or raise maximum_share
finding-minimum_too_late = at one order of { MONEY($order) } a month { POINTS($earned) } come together before the first expire, and { NUMBER($points) } are the fewest to redeem: lower minimum_points, or write more months
finding-discount_above_margin = { MONEY($spent) } spent earns { POINTS($points) } worth { MONEY($worth) }: { NUMBER($percent) } %, above the { NUMBER($margin) } % that you named{ GIVEN($raised) ->
    [yes] { " " }(with { $raised })
   *[no] { "" }
}; give fewer points, or make them worth less
finding-fixed_above_margin = an order of { MONEY($order) } earns { POINTS($points) } worth { MONEY($worth) }: { NUMBER($percent) } %, above the { NUMBER($margin) } % that you named; raise the rule's minimum_order, or give fewer points
finding-below_smallest_coin = { POINTS($points) } and { NUMBER($more) } are worth the same, { MONEY($worth) }: write multiples_of: { TYPED($step) }
finding-pays_everything = an order of { MONEY($worth) } can be paid whole with { POINTS($points) }, and some stores refuse orders of 0.00: see that yours takes them, or write a maximum_share below 100 and no whole
finding-gift_card_loop = { POINTS($points) } can buy a gift card of { MONEY($worth) }, and goods paid with it earn { POINTS($again) }: where you sell gift cards, shut them out with redeem.goods, or write gift_cards: bought
finding-money_loop = { POINTS($points) } become { MONEY($worth) } to spend, and goods paid with it earn { POINTS($again) } where the shop does not say that it was this money: write gift_cards: bought
finding-reward_over = it was offered until { WHEN($last) }: take it out, or give it new days
finding-reward_without_stock = nobody can have it, since its stock is 0: write how many there are, or take it out
finding-reward_too_dear = at one order of { MONEY($order) } a month { POINTS($earned) } come together before the first expire, and it costs { NUMBER($points) }: write fewer points for it, or more months
finding-reward_above_margin = { MONEY($spent) } spent earns the { POINTS($points) } for { MONEY($worth) } off: { NUMBER($percent) } %, above the { NUMBER($margin) } % that you named; raise its points, or take less off
finding-catalogue_empty = nothing in it is offered, now or later: give a reward new days or stock, or take the section out
finding-catalogue_stale = it is as it was on { WHEN($since) }, days since then: { NUMBER($days) }; give it a new reward, or take one out that nobody wants
finding-referral_loop = an order of { MONEY($order) } earns { POINTS($points) } at once, so who invites a second address of their own has them for nothing: write a minimum_order and a wait_days that outlasts your returns
finding-referral_above_margin = a friend's order of { MONEY($order) } gives both { POINTS($points) } worth { MONEY($worth) }: { NUMBER($percent) } %, above the { NUMBER($margin) } % that you named; raise minimum_order, or give fewer points
finding-bonus_above_orders = it gives { POINTS($points) }, and { NUMBER($orders) } orders of { MONEY($order) } earn { NUMBER($earned) }: give fewer points
finding-review_unbought = ten reviews of products that their author never bought give { POINTS($points) }: write bought_only: true where your store says who bought
finding-registration_at_once = each account has { POINTS($points) } that can be spent at once, so who opens ten has { MONEY($worth) } off for nothing: write a delay_days, give fewer points, or raise minimum_points
finding-placed_above_margin = an order of { MONEY($order) } gives { POINTS($points) } worth { MONEY($worth) } for being placed, and keeps them when all of it is refunded: { NUMBER($percent) } %, above the { NUMBER($margin) } % that you named; give fewer points

## A programme's versions

forecast-first = not in the books yet: as version { $next } it will judge all older orders too
forecast-nothing = nothing to change: version { $now } is what the file says
forecast-wording = only the wording of the file changed (comments, layout), no term: version { $next } judges as { $now } does
forecast-terms = version { $next } will judge orders placed from when it is applied; older orders are not touched
applied-first = version { $number } is in force, for all older orders too
applied-nothing = version { $number } stays in force
applied-wording = version { $number } is in force from now on; only the wording changed, no term
applied-terms = version { $number } is in force from now on
version-first = version { $number }: in force from the beginning, applied { WHEN($applied) } by { $author }
version-later = version { $number }: in force from { WHEN($since) }, applied { WHEN($applied) } by { $author }
version-wording = only the wording changed, no term

## What a shop may show of a programme

shown-nothing = nothing: only who has signed in sees this programme
shown-how = a balance is shown as: { $points }; signing in: { $sign_in }
shown-points = points
shown-welcome = welcome
shown-invitation = invitation
shown-document = document

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
step-money_back = { MONEY($left) } of { MONEY($amount) } were left: { POINTS($points) } come back
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
step-referral_alike_phone = both have the same telephone number
step-referral_alike_place = both have goods or bills sent to the same postal address
step-referral_doubtful = the shop has a look at it first
step-referral_no_order = no order of at least { MONEY($minimum) } has been granted yet
step-referral_waits = a friend's first order: it must stay until { WHEN($when) }
step-referral_capped = more than { NUMBER($most) } in { NUMBER($days) } days: nothing
step-referral_earned = a friend's first order: { MONEY($amount) } counted

## Why points may not be redeemed

refusal-allowed = { NUMBER($allowed) } would be allowed
refusal-no_redemption = this programme does not redeem points
refusal-in_shadow = another system still keeps the points of this shop; they cannot be spent here yet
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
shop-usable-gift_card = You can turn up to { POINTS($points) } into a gift card of { MONEY($worth) }
shop-usable-store_credit = You can turn up to { POINTS($points) } into { MONEY($worth) } on your account
shop-order-granted = This order gave you { POINTS($points) }
shop-order-from = They can be used from { WHEN($when) } on
shop-order-promised = This order will give you { POINTS($points) }
shop-order-redeemed = Used on this order: { POINTS($points) }
shop-handed = Your code { $code }: { MONEY($worth) } off for { POINTS($points) }
shop-handed-gift_card = Your gift card { $code }: { MONEY($worth) } for { POINTS($points) }
shop-handed-store_credit = { MONEY($worth) } for your account for { POINTS($points) }
shop-price = or { POINTS($points) }
shop-price-from = or from { POINTS($points) }
shop-took-code = { $reward } for { POINTS($points) }. Your code: { $code }
shop-took = { $reward } for { POINTS($points) }
shop-took-merchant = The shop will see to it
shop-left = Left: { POINTS($points) }
shop-code = { MONEY($worth) } off, until { WHEN($until) }
shop-code-minimum = { MONEY($worth) } off an order of at least { MONEY($minimum) }, until { WHEN($until) }
shop-code-reward = { $reward }, until { WHEN($until) }
shop-code-standing = { $reward }: enter the code with each order
shop-code-waiting = The code will be in the shop in a moment
shop-card = Gift card of { MONEY($worth) }
shop-card-until = Gift card of { MONEY($worth) }, until { WHEN($until) }
shop-credit-waiting = The money will be on your account in a moment
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

check-well = store { $store }: all is well
check-problem = { $severity }: { $what }
check-mend = mend: { $mend }

problem-permalinks = Permalinks are off at { $url }, so its REST interface has no address.
problem-no_woocommerce = { $url } is a WordPress site without an active WooCommerce.
problem-no_wordpress = { $url } is not a WordPress site, or hides its REST interface.
problem-clocks_drift = The store's clock and ours are { $minutes } minutes apart; at 15 it refuses our signatures.
problem-clocks = The clocks of the store and of this machine are over 15 minutes apart ({ $said }).
problem-too_old = The newest order was written by WooCommerce { $version }, which is too old to be followed.
problem-currency = The store sells in { $currency }, which is not an ISO 4217 currency.
problem-writing_unseen = Whether our keys may write could not be seen: { $reason }
problem-gift_cards = The programme needs gift cards: the extension WooCommerce Gift Cards is not active in this store.
problem-not_readable = The programme needs the store's { $facet }, and our keys may not read them: { $reason }
problem-not_answering = The programme needs the store's { $facet }, which do not answer: { $reason }
problem-internal = WordPress silently refuses to send webhooks to { $host }: it is an internal address.
problem-port = WordPress silently refuses to send webhooks to port { $port }.
problem-webhooks_unlisted = The store's webhooks cannot be listed: { $reason }
problem-webhook_missing = The webhook for { $topic } is missing.
problem-webhook_elsewhere = The webhook for { $topic } delivers to another address.
problem-webhook_off = The webhook for { $topic } is { $status }. The store disables a webhook after seven failed deliveries in a row.
problem-redirect = The address { $url } redirects to { $target }; use that as the store's address.
problem-certificate = The TLS certificate of { $url } is not valid: { $said }.
problem-tls = { $url } does not speak TLS as it should; is https the right way to it?
problem-keys = The store refuses our keys (HTTP { $status }): { $said }
problem-rights = The store's keys may not do this; give them Read/Write ({ $said }).
problem-blocked = Something before the store turns us away (HTTP { $status }), most likely a firewall or a security plugin: let this machine's requests to { $path } through.
problem-http = { $url } answered HTTP { $status }.
problem-not_json = { $url } answered { $kind } that is not whole JSON: a maintenance page, a firewall, a broken connection, or a plugin that prints into answers.
problem-no_name = The name of { $url } cannot be resolved: the address is wrong or DNS is down.
problem-door = { $url } did not answer the door in time.
problem-slow = { $url } did not answer in time.
problem-closed = { $url } refuses connections.
problem-broke = The connection to { $url } broke before the answer was whole.
problem-not_reread = Recent orders could not be read again since { $since } UTC: { $reason }

mend-address = Check the address in a browser from this machine, and that the store is up.
mend-keys = In the store, under WooCommerce → Settings → Advanced → REST API, add a key with Read/Write for an administrator or shop manager, and enter it here.
mend-certificate_over = Renew the store's certificate; where that goes by itself, see why it failed. If it is valid in a browser, this machine's clock is wrong.
mend-certificate_authority = Give the store a certificate of a public authority, such as Let's Encrypt. If your own authority signed it, name that authority's file in the environment variable REQUESTS_CA_BUNDLE.
mend-certificate_chain = Let the store's web server send the whole chain (often fullchain.pem); browsers fill the gap, programs do not.
mend-certificate_host = Enter the address that the certificate is for (with or without www), or get a certificate for this one.
mend-tls = Repair the store's TLS, or correct http:// or https:// in the address.
mend-gift_cards = Install and activate WooCommerce Gift Cards in the shop; or, in the programme, take into out of redeem, and those of kind gift_card out of rewards.
mend-register = Let `loyalty run` run with web.public_url set: it registers the webhooks and repairs them.
mend-enter_that = Enter that address here.
mend-clocks = Set both clocks by NTP.
mend-firewall = In that firewall or plugin, allow this machine's address, or the path /wp-json/wc/.
mend-wait = Wait: the connector asks no sooner. If it stays so, have the host allow more requests.
mend-install = Install or activate WooCommerce, or enter the address of the site that has it.
mend-permalinks = In WordPress, under Settings → Permalinks, choose anything but “Plain” and save.
mend-home = Enter the store's home address; a shop in a folder needs the folder (https://example.com/shop).
mend-orders_changed = Look for a plugin that changes the orders of the REST interface.
mend-update = Update WooCommerce to { $version } or later.
mend-currency = Choose a currency of ISO 4217 under WooCommerce → Settings → General.
mend-public = Give the connector a public address on port 443, 80 or 8080.
mend-reread = It is tried again by itself, and this goes when it succeeds; if it stays, mend the reason.

## Beside another system

shadow-head = { $store } beside the other system, { WHEN($when) }
shadow-since = compared with { WHEN($when) }: what differed then already is told apart
shadow-agree = the same here and there: { NUMBER($agree) } members; another figure: { NUMBER($differ) }
shadow-sum = here { POINTS($ours) }, there { POINTS($theirs) }
shadow-no_orders = their files tell of no orders: one is named only where its points are exactly what differs
shadow-strange = orders that they tell of and that are no member's here: { NUMBER($count) }
shadow-order = order { $order }

differs-before = it was so at the beginning already
differs-order_here = an order that counts here and not there
differs-order_there = an order that counts there and not here
differs-rounding = they round otherwise
differs-whole_order = they count all that was paid, shipping too
differs-rate = they give another rate
differs-order = the order is worth something else there
differs-spent_there = points that were spent there
differs-pending = a delay that is not over yet
differs-expired = points that expired here
differs-manual = changes by hand here
differs-bonus = bonuses here
differs-used = points that were redeemed here
differs-not_told = their file does not name the member
differs-not_known = no member of ours
differs-unknown = unknown

## A letter that reminds, and its end

remind-subject = { POINTS($points) } can be used until { WHEN($day) }
remind-hello = Hello { $name },
remind-hello_nameless = Hello,
remind-soon = some of your points at { $shop } will soon be gone. The last day on which they can be used:
remind-line = { WHEN($day) }: { POINTS($points) }
remind-worth = Together they are worth { MONEY($worth) }.
remind-stop = To get no more letters like this: { $url }
remind-stop_by_answer = To get no more letters like this, just answer this one.
letters-ask = Do you want no more letters about your points?
letters-stop = No more letters
letters-stopped = You will get no more letters about your points.
