# Română. Codurile nucleului sunt step-COD și refusal-COD; faptele sunt aceleași ca în en.ftl.

points = { PLURAL($count) ->
    [one] { NUMBER($count) } punct
    [few] { NUMBER($count) } puncte
   *[other] { NUMBER($count) } de puncte
}
so-many = { POINTS($count) }
balance = { POINTS($points) } (în valoare de { MONEY($worth) })
available = disponibil
not-available = în așteptare: { POINTS($pending) }; rezervat: { POINTS($held) }

## O comandă

order = Comanda { $number } din { $store }, plasată la { WHEN($placed) }, stare { $status }, { MONEY($total) }
order-owed = de recuperat, fiindcă s-au cheltuit deja: { POINTS($points) } din această comandă
order-unpaid = folosite între timp în altă parte: { POINTS($points) } ale unui cod din această comandă
award-granted = Comanda { $order }, { $status }: acordat, { POINTS($points) } ({ $change })
award-projected = Comanda { $order }, { $status }: estimat, { POINTS($points) } ({ $change })
award-none = Comanda { $order }, { $status }: nimic, { POINTS($points) } ({ $change })
award-until = valabile până la { WHEN($when) }

## O ofertă și ce împiedică folosirea mai multor puncte

quote = { POINTS($points) }: reducere de { MONEY($worth) }; soldul rămas: { POINTS($left) } (limita: { $limit })
quote-minimum = { POINTS($points) }: reducere de { MONEY($worth) }, la comenzi de cel puțin { MONEY($minimum) }; soldul rămas: { POINTS($left) } (limita: { $limit })
quote-tender = { MONEY($amount) } reprezintă un mijloc de plată: taxa rămâne aceeași
quote-part = { $name }: { MONEY($net) } reducere din net și { MONEY($tax) } din taxa aferentă
shipping = livrare

limit-balance = soldul
limit-maximum_points = numărul maxim de puncte odată
limit-maximum_share = partea permisă din coș
limit-whole = prețul întregului coș

## Prețuri în puncte

price = { $name }: { POINTS($points) } (bucata: { NUMBER($each) })
price-total = în total: { POINTS($points) }
unpriced-not_buyable = { $name }: nu se poate cumpăra cu puncte
unpriced-not_chosen = { $name }: nu face parte din produsele cu preț în puncte
unpriced-no_pieces = { $name }: nicio bucată

## Ce se ia în calcul dintr-o comandă

step-line = { NUMBER($quantity) } × { $name }: { MONEY($amount) } se iau în calcul
step-line_kept = { NUMBER($quantity) } × { $name }: { MONEY($amount) } se iau în calcul, după o rambursare de { MONEY($refunded) }
step-charge = { $title }: { MONEY($amount) } se iau în calcul
step-charge_left_out = { $title }: { MONEY($amount) } nu se iau în calcul
step-line_not_chosen = { NUMBER($quantity) } × { $name }: { MONEY($amount) }, nu face parte din produsele care se iau în calcul
step-line_gift_card = { NUMBER($quantity) } × { $name }: { MONEY($amount) }, un card cadou se ia în calcul când este folosit
step-line_promotion_sale = { NUMBER($quantity) } × { $name }: { MONEY($amount) }, produs la reducere: nu se ia în calcul
step-line_promotion_coupon = { NUMBER($quantity) } × { $name }: { MONEY($amount) }, redus cu un cupon: nu se ia în calcul
step-line_promotion_automatic = { NUMBER($quantity) } × { $name }: { MONEY($amount) }, preț redus: nu se ia în calcul
step-line_promotion_bogo = { NUMBER($quantity) } × { $name }: { MONEY($amount) }, parte dintr-o ofertă „două la preț de unul”: nu se ia în calcul
step-paid_with_points = { MONEY($amount) } plătiți cu puncte: nu se iau în calcul
step-paid_with_gift_card = { MONEY($amount) } plătiți cu un card cadou: luați în calcul la cumpărarea lui
step-paid_with_store_credit = { MONEY($amount) } plătiți din creditul magazinului: nu se iau în calcul
step-base = se iau în calcul: { MONEY($amount) }

## Cât valorează

step-campaign = { $campaign }: { $name } se înmulțește cu { NUMBER($times) }
step-tier = nivelul { $tier }: totul se înmulțește cu { NUMBER($times) }
step-product = { NUMBER($pieces) } × { $name }, bucata { POINTS($each) }: { POINTS($points) }
step-product_unassigned = { $name } nu are puncte proprii: nimic
step-fixed = pentru fiecare comandă: { POINTS($points) }
step-fixed_nothing = nimic din comandă nu se ia în calcul: bonusul nu se acordă: { POINTS($points) }
step-spend_floor = { MONEY($base) }, câte { POINTS($rate) } la { MONEY($per) }, rotunjit în jos: { POINTS($points) }
step-spend_half_up = { MONEY($base) }, câte { POINTS($rate) } la { MONEY($per) }, rotunjit: { POINTS($points) }
step-spend_ceiling = { MONEY($base) }, câte { POINTS($rate) } la { MONEY($per) }, rotunjit în sus: { POINTS($points) }
step-below_minimum = { MONEY($base) } este sub { MONEY($minimum) }, suma de la care o comandă aduce puncte: nimic

## Ce se întâmplă cu punctele

step-granted = starea „{ $status }” acordă: { POINTS($points) }
step-waits = starea „{ $status }” nu acordă încă; { POINTS($points) } la { $wanted }
step-lost = starea „{ $status }”: nu se acordă nimic, iar ce s-a acordat se retrage
step-pending = se pot folosi din { WHEN($when) }
step-unpaid = încă neachitată integral; la achitare: { POINTS($points) }

## Ce fac oamenii pe lângă cumpărături

step-registered = cont deschis: { POINTS($points) }
step-subscribed = abonare la newsletter: { POINTS($points) }
step-reviewed = recenzie la produsul { $product }, aprobată: { POINTS($points) }
step-review_not_approved = recenzie la produsul { $product }: neaprobată, nimic
step-review_not_bought = recenzie la produsul { $product }: autorul nu l-a cumpărat, nimic
step-placed = comandă plasată: { POINTS($points) }
step-placed_no_more = starea „{ $status }”: comanda nu mai este valabilă, iar ce s-a acordat pentru plasarea ei se retrage
step-paid_before = acordat deja acestei persoane: nimic
step-no_member = nu există un membru care să primească punctele: nimic
step-code_of_another = codul { $code } a fost folosit de altcineva decât membrul { $member }, ale cărui puncte le-a consumat

## De ce o comandă nu aduce nimic

step-programme_draft = programul nu a început: nimic
step-programme_paused = programul este suspendat: nimic
step-programme_closed = programul s-a încheiat: nimic
step-group_never = grupul de clienți „{ $group }” nu participă: nimic
step-group_only = participă numai aceste grupuri de clienți: { $groups }; nimic
step-guest = comandată fără cont: nu are cine primi punctele
step-before_start = prea devreme, programul a început la { WHEN($when) }: nimic
step-erased = cumpărătorul a fost șters: nu are cine primi punctele
step-other_currency = plătită în { $currency }, programul socotește în { $wanted }: nimic

## Invitația unui prieten

step-referral_open = prietenul nu a venit încă; invitația este valabilă până la { WHEN($when) }
step-referral_expired = prietenul nu venise când invitația a expirat, { WHEN($when) }: nimic
step-referral_existing = era client dinainte de invitație: nimic
step-referral_same_person = ambii au același cont sau aceeași adresă de e-mail: nimic
step-referral_not_first = altă invitație a fost acceptată mai întâi: nimic
step-referral_refused = magazinul nu dă nimic pentru ea
step-referral_alike_address = cele două adrese de e-mail pot fi o singură căsuță
step-referral_alike_name = ambii au același nume
step-referral_doubtful = magazinul o verifică mai întâi
step-referral_no_order = încă nu s-au acordat puncte pentru o comandă de cel puțin { MONEY($minimum) }
step-referral_waits = prima comandă a unui prieten: trebuie să rămână valabilă până la { WHEN($when) }
step-referral_capped = peste { NUMBER($most) } în { NUMBER($days) } zile: nimic
step-referral_earned = prima comandă a unui prieten: se socotesc { MONEY($amount) }

## De ce nu se pot folosi punctele

refusal-allowed = permis: { NUMBER($allowed) }
refusal-no_redemption = în acest program punctele nu se pot folosi
refusal-no_prices = acest program nu are prețuri în puncte
refusal-programme_draft = programul nu a început
refusal-programme_closed = programul s-a încheiat
refusal-group_never = acest grup de clienți nu participă
refusal-group_only = numai anumite grupuri de clienți pot folosi puncte
refusal-not_positive = numărul de puncte trebuie să fie cel puțin 1
refusal-balance = soldul disponibil este de numai { POINTS($limit) }
refusal-minimum_points = se pot folosi odată cel puțin { POINTS($limit) }
refusal-maximum_points = se pot folosi odată cel mult { POINTS($limit) }
refusal-maximum_share = la acest coș se pot folosi cel mult { POINTS($limit) }
refusal-block = punctele se folosesc în multipli de { NUMBER($limit) }
refusal-worthless = { POINTS($limit) }: mai puțin decât cea mai mică monedă
refusal-minimum_order = punctele se pot folosi la comenzi începând de la { MONEY($limit) }
refusal-maximum_order = punctele se pot folosi la comenzi de până la { MONEY($limit) }
refusal-nothing_eligible = nimic din coș nu se poate plăti cu puncte
refusal-not_buyable = nu tot ce este în coș se poate plăti cu puncte
refusal-whole = coșul costă exact { POINTS($limit) }
refusal-other_currency = coșul nu este în moneda programului
refusal-no_referral = acest program nu dă acum nimic pentru invitarea prietenilor
refusal-own_address = aceasta este chiar adresa de e-mail a celui care invită
refusal-not_an_address = aceasta nu este o adresă de e-mail
refusal-too_many_open = numărul de invitații care își așteaptă prietenii este de cel mult { NUMBER($limit) }
refusal-already_paid = comanda este deja plătită, deci punctele nu o mai pot reduce
refusal-order_closed = comanda nu mai poate fi modificată
refusal-not_their_order = comanda nu este a acestui membru
refusal-order_has_points = comanda are deja puncte
refusal-no_reward = acest program nu are o astfel de recompensă
refusal-not_yet = recompensa nu se oferă încă
refusal-no_longer = recompensa nu se mai oferă
refusal-reward_groups = recompensa este numai pentru anumite grupuri de clienți
refusal-sold_out = recompensa s-a epuizat
refusal-member_limit = numărul maxim al acestei recompense pentru un membru: { NUMBER($limit) }

## Ce văd clienții în magazin

shop-sign-in = Autentifică-te ca să strângi puncte în programul { $programme }
shop-available-points = Ai { POINTS($points) }
shop-available-money = Punctele tale valorează { MONEY($worth) }
shop-available-both = Ai { POINTS($points) } (în valoare de { MONEY($worth) })
shop-pending = Pe drum spre tine: { POINTS($points) }
shop-held = Rezervate pentru codurile tale: { POINTS($points) }
shop-owed = De acoperit din următoarele puncte: { POINTS($points) }
shop-earned = Strânse până acum: { POINTS($points) }
shop-redeemed = Folosite până acum: { POINTS($points) }
shop-tier = Nivelul tău: { $tier }
shop-next-points = Nivelul următor: { $tier }, de la { POINTS($at) }; până acum: { POINTS($figure) }
shop-next-spend = Nivelul următor: { $tier }, de la { MONEY($at) }; până acum: { MONEY($figure) }
shop-next-orders = Nivelul următor: { $tier }; comenzi necesare: { NUMBER($at) }, până acum: { NUMBER($figure) }
shop-earn-product = Cu acest produs primești { POINTS($points) }
shop-earn-from = Cu acest produs primești cel puțin { POINTS($points) }
shop-earn-cart = Cu această comandă primești { POINTS($points) }
shop-usable = Poți folosi cel mult { POINTS($points) }: reducere de { MONEY($worth) }
shop-order-granted = Pentru această comandă ai primit { POINTS($points) }
shop-order-from = Se pot folosi de la { WHEN($when) }
shop-order-promised = Pentru această comandă vei primi { POINTS($points) }
shop-order-redeemed = Folosite la această comandă: { POINTS($points) }
shop-handed = Codul tău { $code }: reducere de { MONEY($worth) } pentru { POINTS($points) }
shop-left = Rămase: { POINTS($points) }
shop-code = reducere de { MONEY($worth) }, valabil până la { WHEN($until) }
shop-code-minimum = reducere de { MONEY($worth) } la o comandă de cel puțin { MONEY($minimum) }, valabil până la { WHEN($until) }
shop-code-reward = { $reward }, până la { WHEN($until) }
shop-code-waiting = Codul va fi în magazin imediat
shop-entry-earn = Puncte primite
shop-entry-vest = Puncte primite
shop-entry-clawback = Puncte retrase
shop-entry-expire = Puncte expirate
shop-entry-hold = Transformate într-un cod
shop-entry-capture = Cod folosit
shop-entry-void = Cod nefolosit: punctele au revenit
shop-entry-reinstate = Produse returnate: punctele au revenit
shop-entry-adjust = Modificare făcută de magazin
shop-entry-of-order = { $what } (comanda { $order })
shop-given = +{ NUMBER($points) }
shop-taken = −{ NUMBER($points) }
