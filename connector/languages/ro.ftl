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

## O notă pe o comandă

note-pending = Câștigat: { POINTS($points) }, disponibil din { WHEN($when) }
note-earned = Câștigat: { POINTS($points) }
note-used = folosit: { POINTS($points) }
note-balance = sold: { POINTS($points) }

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

## Un membru

member = { $name }  nr. { $number }  { $email }
member-nameless = Membru
member-no_email = fără adresă de e-mail
member-owed = de recuperat din punctele următoare: { POINTS($points) }
member-known = program { $programme }, din { WHEN($since) }; identificatori: { $known }
member-known_to_nobody = program { $programme }, din { WHEN($since) }; niciun identificator
member-one = membrul { $number }
member-joined = aceeași persoană cu
tier = nivel { $tier }
tier-none = încă niciun nivel
tier-perks = avantaje: { $perks }
tier-next = următorul { $tier }
orders = { PLURAL($count) ->
    [one] { NUMBER($count) } comandă
    [few] { NUMBER($count) } comenzi
   *[other] { NUMBER($count) } de comenzi
}
statement = Extras de cont
redemptions = Puncte folosite

fate-held = rezervate: { NUMBER($points) }
fate-held_part = rezervate: { NUMBER($points) } din { NUMBER($of) }
fate-redeemed = folosite: { NUMBER($points) }
fate-redeemed_part = folosite: { NUMBER($points) } din { NUMBER($of) }
fate-given_back = restituite: { NUMBER($points) }

## Ce mișcă punctele și de ce

kind-earn = acordare
kind-vest = punere la dispoziție
kind-clawback = retragere
kind-expire = expirare
kind-hold = rezervare
kind-capture = folosire
kind-void = anularea rezervării
kind-reinstate = restituire
kind-adjust = corecție

reason-earned = acordate
reason-order_more = comanda valorează mai mult
reason-order_less = comanda valorează mai puțin
reason-matured = perioada de așteptare s-a încheiat
reason-expired = au expirat
reason-debt_repaid = datorie achitată
reason-redeemed = schimbate
reason-code_used = cod folosit
reason-code_used_late = cod folosit după restituirea punctelor
reason-code_revoked = cod retras fără a fi folosit
reason-coupon_deleted = cuponul său a fost șters din magazin
reason-goods_back = produse returnate
reason-less_off = codul a scăzut mai puțin
reason-discount_granted = reducere acordată
reason-card_made = card cadou emis
reason-credit_given = credit acordat
reason-money_spent = bani cheltuiți
reason-reward_given = recompensă acordată
reason-reward_confirmed = recompensă înmânată
reason-confirmed = confirmată
reason-time_over = termenul s-a încheiat
reason-erased = date șterse
reason-opening_balance = sold inițial
reason-newsletter = newsletter
reason-registration = crearea contului
reason-review = recenzia produsului { $product }
reason-review_no_more = recenzia produsului { $product } nu se mai ia în calcul
reason-placed = comandă plasată
reason-placed_no_more = comanda nu mai este valabilă
reason-friend = prima comandă a unui prieten
reason-friend_no_more = prima comandă a unui prieten nu se mai ia în calcul

## Puncte folosite și recompense luate

redeemed = { $code }  reducere de { MONEY($worth) } pentru { POINTS($points) }
redeemed-gift_card = { $code }  card cadou de { MONEY($worth) } pentru { POINTS($points) }
redeemed-store_credit = credit în magazin de { MONEY($worth) } pentru { POINTS($points) }
redeemed-until = se poate cheltui până la { WHEN($until) }
redeemed-for = pentru o singură comandă de cel puțin { MONEY($minimum) }, până la { WHEN($until) }
redeemed-lowered = comanda { $order } este mai ieftină cu această sumă
redeemed-undone = comanda { $order } rămâne neschimbată, iar punctele se restituie: { $reason }
points-left = soldul rămas: { POINTS($points) }
not-in-store = încă nu este în magazin: { $reason } ({ $command })
on-its-way = este pe drum

taken = { $code }  { $reward } pentru { POINTS($points) }
taken-order = codul este pentru o singură comandă, până la { WHEN($until) }
taken-order_minimum = codul este pentru o singură comandă de cel puțin { MONEY($minimum) }, până la { WHEN($until) }
taken-merchant = așteaptă să fie înmânată: { $command }
taken-store = este pentru contul clientului { $customer }, pe termen nelimitat
taken-store_until = este pentru contul clientului { $customer }, până la { WHEN($until) }
taken-at_once = este a membrului
taken-money = este un card cadou de { MONEY($worth) }, pe termen nelimitat
taken-money_until = este un card cadou de { MONEY($worth) }, până la { WHEN($until) }
may-be-taken = da
decided-redeemed = folosite: { POINTS($points) }
decided-given_back = restituite: { POINTS($points) }
decided-partly = restituite: { POINTS($back) }, folosite: { POINTS($points) }
decided-closing = magazinul este întrebat cât a mai rămas, iar punctele corespunzătoare se restituie

reward-discount = reducere
reward-free_shipping = livrare gratuită
reward-product = produs
reward-permanent = reducere permanentă
reward-gift = cadou
reward-gift_card = card cadou
reward-store_credit = credit în magazin

## Schimbat manual

available-now = disponibile acum: { POINTS($points) }
claimed = comenzi fără cont cu { $email }, trecute la membru: { NUMBER($orders) }; disponibil: { POINTS($points) }
claimed-since = nu și ce s-a comandat până la { WHEN($since) }: adresa era atunci a altcuiva
merged = membrii { $members } sunt acum o singură persoană; disponibil: { POINTS($points) }
parted = membrul { $number } este din nou de sine stătător; disponibil: { POINTS($points) }
card-added = cardul { $card } este al membrului { $number }
card-blocked = cardul { $card } este blocat; punctele rămân la membrul { $number }
phone-found = membrul { $number } se găsește după { $phone }
phone-removed = membrul { $number } nu se mai găsește după { $phone }
address-changed = membrul { $number } are acum adresa { $email }
address-same = membrul { $number } are deja adresa { $email }
erase-lost = se vor pierde { POINTS($available) } disponibile, { NUMBER($pending) } în așteptare și { NUMBER($held) } rezervate,
erase-forgotten = și nimeni nu va mai ști ale cui au fost comenzile
erase-question = Ștergeți definitiv datele persoanei?
erased = membrul { $number } este șters: au ieșit din registre { POINTS($points) }
erased-debt = datorie la care se renunță: { POINTS($points) }
erased-orders = comenzi păstrate fără cumpărător: { NUMBER($orders) }; coduri care vor fi închise în magazin: { NUMBER($codes) }
erased-already = membrul { $number } a fost deja șters: { WHEN($when) }

## Invitații și alte fapte, în liste

invitation-open = deschisă
invitation-expired = expirată
invitation-existing = client existent
invitation-same_person = aceeași persoană
invitation-not_first = nu este prima
invitation-refused = refuzată
invitation-doubtful = vă așteaptă decizia
invitation-no_order = nicio comandă
invitation-waits = în așteptare
invitation-capped = peste limită
invitation-earned = acordată
verdict-approved = aprobată de { $who }
verdict-refused = refuzată de { $who }
bonus-newsletter = newsletter
bonus-registration = crearea contului
bonus-review = recenzie
bonus-placed = comandă plasată

## Coloanele tabelelor; cele cu ore își numesc fusul

column-available = disponibil
column-blocked = blocat ({ $zone })
column-by = de către
column-card = card
column-code = cod
column-difference = diferență
column-email = e-mail
column-friend = prieten
column-friends = ale prietenului
column-held = rezervat
column-id = id
column-invited = invitat ({ $zone })
column-key = nume
column-kind = fel
column-left = rămase
column-may_be_taken = se poate lua
column-member = membru
column-minimum = minim
column-name = nume
column-number = nr.
column-order = comandă
column-ours = aici
column-owed = datorat
column-pending = în așteptare
column-points = puncte
column-product = produs
column-programme = program
column-reference = referință
column-reward = recompensă
column-since = din ({ $zone })
column-state = stare
column-store = magazin
column-theirs = acolo
column-times = ori
column-until = până la ({ $zone })
column-what = ce
column-when = când ({ $zone })
column-why = motiv
column-worth = valoare

## Ce spune un program fără să vrea: fiecare cu remediul

severity-error = eroare
severity-warning = avertisment
severity-hint = sugestie
lint-nothing = { $file }: nu s-a găsit nimic

finding-split_orders = zece comenzi de { MONEY($small) } aduc { POINTS($ten) }, iar una singură de { MONEY($large) } aduce { NUMBER($one) }: scrieți minimum_order (sau rounding: floor)
finding-currency_rounding = o comandă de { MONEY($amount) }, convertită din orice monedă, aduce { POINTS($points) }: scrieți rounding: floor sau other_currencies: refuse
finding-rule_behind_products = 0 puncte: o regulă de produse cu unassigned: none nu lasă nimic acestei reguli; scrieți unassigned: general sau eliminați regula
finding-goods_nothing = 0 produse: tot ce este ales ({ $chosen }) este exclus la loc; scoateți-l din not_products sau not_categories
finding-goods_not_counted = 0 puncte: count.goods exclude tot ce se alege aici ({ $chosen }); eliminați acolo sau aici
finding-campaign_over = ultima zi a campaniei a fost { WHEN($last) }: eliminați-o sau dați-i alte zile
finding-campaigns_multiply = ambele sunt active de la { WHEN($begins) }, iar produsele din ambele se iau în calcul de { NUMBER($times) } ori: scrieți campaigns_stack: false dacă trebuie să câștige cea mai mare
finding-override_unreachable = cei cărora li se adresează sunt preluați de overrides[{ TYPED($earlier) }], aflat înainte: mutați-l mai sus
finding-expires_pending = punctele acordate la { WHEN($granted) } se pot folosi de la { WHEN($ripe) } și dispar după { WHEN($last) }: scrieți un delay_days mai mic sau mai multe months
finding-first_point = după un prim punct la { WHEN($granted) }, toate punctele dispar după { WHEN($last) }, chiar și unul primit la { WHEN($last) }, care este valabil o singură zi; scrieți policy: inactivity sau per_lot dacă punctele ulterioare trebuie să fie valabile mai mult
finding-fixed_date = punctele acordate la { WHEN($granted) } dispar după { WHEN($last) }: zile rămase, cu tot cu prima: { NUMBER($days) }; scrieți mai multe months
finding-coupon_outlives_points = valabilitatea în zile a unui cupon: { NUMBER($valid) }, a punctelor: { NUMBER($days) }; un cupon nefolosit se întoarce când punctele lui au expirat; scrieți mai puține valid_days
finding-status_misspelt = „{ $word }” nu este o etapă, iar o stare a magazinului este numai dacă acolo se scrie așa; ați vrut să scrieți { $meant }?
finding-status_of_the_shop = „{ $word }” nu este una dintre etapele open, paid și completed, iar o comandă care nu ajunge acolo are 0 puncte: scrieți starea exact ca magazinul
finding-granted_when_lost = comenzile cu starea { $word } primesc puncte: scoateți { $word } din statuses
finding-granted_unpaid = o comandă cu starea { $statuses } are puncte chiar dacă s-au plătit { MONEY($paid) } din { MONEY($order) }, deci și un colet cu plata la livrare, neridicat, aduce puncte: scrieți payment: balanced
finding-minimum_unreachable = numărul minim de puncte, { NUMBER($points) }, valorează { MONEY($worth) }, iar la o comandă de { MONEY($order) } punctele pot plăti cel mult { MONEY($most) }: micșorați minimum_points sau măriți maximum_share ori maximum_order
finding-minimum_above_average = numărul minim de puncte, { NUMBER($points) }, cere un coș de { MONEY($cart) }, iar o comandă este în medie de { MONEY($order) }: micșorați minimum_points sau măriți maximum_share
finding-minimum_too_late = cu o comandă de { MONEY($order) } pe lună se adună { POINTS($earned) } înainte ca primele să expire, iar minimul care se poate folosi este { NUMBER($points) }: micșorați minimum_points sau scrieți mai multe months
finding-discount_above_margin = { MONEY($spent) } cheltuiți aduc { POINTS($points) } în valoare de { MONEY($worth) }: { NUMBER($percent) } %, peste cei { NUMBER($margin) } % indicați{ GIVEN($raised) ->
    [yes] { " " }(cu { $raised })
   *[no] { "" }
}; acordați mai puține puncte sau dați-le o valoare mai mică
finding-fixed_above_margin = o comandă de { MONEY($order) } aduce { POINTS($points) } în valoare de { MONEY($worth) }: { NUMBER($percent) } %, peste cei { NUMBER($margin) } % indicați; măriți minimum_order al regulii sau acordați mai puține puncte
finding-below_smallest_coin = { POINTS($points) } și { NUMBER($more) } valorează la fel, { MONEY($worth) }: scrieți multiples_of: { TYPED($step) }
finding-pays_everything = o comandă de { MONEY($worth) } poate fi plătită în întregime cu { POINTS($points) }, iar unele magazine refuză comenzile de 0,00: verificați că al dumneavoastră le acceptă sau scrieți un maximum_share sub 100 și fără whole
finding-gift_card_loop = cu { POINTS($points) } se poate cumpăra un card cadou de { MONEY($worth) }, iar produsele plătite cu el aduc { POINTS($again) }: dacă vindeți carduri cadou, excludeți-le cu redeem.goods sau scrieți gift_cards: bought
finding-money_loop = { POINTS($points) } devin { MONEY($worth) } de cheltuit, iar produsele plătite astfel aduc { POINTS($again) } dacă magazinul nu spune că au fost acești bani: scrieți gift_cards: bought
finding-reward_over = a fost oferită până la { WHEN($last) }: eliminați-o sau dați-i alte zile
finding-reward_without_stock = nimeni nu o poate lua, fiindcă stocul ei este 0: scrieți câte sunt sau eliminați-o
finding-reward_too_dear = cu o comandă de { MONEY($order) } pe lună se adună { POINTS($earned) } înainte ca primele să expire, iar recompensa costă { NUMBER($points) }: scrieți mai puține puncte pentru ea sau mai multe months
finding-reward_above_margin = { MONEY($spent) } cheltuiți aduc { POINTS($points) } pentru o reducere de { MONEY($worth) }: { NUMBER($percent) } %, peste cei { NUMBER($margin) } % indicați; măriți punctele recompensei sau dați o reducere mai mică
finding-catalogue_empty = nimic din el nu este oferit, nici acum, nici mai târziu: dați unei recompense alte zile sau stoc ori eliminați secțiunea
finding-catalogue_stale = este cum era la { WHEN($since) }, zile de atunci: { NUMBER($days) }; adăugați o recompensă nouă sau scoateți una pe care nu o dorește nimeni
finding-referral_loop = o comandă de { MONEY($order) } aduce pe loc { POINTS($points) }, deci cine își invită o a doua adresă proprie le are degeaba: scrieți un minimum_order și un wait_days mai lung decât termenul de retur
finding-referral_above_margin = comanda de { MONEY($order) } a unui prieten le aduce celor doi { POINTS($points) } în valoare de { MONEY($worth) }: { NUMBER($percent) } %, peste cei { NUMBER($margin) } % indicați; măriți minimum_order sau acordați mai puține puncte
finding-bonus_above_orders = acordă { POINTS($points) }, iar { NUMBER($orders) } comenzi de { MONEY($order) } aduc { NUMBER($earned) }: acordați mai puține puncte
finding-review_unbought = zece recenzii ale unor produse pe care autorul nu le-a cumpărat aduc { POINTS($points) }: scrieți bought_only: true dacă magazinul spune cine a cumpărat
finding-registration_at_once = fiecare cont are { POINTS($points) } care se pot folosi imediat, deci cine deschide zece are { MONEY($worth) } reducere degeaba: scrieți un delay_days, acordați mai puține puncte sau măriți minimum_points
finding-placed_above_margin = o comandă de { MONEY($order) } aduce { POINTS($points) } în valoare de { MONEY($worth) } pentru că a fost plasată și le păstrează chiar dacă este rambursată în întregime: { NUMBER($percent) } %, peste cei { NUMBER($margin) } % indicați; acordați mai puține puncte

## Versiunile unui program

forecast-first = încă nu este în registre: ca versiunea { $next } va judeca și toate comenzile mai vechi
forecast-nothing = nimic de schimbat: versiunea { $now } este ce spune fișierul
forecast-wording = s-a schimbat doar textul fișierului (comentarii, aranjare), nicio condiție: versiunea { $next } judecă la fel ca { $now }
forecast-terms = versiunea { $next } va judeca comenzile plasate după aplicarea ei; comenzile mai vechi rămân neatinse
applied-first = versiunea { $number } este în vigoare, și pentru toate comenzile mai vechi
applied-nothing = versiunea { $number } rămâne în vigoare
applied-wording = versiunea { $number } este în vigoare de acum înainte; s-a schimbat doar textul, nicio condiție
applied-terms = versiunea { $number } este în vigoare de acum înainte
version-first = versiunea { $number }: în vigoare de la început, aplicată la { WHEN($applied) } de { $author }
version-later = versiunea { $number }: în vigoare din { WHEN($since) }, aplicată la { WHEN($applied) } de { $author }
version-wording = s-a schimbat doar textul, nicio condiție

## Ce poate arăta un magazin dintr-un program

shown-nothing = nimic: programul îl vede doar cine s-a autentificat
shown-how = soldul se arată ca: { $points }; autentificare: { $sign_in }
shown-points = puncte
shown-welcome = bun venit
shown-invitation = invitație
shown-document = document

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
step-money_back = au rămas { MONEY($left) } din { MONEY($amount) }: se restituie { POINTS($points) }
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
step-referral_alike_phone = ambii au același număr de telefon
step-referral_alike_place = ambii au aceeași adresă poștală
step-referral_doubtful = magazinul o verifică mai întâi
step-referral_no_order = încă nu s-au acordat puncte pentru o comandă de cel puțin { MONEY($minimum) }
step-referral_waits = prima comandă a unui prieten: trebuie să rămână valabilă până la { WHEN($when) }
step-referral_capped = peste { NUMBER($most) } în { NUMBER($days) } zile: nimic
step-referral_earned = prima comandă a unui prieten: se socotesc { MONEY($amount) }

## De ce nu se pot folosi punctele

refusal-allowed = permis: { NUMBER($allowed) }
refusal-no_redemption = în acest program punctele nu se pot folosi
refusal-in_shadow = punctele acestui magazin sunt ținute încă de alt sistem; aici nu pot fi folosite deocamdată
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
shop-usable-gift_card = Poți transforma până la { POINTS($points) } într-un card cadou de { MONEY($worth) }
shop-usable-store_credit = Poți transforma până la { POINTS($points) } în { MONEY($worth) } în contul tău
shop-order-granted = Pentru această comandă ai primit { POINTS($points) }
shop-order-from = Se pot folosi de la { WHEN($when) }
shop-order-promised = Pentru această comandă vei primi { POINTS($points) }
shop-order-redeemed = Folosite la această comandă: { POINTS($points) }
shop-handed = Codul tău { $code }: reducere de { MONEY($worth) } pentru { POINTS($points) }
shop-handed-gift_card = Cardul tău cadou { $code }: { MONEY($worth) } pentru { POINTS($points) }
shop-handed-store_credit = { MONEY($worth) } în contul tău pentru { POINTS($points) }
shop-price = sau { POINTS($points) }
shop-price-from = sau de la { POINTS($points) }
shop-took-code = { $reward } pentru { POINTS($points) }. Codul tău: { $code }
shop-took = { $reward } pentru { POINTS($points) }
shop-took-merchant = Magazinul se va ocupa de aceasta
shop-left = Rămase: { POINTS($points) }
shop-code = reducere de { MONEY($worth) }, valabil până la { WHEN($until) }
shop-code-minimum = reducere de { MONEY($worth) } la o comandă de cel puțin { MONEY($minimum) }, valabil până la { WHEN($until) }
shop-code-reward = { $reward }, până la { WHEN($until) }
shop-code-standing = { $reward }: introduceți codul la fiecare comandă
shop-code-waiting = Codul va fi în magazin imediat
shop-card = Card cadou de { MONEY($worth) }
shop-card-until = Card cadou de { MONEY($worth) }, valabil până la { WHEN($until) }
shop-credit-waiting = Banii vor fi în contul tău imediat
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

check-well = magazinul { $store }: totul este în regulă
check-problem = { $severity }: { $what }
check-mend = remediu: { $mend }

problem-permalinks = Legăturile permanente sunt oprite la { $url }, așa că interfața REST nu are adresă.
problem-no_woocommerce = { $url } este un site WordPress fără WooCommerce activ.
problem-no_wordpress = { $url } nu este un site WordPress sau își ascunde interfața REST.
problem-clocks_drift = Ceasul magazinului și al nostru diferă cu (minute): { $minutes }; la 15 ne refuză semnăturile.
problem-clocks = Ceasurile magazinului și al acestui calculator diferă cu peste 15 minute ({ $said }).
problem-too_old = Cea mai nouă comandă a fost scrisă de WooCommerce { $version }, prea vechi pentru a fi urmărit.
problem-currency = Magazinul vinde în { $currency }, care nu este o monedă din ISO 4217.
problem-writing_unseen = Nu s-a putut vedea dacă cheile noastre pot scrie: { $reason }
problem-gift_cards = Programul are nevoie de carduri cadou: extensia WooCommerce Gift Cards nu este activă în acest magazin.
problem-not_readable = Programul are nevoie de datele „{ $facet }” ale magazinului, iar cheile noastre nu le pot citi: { $reason }
problem-not_answering = Programul are nevoie de datele „{ $facet }” ale magazinului, care nu răspund: { $reason }
problem-internal = WordPress refuză tacit să trimită webhook-uri la { $host }: este o adresă internă.
problem-port = WordPress refuză tacit să trimită webhook-uri la portul { $port }.
problem-webhooks_unlisted = Webhook-urile magazinului nu pot fi enumerate: { $reason }
problem-webhook_missing = Lipsește webhook-ul pentru { $topic }.
problem-webhook_elsewhere = Webhook-ul pentru { $topic } livrează la altă adresă.
problem-webhook_off = Webhook-ul pentru { $topic } este „{ $status }”. Magazinul oprește un webhook după șapte livrări nereușite la rând.
problem-redirect = Adresa { $url } redirecționează la { $target }; folosește-o pe aceea ca adresă a magazinului.
problem-certificate = Certificatul TLS al { $url } nu este valabil: { $said }.
problem-tls = { $url } nu vorbește TLS cum trebuie; este https calea potrivită?
problem-keys = Magazinul ne refuză cheile (HTTP { $status }): { $said }
problem-rights = Cheile magazinului nu au acest drept; dă-le Citire/Scriere ({ $said }).
problem-blocked = Ceva din fața magazinului ne respinge (HTTP { $status }), cel mai probabil un firewall sau un modul de securitate: lasă să treacă cererile acestui calculator către { $path }.
problem-http = { $url } a răspuns HTTP { $status }.
problem-not_json = { $url } a răspuns { $kind }, care nu este JSON întreg: o pagină de întreținere, un firewall, o conexiune întreruptă sau un modul care scrie în răspunsuri.
problem-no_name = Numele { $url } nu poate fi găsit: adresa este greșită sau DNS nu funcționează.
problem-door = { $url } nu a răspuns la timp la conectare.
problem-slow = { $url } nu a răspuns la timp.
problem-closed = { $url } refuză conexiunile.
problem-broke = Conexiunea la { $url } s-a întrerupt înainte ca răspunsul să fie complet.
problem-not_reread = Comenzile recente nu au mai putut fi recitite din { $since } UTC: { $reason }

mend-address = Verifică adresa într-un browser de pe acest calculator și că magazinul funcționează.
mend-keys = În magazin, la WooCommerce → Setări → Avansat → API REST, adaugă o cheie cu Citire/Scriere pentru un administrator sau un manager de magazin și introdu-o aici.
mend-certificate_over = Reînnoiește certificatul magazinului; dacă se face automat, vezi de ce nu a reușit. Dacă în browser este valabil, ceasul acestui calculator este greșit.
mend-certificate_authority = Dă magazinului un certificat al unei autorități publice, de exemplu Let's Encrypt. Dacă l-a semnat propria autoritate, indică fișierul ei în variabila de mediu REQUESTS_CA_BUNDLE.
mend-certificate_chain = Serverul web al magazinului trebuie să trimită tot lanțul (adesea fullchain.pem); browserele completează lipsa, programele nu.
mend-certificate_host = Introdu adresa pentru care este certificatul (cu sau fără www) sau obține un certificat pentru aceasta.
mend-tls = Repară TLS-ul magazinului sau corectează http:// ori https:// în adresă.
mend-gift_cards = Instalează și activează WooCommerce Gift Cards în magazin; sau, în program, scoate into din redeem și recompensele de tip gift_card din rewards.
mend-register = Lasă `loyalty run` să ruleze cu web.public_url stabilit: el înregistrează webhook-urile și le repară.
mend-enter_that = Introdu acea adresă aici.
mend-clocks = Potrivește ambele ceasuri prin NTP.
mend-firewall = În acel firewall sau modul, permite adresa acestui calculator sau calea /wp-json/wc/.
mend-wait = Așteaptă: conectorul nu întreabă mai devreme. Dacă rămâne așa, cere găzduirii să permită mai multe cereri.
mend-install = Instalează sau activează WooCommerce, ori introdu adresa site-ului care îl are.
mend-permalinks = În WordPress, la Setări → Legături permanente, alege orice în afară de „Simplu” și salvează.
mend-home = Introdu adresa principală a magazinului; un magazin dintr-un dosar are nevoie de dosar (https://example.com/shop).
mend-orders_changed = Caută un modul care modifică comenzile din interfața REST.
mend-update = Actualizează WooCommerce la { $version } sau mai nou.
mend-currency = Alege o monedă din ISO 4217 la WooCommerce → Setări → General.
mend-public = Dă conectorului o adresă publică pe portul 443, 80 sau 8080.
mend-reread = Se încearcă din nou de la sine, iar aceasta dispare când reușește; dacă rămâne, înlătură motivul.

## Alături de alt sistem

shadow-head = { $store } alături de celălalt sistem, { WHEN($when) }
shadow-since = față de { WHEN($when) }: ce diferea deja atunci este spus separat
shadow-agree = la fel aici și acolo: { NUMBER($agree) } membri; altă cifră: { NUMBER($differ) }
shadow-sum = aici { POINTS($ours) }, acolo { POINTS($theirs) }
shadow-no_orders = fișierele lor nu spun nimic despre comenzi: una este numită doar dacă punctele ei sunt exact diferența
shadow-strange = comenzi spuse de ei care nu sunt aici ale niciunui membru: { NUMBER($count) }
shadow-order = comanda { $order }

differs-before = era așa deja la început
differs-order_here = o comandă care contează aici și nu acolo
differs-order_there = o comandă care contează acolo și nu aici
differs-rounding = ei rotunjesc altfel
differs-whole_order = ei socotesc tot ce s-a plătit, și livrarea
differs-rate = ei dau după altă rată
differs-order = comanda valorează altceva acolo
differs-spent_there = puncte folosite acolo
differs-pending = o așteptare care nu s-a încheiat încă
differs-expired = puncte expirate aici
differs-manual = modificări manuale aici
differs-bonus = bonusuri aici
differs-used = puncte folosite aici
differs-not_told = fișierul lor nu numește membrul
differs-not_known = niciun membru de-al nostru
differs-unknown = necunoscut

## O scrisoare care amintește, și oprirea ei

remind-subject = { POINTS($points) } pot fi folosite până la { WHEN($day) }
remind-hello = Bună ziua, { $name },
remind-hello_nameless = Bună ziua,
remind-soon = o parte din punctele dumneavoastră la { $shop } vor expira în curând. Ultima zi în care pot fi folosite:
remind-line = { WHEN($day) }: { POINTS($points) }
remind-worth = Împreună valorează { MONEY($worth) }.
remind-stop = Pentru a nu mai primi astfel de mesaje: { $url }
remind-stop_by_answer = Pentru a nu mai primi astfel de mesaje, răspundeți la acesta.
letters-ask = Nu mai doriți mesaje despre punctele dumneavoastră?
letters-stop = Fără alte mesaje
letters-stopped = Nu veți mai primi mesaje despre punctele dumneavoastră.
