# Polski. Kody rdzenia to step-KOD i refusal-KOD; fakty są te same co w en.ftl.
# POINTS stoi w mianowniku lub bierniku (1 punkt, 2 punkty, 5 punktów), więc zdania nie mogą wymagać innego przypadka.

points = { PLURAL($count) ->
    [one] { NUMBER($count) } punkt
    [few] { NUMBER($count) } punkty
    [many] { NUMBER($count) } punktów
   *[other] { NUMBER($count) } punktu
}
so-many = { POINTS($count) }
balance = { POINTS($points) } (o wartości { MONEY($worth) })
available = dostępne
not-available = oczekujące: { POINTS($pending) }; zablokowane: { POINTS($held) }

## Zamówienie

order = Zamówienie { $number } ze sklepu { $store }, złożone { WHEN($placed) }, status { $status }, { MONEY($total) }
order-owed = do zwrotu, bo już wykorzystane: { POINTS($points) } z tego zamówienia
order-unpaid = wykorzystane tymczasem gdzie indziej: { POINTS($points) } z użytego w nim kodu
award-granted = Zamówienie { $order }, { $status }: przyznano, { POINTS($points) } ({ $change })
award-projected = Zamówienie { $order }, { $status }: przewidywane, { POINTS($points) } ({ $change })
award-none = Zamówienie { $order }, { $status }: nic, { POINTS($points) } ({ $change })
award-until = do wykorzystania do { WHEN($when) }

## Notatka na zamówieniu

note-pending = Naliczono: { POINTS($points) }, do wykorzystania od { WHEN($when) }
note-earned = Naliczono: { POINTS($points) }
note-used = wykorzystano: { POINTS($points) }
note-balance = saldo: { POINTS($points) }

## Wycena i to, co nie pozwala wykorzystać więcej punktów

quote = { POINTS($points) }: rabat { MONEY($worth) }; saldo po wymianie: { POINTS($left) } (ogranicza: { $limit })
quote-minimum = { POINTS($points) }: rabat { MONEY($worth) } przy zamówieniu za co najmniej { MONEY($minimum) }; saldo po wymianie: { POINTS($left) } (ogranicza: { $limit })
quote-tender = { MONEY($amount) } to środek płatniczy: podatek pozostaje bez zmian
quote-part = { $name }: { MONEY($net) } mniej od kwoty netto i { MONEY($tax) } mniej podatku
shipping = wysyłka

limit-balance = saldo
limit-maximum_points = największa liczba punktów naraz
limit-maximum_share = dozwolona część koszyka
limit-whole = cena całego koszyka

## Ceny w punktach

price = { $name }: { POINTS($points) } (za sztukę: { NUMBER($each) })
price-total = razem: { POINTS($points) }
unpriced-not_buyable = { $name }: nie można kupić za punkty
unpriced-not_chosen = { $name }: nie należy do towarów z ceną w punktach
unpriced-no_pieces = { $name }: brak sztuk

## Uczestnik

member = { $name }  nr { $number }  { $email }
member-nameless = Uczestnik
member-no_email = brak adresu e-mail
member-owed = do zwrotu z następnych punktów: { POINTS($points) }
member-known = program { $programme }, od { WHEN($since) }; identyfikatory: { $known }
member-known_to_nobody = program { $programme }, od { WHEN($since) }; brak identyfikatorów
member-one = uczestnik { $number }
member-joined = ta sama osoba co
tier = poziom { $tier }
tier-none = jeszcze bez poziomu
tier-perks = korzyści: { $perks }
tier-next = następny { $tier }
orders = { PLURAL($count) ->
    [one] { NUMBER($count) } zamówienie
    [few] { NUMBER($count) } zamówienia
    [many] { NUMBER($count) } zamówień
   *[other] { NUMBER($count) } zamówienia
}
statement = Wyciąg
redemptions = Wymiany punktów

fate-held = zablokowane: { NUMBER($points) }
fate-held_part = zablokowane: { NUMBER($points) } z { NUMBER($of) }
fate-redeemed = wykorzystane: { NUMBER($points) }
fate-redeemed_part = wykorzystane: { NUMBER($points) } z { NUMBER($of) }
fate-given_back = zwrócone: { NUMBER($points) }

## Co porusza punkty i dlaczego

kind-earn = przyznanie
kind-vest = udostępnienie
kind-clawback = cofnięcie
kind-expire = wygaśnięcie
kind-hold = blokada
kind-capture = wykorzystanie
kind-void = zwolnienie blokady
kind-reinstate = przywrócenie
kind-adjust = korekta

reason-earned = przyznane
reason-order_more = zamówienie jest warte więcej
reason-order_less = zamówienie jest warte mniej
reason-matured = minął okres oczekiwania
reason-expired = wygasły
reason-debt_repaid = spłacono dług
reason-redeemed = wymienione
reason-code_used = użyto kodu
reason-code_used_late = użyto kodu po zwrocie punktów
reason-code_revoked = wycofano niewykorzystany kod
reason-coupon_deleted = jego kupon usunięto w sklepie
reason-goods_back = zwrócono towar
reason-less_off = kod obniżył o mniej
reason-discount_granted = przyznano rabat
reason-card_made = wystawiono kartę podarunkową
reason-credit_given = przyznano środki
reason-money_spent = wydano środki
reason-reward_given = przyznano nagrodę
reason-reward_confirmed = wydano nagrodę
reason-confirmed = potwierdzono
reason-time_over = termin minął
reason-erased = dane usunięte
reason-opening_balance = saldo początkowe
reason-newsletter = newsletter
reason-registration = założenie konta
reason-review = opinia o produkcie { $product }
reason-review_no_more = opinia o produkcie { $product } już się nie liczy
reason-placed = złożono zamówienie
reason-placed_no_more = zamówienie już nie obowiązuje
reason-friend = pierwsze zamówienie znajomego
reason-friend_no_more = pierwsze zamówienie znajomego już się nie liczy

## Wymienione punkty i odebrane nagrody

redeemed = { $code }  rabat { MONEY($worth) } za { POINTS($points) }
redeemed-gift_card = { $code }  karta podarunkowa { MONEY($worth) } za { POINTS($points) }
redeemed-store_credit = środki w sklepie { MONEY($worth) } za { POINTS($points) }
redeemed-until = do wydania do { WHEN($until) }
redeemed-for = na jedno zamówienie za co najmniej { MONEY($minimum) }, do { WHEN($until) }
redeemed-lowered = zamówienie { $order } jest o tyle tańsze
redeemed-undone = zamówienie { $order } pozostaje bez zmian, a punkty wracają: { $reason }
points-left = saldo po wymianie: { POINTS($points) }
not-in-store = jeszcze nie ma tego w sklepie: { $reason } ({ $command })
on-its-way = jest w drodze

taken = { $code }  { $reward } za { POINTS($points) }
taken-order = kod jest na jedno zamówienie, do { WHEN($until) }
taken-order_minimum = kod jest na jedno zamówienie za co najmniej { MONEY($minimum) }, do { WHEN($until) }
taken-merchant = czeka na wydanie: { $command }
taken-store = dotyczy konta klienta { $customer }, bezterminowo
taken-store_until = dotyczy konta klienta { $customer }, do { WHEN($until) }
taken-at_once = nagrodę ma już uczestnik
taken-money = to karta podarunkowa { MONEY($worth) }, bezterminowo
taken-money_until = to karta podarunkowa { MONEY($worth) }, do { WHEN($until) }
may-be-taken = tak
decided-redeemed = wykorzystano: { POINTS($points) }
decided-given_back = zwrócono: { POINTS($points) }
decided-partly = zwrócono: { POINTS($back) }, wykorzystano: { POINTS($points) }
decided-closing = sklep jest pytany, ile z tego zostało, a punkty za to wracają

reward-discount = rabat
reward-free_shipping = darmowa wysyłka
reward-product = produkt
reward-permanent = stały rabat
reward-gift = prezent
reward-gift_card = karta podarunkowa
reward-store_credit = środki w sklepie

## Zmienione ręcznie

available-now = dostępne teraz: { POINTS($points) }
claimed = zamówienia bez konta z adresem { $email }, przypisane uczestnikowi: { NUMBER($orders) }; dostępne: { POINTS($points) }
claimed-since = bez tego, co zamówiono do { WHEN($since) }: adresu używał wtedy ktoś inny
merged = uczestnicy { $members } są teraz jedną osobą; dostępne: { POINTS($points) }
parted = uczestnik { $number } jest znowu osobno; dostępne: { POINTS($points) }
card-added = karta { $card } należy do uczestnika { $number }
card-blocked = karta { $card } jest zablokowana; punkty zostają u uczestnika { $number }
phone-found = uczestnika { $number } można znaleźć pod numerem { $phone }
phone-removed = uczestnika { $number } nie można już znaleźć pod numerem { $phone }
address-changed = uczestnik { $number } ma teraz adres { $email }
address-same = uczestnik { $number } ma już adres { $email }
erase-lost = przepadną dostępne { POINTS($available) }, oczekujące { NUMBER($pending) } i zablokowane { NUMBER($held) },
erase-forgotten = i nikt nie będzie już wiedział, czyje były zamówienia
erase-question = Usunąć dane tej osoby na zawsze?
erased = uczestnika { $number } usunięto; ubyło z ksiąg: { POINTS($points) }
erased-debt = umorzony dług: { POINTS($points) }
erased-orders = zamówienia zachowane bez kupującego: { NUMBER($orders) }; kody do unieważnienia w sklepie: { NUMBER($codes) }
erased-already = uczestnika { $number } usunięto już wcześniej: { WHEN($when) }

## Zaproszenia i inne czyny, na listach

invitation-open = otwarte
invitation-expired = wygasło
invitation-existing = był już klientem
invitation-same_person = ta sama osoba
invitation-not_first = nie pierwsze
invitation-refused = odrzucone
invitation-doubtful = czeka na decyzję
invitation-no_order = brak zamówienia
invitation-waits = czeka
invitation-capped = ponad limit
invitation-earned = przyznane
verdict-approved = zatwierdza { $who }
verdict-refused = odrzuca { $who }
bonus-newsletter = newsletter
bonus-registration = założenie konta
bonus-review = opinia
bonus-placed = złożenie zamówienia

## Kolumny tabel; te z czasem podają strefę

column-available = dostępne
column-blocked = zablokowana ({ $zone })
column-by = kto
column-card = karta
column-code = kod
column-difference = różnica
column-email = e-mail
column-friend = znajomy
column-friends = znajomego
column-held = zablokowane
column-id = id
column-invited = zaproszono ({ $zone })
column-key = nazwa
column-kind = rodzaj
column-left = zostało
column-may_be_taken = można odebrać
column-member = uczestnik
column-minimum = minimum
column-name = imię i nazwisko
column-number = nr
column-order = zamówienie
column-ours = tu
column-owed = do zwrotu
column-pending = oczekujące
column-points = punkty
column-product = produkt
column-programme = program
column-reference = odnośnik
column-reward = nagroda
column-since = od ({ $zone })
column-state = stan
column-store = sklep
column-theirs = tam
column-times = razy
column-until = do ({ $zone })
column-what = co
column-when = kiedy ({ $zone })
column-why = powód
column-worth = wartość

## Co program mówi, choć pewnie nie chce: każde z radą

severity-error = błąd
severity-warning = ostrzeżenie
severity-hint = wskazówka
lint-nothing = { $file }: niczego nie znaleziono

finding-split_orders = dziesięć zamówień po { MONEY($small) } daje { POINTS($ten) }, a jedno za { MONEY($large) } daje { NUMBER($one) }: wpisz minimum_order (lub rounding: floor)
finding-currency_rounding = zamówienie za { MONEY($amount) }, przeliczone z dowolnej waluty, daje { POINTS($points) }: wpisz rounding: floor albo other_currencies: refuse
finding-rule_behind_products = 0 punktów: reguła produktów z unassigned: none nic tej regule nie zostawia; wpisz unassigned: general albo usuń regułę
finding-goods_nothing = 0 produktów: wszystko, co wybrano ({ $chosen }), jest zarazem wykluczone; usuń to z not_products lub not_categories
finding-goods_not_counted = 0 punktów: count.goods wyklucza wszystko, co tu wybrano ({ $chosen }); usuń to tam albo tutaj
finding-campaign_over = ostatnim dniem kampanii był { WHEN($last) }: usuń ją albo podaj nowe dni
finding-campaigns_multiply = obie trwają od { WHEN($begins) }, a towary z obu liczą się z mnożnikiem { NUMBER($times) }: wpisz campaigns_stack: false, jeśli ma wygrać wyższa
finding-override_unreachable = tych, dla których to jest, przejmuje wcześniejsze overrides[{ TYPED($earlier) }]: przesuń to wyżej
finding-expires_pending = punkty przyznane { WHEN($granted) } można wykorzystać od { WHEN($ripe) }, a przepadają po { WHEN($last) }: wpisz krótsze delay_days albo więcej months
finding-first_point = po pierwszym punkcie z { WHEN($granted) } wszystkie punkty przepadają po { WHEN($last) }, także zdobyte { WHEN($last) }, ważne wtedy jeden dzień; wpisz policy: inactivity lub per_lot, jeśli późniejsze punkty mają być ważne dłużej
finding-fixed_date = punkty przyznane { WHEN($granted) } przepadają po { WHEN($last) }: pozostałe dni, razem z pierwszym: { NUMBER($days) }; wpisz więcej months
finding-coupon_outlives_points = ważność kuponu w dniach: { NUMBER($valid) }, punktów: { NUMBER($days) }; niewykorzystany kupon wraca, gdy jego punktów już nie ma; wpisz mniej valid_days
finding-status_misspelt = „{ $word }” nie jest etapem, a statusem sklepu tylko wtedy, gdy tak się tam pisze; czy chodziło o { $meant }?
finding-status_of_the_shop = „{ $word }” nie jest żadnym z etapów open, paid i completed, a zamówienie, które nigdy go nie osiągnie, ma 0 punktów: wpisz status tak, jak pisze go sklep
finding-granted_when_lost = zamówienia o statusie { $word } mają punkty: usuń { $word } ze statuses
finding-granted_unpaid = zamówienie o statusie { $statuses } ma punkty, choć zapłacono { MONEY($paid) } z { MONEY($order) }, więc daje je i nieodebrana paczka za pobraniem: wpisz payment: balanced
finding-minimum_unreachable = najmniejsza liczba punktów, { NUMBER($points) }, jest warta { MONEY($worth) }, a przy zamówieniu za { MONEY($order) } punktami można zapłacić co najwyżej { MONEY($most) }: zmniejsz minimum_points albo zwiększ maximum_share lub maximum_order
finding-minimum_above_average = najmniejsza liczba punktów, { NUMBER($points) }, wymaga koszyka za { MONEY($cart) }, a zamówienie to średnio { MONEY($order) }: zmniejsz minimum_points albo zwiększ maximum_share
finding-minimum_too_late = przy jednym zamówieniu za { MONEY($order) } na miesiąc zbierze się { POINTS($earned) }, zanim pierwsze wygasną, a najmniej do wymiany to { NUMBER($points) }: zmniejsz minimum_points albo wpisz więcej months
finding-discount_above_margin = wydanie { MONEY($spent) } daje { POINTS($points) } o wartości { MONEY($worth) }: { NUMBER($percent) }%, więcej niż podane { NUMBER($margin) }%{ GIVEN($raised) ->
    [yes] { " " }(z: { $raised })
   *[no] { "" }
}; dawaj mniej punktów albo zmniejsz ich wartość
finding-fixed_above_margin = zamówienie za { MONEY($order) } daje { POINTS($points) } o wartości { MONEY($worth) }: { NUMBER($percent) }%, więcej niż podane { NUMBER($margin) }%; zwiększ minimum_order tej reguły albo dawaj mniej punktów
finding-below_smallest_coin = { POINTS($points) } i { NUMBER($more) } są warte tyle samo, { MONEY($worth) }: wpisz multiples_of: { TYPED($step) }
finding-pays_everything = zamówienie za { MONEY($worth) } można w całości opłacić, mając { POINTS($points) }, a niektóre sklepy odrzucają zamówienia za 0,00: sprawdź, czy Twój je przyjmuje, albo wpisz maximum_share poniżej 100 i bez whole
finding-gift_card_loop = za { POINTS($points) } można kupić kartę podarunkową o wartości { MONEY($worth) }, a towary nią opłacone dają { POINTS($again) }: jeśli sprzedajesz karty podarunkowe, wyklucz je w redeem.goods albo wpisz gift_cards: bought
finding-money_loop = { POINTS($points) } zamienia się w { MONEY($worth) } do wydania, a towary tym opłacone dają { POINTS($again) }, jeśli sklep nie mówi, że to te środki: wpisz gift_cards: bought
finding-reward_over = była dostępna do { WHEN($last) }: usuń ją albo podaj nowe dni
finding-reward_without_stock = nikt nie może jej odebrać, bo jej stan to 0: wpisz, ile ich jest, albo ją usuń
finding-reward_too_dear = przy jednym zamówieniu za { MONEY($order) } na miesiąc zbierze się { POINTS($earned) }, zanim pierwsze wygasną, a nagroda kosztuje { NUMBER($points) }: wpisz za nią mniej punktów albo więcej months
finding-reward_above_margin = wydanie { MONEY($spent) } daje { POINTS($points) } na rabat { MONEY($worth) }: { NUMBER($percent) }%, więcej niż podane { NUMBER($margin) }%; zwiększ jej cenę w punktach albo zmniejsz rabat
finding-catalogue_empty = nic z niego nie jest dostępne, ani teraz, ani później: podaj dla nagrody nowe dni lub stan albo usuń tę sekcję
finding-catalogue_stale = jest taki jak { WHEN($since) }, dni od tego czasu: { NUMBER($days) }; dodaj nową nagrodę albo usuń taką, której nikt nie chce
finding-referral_loop = zamówienie za { MONEY($order) } daje od razu { POINTS($points) }, więc kto zaprosi własny drugi adres, dostaje je za nic: wpisz minimum_order i wait_days dłuższe niż czas na zwroty
finding-referral_above_margin = zamówienie znajomego za { MONEY($order) } daje obojgu { POINTS($points) } o wartości { MONEY($worth) }: { NUMBER($percent) }%, więcej niż podane { NUMBER($margin) }%; zwiększ minimum_order albo dawaj mniej punktów
finding-bonus_above_orders = daje { POINTS($points) }, a { NUMBER($orders) } zamówień za { MONEY($order) } daje { NUMBER($earned) }: dawaj mniej punktów
finding-review_unbought = dziesięć opinii o produktach, których autor nie kupił, daje { POINTS($points) }: wpisz bought_only: true, jeśli sklep mówi, kto kupił
finding-registration_at_once = każde konto ma { POINTS($points) } do wydania od razu, więc kto otworzy dziesięć, ma za darmo { MONEY($worth) } rabatu: wpisz delay_days, dawaj mniej punktów albo zwiększ minimum_points
finding-placed_above_margin = zamówienie za { MONEY($order) } daje za samo złożenie { POINTS($points) } o wartości { MONEY($worth) } i zachowuje je nawet po pełnym zwrocie: { NUMBER($percent) }%, więcej niż podane { NUMBER($margin) }%; dawaj mniej punktów

## Wersje programu

forecast-first = nie ma go jeszcze w księgach: jako wersja { $next } oceni też wszystkie starsze zamówienia
forecast-nothing = nie ma nic do zmiany: wersja { $now } mówi to samo co plik
forecast-wording = zmienił się tylko zapis pliku (komentarze, układ), żaden warunek: wersja { $next } ocenia tak jak { $now }
forecast-terms = wersja { $next } oceni zamówienia złożone od jej zastosowania; starsze pozostają bez zmian
applied-first = wersja { $number } obowiązuje, także dla wszystkich starszych zamówień
applied-nothing = nadal obowiązuje wersja { $number }
applied-wording = od teraz obowiązuje wersja { $number }; zmienił się tylko zapis, żaden warunek
applied-terms = od teraz obowiązuje wersja { $number }
version-first = wersja { $number }: obowiązuje od początku, zastosowano { WHEN($applied) }, { $author }
version-later = wersja { $number }: obowiązuje od { WHEN($since) }, zastosowano { WHEN($applied) }, { $author }
version-wording = zmienił się tylko zapis, żaden warunek

## Co sklep może pokazać z programu

shown-nothing = nic: ten program widzi tylko osoba zalogowana
shown-how = saldo pokazuje się jako: { $points }; logowanie: { $sign_in }
shown-points = punkty
shown-welcome = powitanie
shown-invitation = zaproszenie
shown-document = dokument

## Co z zamówienia się liczy

step-line = { NUMBER($quantity) } × { $name }: liczy się { MONEY($amount) }
step-line_kept = { NUMBER($quantity) } × { $name }: liczy się { MONEY($amount) }, po zwrocie { MONEY($refunded) }
step-charge = { $title }: liczy się { MONEY($amount) }
step-charge_left_out = { $title }: { MONEY($amount) }, nie liczy się
step-line_not_chosen = { NUMBER($quantity) } × { $name }: { MONEY($amount) }, towar nie należy do tych, które się liczą
step-line_gift_card = { NUMBER($quantity) } × { $name }: { MONEY($amount) }, karta podarunkowa liczy się dopiero przy użyciu
step-line_promotion_sale = { NUMBER($quantity) } × { $name }: { MONEY($amount) }, towar przeceniony: nie liczy się
step-line_promotion_coupon = { NUMBER($quantity) } × { $name }: { MONEY($amount) }, cena obniżona kuponem: nie liczy się
step-line_promotion_automatic = { NUMBER($quantity) } × { $name }: { MONEY($amount) }, cena obniżona: nie liczy się
step-line_promotion_bogo = { NUMBER($quantity) } × { $name }: { MONEY($amount) }, część oferty „dwa w cenie jednego”: nie liczy się
step-paid_with_points = zapłacono punktami { MONEY($amount) }: nie liczy się
step-paid_with_gift_card = zapłacono kartą podarunkową { MONEY($amount) }: policzono przy jej zakupie
step-paid_with_store_credit = zapłacono środkami ze sklepu { MONEY($amount) }: nie liczy się
step-money_back = zostało { MONEY($left) } z { MONEY($amount) }: wraca { POINTS($points) }
step-base = liczy się razem: { MONEY($amount) }

## Ile to jest warte

step-campaign = { $campaign }: { $name } liczy się z mnożnikiem { NUMBER($times) }
step-tier = poziom { $tier }: wszystko liczy się z mnożnikiem { NUMBER($times) }
step-product = { NUMBER($pieces) } × { $name }, za sztukę { POINTS($each) }: { POINTS($points) }
step-product_unassigned = { $name } nie ma własnych punktów: nic
step-fixed = za każde zamówienie: { POINTS($points) }
step-fixed_nothing = nic w zamówieniu się nie liczy, więc premia przepada: { POINTS($points) }
step-spend_floor = { MONEY($base) }, { POINTS($rate) } za każde { MONEY($per) }, zaokrąglone w dół: { POINTS($points) }
step-spend_half_up = { MONEY($base) }, { POINTS($rate) } za każde { MONEY($per) }, zaokrąglone: { POINTS($points) }
step-spend_ceiling = { MONEY($base) }, { POINTS($rate) } za każde { MONEY($per) }, zaokrąglone w górę: { POINTS($points) }
step-below_minimum = { MONEY($base) } to mniej niż { MONEY($minimum) }, od których zamówienie daje punkty: nic

## Co dzieje się z punktami

step-granted = status „{ $status }” przyznaje: { POINTS($points) }
step-waits = status „{ $status }” jeszcze nie przyznaje; { POINTS($points) } przy statusie { $wanted }
step-lost = status „{ $status }”: nic się nie przyznaje, a to, co przyznano, zostaje cofnięte
step-pending = do wykorzystania od { WHEN($when) }
step-unpaid = jeszcze nie w pełni opłacone; po opłaceniu: { POINTS($points) }

## Co ludzie robią poza kupowaniem

step-registered = założenie konta: { POINTS($points) }
step-subscribed = zapis do newslettera: { POINTS($points) }
step-reviewed = opinia o produkcie { $product }, zatwierdzona: { POINTS($points) }
step-review_not_approved = opinia o produkcie { $product }: niezatwierdzona, nic
step-review_not_bought = opinia o produkcie { $product }: autor go nie kupił, nic
step-placed = złożenie zamówienia: { POINTS($points) }
step-placed_no_more = status „{ $status }”: zamówienie nie obowiązuje, a to, co przyznano za jego złożenie, zostaje cofnięte
step-paid_before = przyznane już tej osobie: nic
step-no_member = nie ma uczestnika, któremu można przyznać punkty: nic
step-code_of_another = kodu { $code } użył ktoś inny niż uczestnik { $member }, którego punkty pobrano

## Dlaczego zamówienie nic nie daje

step-programme_draft = program jeszcze się nie zaczął: nic
step-programme_paused = program jest wstrzymany: nic
step-programme_closed = program się zakończył: nic
step-group_never = grupa klientów „{ $group }” nie bierze udziału: nic
step-group_only = udział biorą tylko te grupy klientów: { $groups }; nic
step-guest = zamówienie bez konta: nie ma komu przyznać punktów
step-before_start = za wcześnie, program zaczął się { WHEN($when) }: nic
step-erased = dane kupującego usunięto: nie ma komu przyznać punktów
step-other_currency = zapłacono w { $currency }, program liczy w { $wanted }: nic

## Zaproszenie znajomego

step-referral_open = znajomy jeszcze nie przyszedł; zaproszenie jest ważne do { WHEN($when) }
step-referral_expired = znajomy nie przyszedł, zanim zaproszenie wygasło ({ WHEN($when) }): nic
step-referral_existing = był klientem już przed zaproszeniem: nic
step-referral_same_person = oboje mają to samo konto lub ten sam adres e-mail: nic
step-referral_not_first = wcześniej przyjęto inne zaproszenie: nic
step-referral_refused = sklep nic za nie nie daje
step-referral_alike_address = oba adresy e-mail mogą prowadzić do jednej skrzynki
step-referral_alike_name = oboje nazywają się tak samo
step-referral_alike_phone = oboje mają ten sam numer telefonu
step-referral_alike_place = oboje mają ten sam adres pocztowy
step-referral_doubtful = sklep najpierw je sprawdzi
step-referral_no_order = nie przyznano jeszcze punktów za zamówienie za co najmniej { MONEY($minimum) }
step-referral_waits = pierwsze zamówienie znajomego: musi pozostać ważne do { WHEN($when) }
step-referral_capped = ponad { NUMBER($most) } w ciągu { NUMBER($days) } dni: nic
step-referral_earned = pierwsze zamówienie znajomego: liczy się { MONEY($amount) }

## Dlaczego punktów nie można wykorzystać

refusal-allowed = dozwolone: { NUMBER($allowed) }
refusal-no_redemption = w tym programie punktów się nie wymienia
refusal-in_shadow = punkty tego sklepu prowadzi jeszcze inny system; tutaj nie można ich na razie wydać
refusal-no_prices = w tym programie nie ma cen w punktach
refusal-programme_draft = program jeszcze się nie zaczął
refusal-programme_closed = program się zakończył
refusal-group_never = ta grupa klientów nie bierze udziału
refusal-group_only = punkty mogą wykorzystać tylko niektóre grupy klientów
refusal-not_positive = liczba punktów musi wynosić co najmniej 1
refusal-balance = dostępne saldo to tylko { POINTS($limit) }
refusal-minimum_points = trzeba wykorzystać naraz co najmniej { POINTS($limit) }
refusal-maximum_points = można wykorzystać naraz co najwyżej { POINTS($limit) }
refusal-maximum_share = przy tym koszyku można wykorzystać co najwyżej { POINTS($limit) }
refusal-block = liczba punktów musi być wielokrotnością { NUMBER($limit) }
refusal-worthless = { POINTS($limit) } to mniej niż najmniejsza moneta
refusal-minimum_order = punkty można wykorzystać przy zamówieniach od { MONEY($limit) }
refusal-maximum_order = punkty można wykorzystać przy zamówieniach do { MONEY($limit) }
refusal-nothing_eligible = niczego w koszyku nie można opłacić punktami
refusal-not_buyable = nie wszystko w koszyku można opłacić punktami
refusal-whole = koszyk kosztuje dokładnie { POINTS($limit) }
refusal-other_currency = koszyk nie jest w walucie programu
refusal-no_referral = ten program nie daje teraz nic za zapraszanie znajomych
refusal-own_address = to własny adres e-mail osoby zapraszającej
refusal-not_an_address = to nie jest adres e-mail
refusal-too_many_open = największa liczba zaproszeń, które mogą naraz czekać na znajomych: { NUMBER($limit) }
refusal-already_paid = zamówienie jest już opłacone, więc punkty nie mogą go obniżyć
refusal-order_closed = zamówienia nie można już zmienić
refusal-not_their_order = to nie jest zamówienie tego uczestnika
refusal-order_has_points = w zamówieniu są już punkty
refusal-no_reward = w tym programie nie ma takiej nagrody
refusal-not_yet = ta nagroda nie jest jeszcze dostępna
refusal-no_longer = ta nagroda nie jest już dostępna
refusal-reward_groups = ta nagroda jest tylko dla niektórych grup klientów
refusal-sold_out = ta nagroda się skończyła
refusal-member_limit = największa liczba tych nagród na osobę: { NUMBER($limit) }

## Co klient widzi w sklepie

shop-sign-in = Zaloguj się, aby zbierać punkty w programie { $programme }
shop-available-points = Twoje saldo: { POINTS($points) }
shop-available-money = Wartość Twoich punktów: { MONEY($worth) }
shop-available-both = Twoje saldo: { POINTS($points) } (o wartości { MONEY($worth) })
shop-pending = W drodze do Ciebie: { POINTS($points) }
shop-held = Zarezerwowane na Twoje kody: { POINTS($points) }
shop-owed = Do spłaty z kolejnych punktów: { POINTS($points) }
shop-earned = Zebrane do tej pory: { POINTS($points) }
shop-redeemed = Wykorzystane do tej pory: { POINTS($points) }
shop-tier = Twój poziom: { $tier }
shop-next-points = Następny poziom: { $tier }, próg: { POINTS($at) }; do tej pory: { POINTS($figure) }
shop-next-spend = Następny poziom: { $tier }, próg: { MONEY($at) }; do tej pory: { MONEY($figure) }
shop-next-orders = Następny poziom: { $tier }; potrzebne zamówienia: { NUMBER($at) }, do tej pory: { NUMBER($figure) }
shop-earn-product = Za ten produkt otrzymasz { POINTS($points) }
shop-earn-from = Za ten produkt otrzymasz co najmniej { POINTS($points) }
shop-earn-cart = Za to zamówienie otrzymasz { POINTS($points) }
shop-usable = Możesz wykorzystać maksymalnie { POINTS($points) }: rabat { MONEY($worth) }
shop-usable-gift_card = Możesz wymienić do { POINTS($points) } na kartę podarunkową { MONEY($worth) }
shop-usable-store_credit = Możesz wymienić do { POINTS($points) } na { MONEY($worth) } na swoim koncie
shop-order-granted = Za to zamówienie przyznano Ci { POINTS($points) }
shop-order-from = Do wykorzystania od { WHEN($when) }
shop-order-promised = Za to zamówienie otrzymasz { POINTS($points) }
shop-order-redeemed = Wykorzystane w tym zamówieniu: { POINTS($points) }
shop-handed = Twój kod { $code }: rabat { MONEY($worth) } za { POINTS($points) }
shop-handed-gift_card = Twoja karta podarunkowa { $code }: { MONEY($worth) } za { POINTS($points) }
shop-handed-store_credit = { MONEY($worth) } na Twoje konto za { POINTS($points) }
shop-price = albo { POINTS($points) }
shop-price-from = albo co najmniej { POINTS($points) }
shop-took-code = { $reward } za { POINTS($points) }. Twój kod: { $code }
shop-took = { $reward } za { POINTS($points) }
shop-took-merchant = Sklep się tym zajmie
shop-left = Pozostało: { POINTS($points) }
shop-code = rabat { MONEY($worth) }, ważny do { WHEN($until) }
shop-code-minimum = rabat { MONEY($worth) } przy zamówieniu za co najmniej { MONEY($minimum) }, ważny do { WHEN($until) }
shop-code-reward = { $reward }, do { WHEN($until) }
shop-code-standing = { $reward }: wpisz kod przy każdym zamówieniu
shop-code-waiting = Kod za chwilę będzie w sklepie
shop-card = Karta podarunkowa { MONEY($worth) }
shop-card-until = Karta podarunkowa { MONEY($worth) }, ważna do { WHEN($until) }
shop-credit-waiting = Środki za chwilę będą na Twoim koncie
shop-entry-earn = Punkty przyznane
shop-entry-vest = Punkty przyznane
shop-entry-clawback = Punkty cofnięte
shop-entry-expire = Punkty wygasły
shop-entry-hold = Wymiana na kod
shop-entry-capture = Kod wykorzystany
shop-entry-void = Kod niewykorzystany: punkty wróciły
shop-entry-reinstate = Zwrot towaru: punkty wróciły
shop-entry-adjust = Zmiana wprowadzona przez sklep
shop-entry-of-order = { $what } (zamówienie { $order })
shop-given = +{ NUMBER($points) }
shop-taken = −{ NUMBER($points) }

check-well = sklep { $store }: wszystko w porządku
check-problem = { $severity }: { $what }
check-mend = naprawa: { $mend }

problem-permalinks = Bezpośrednie odnośniki są wyłączone pod { $url }, więc interfejs REST nie ma adresu.
problem-no_woocommerce = { $url } to witryna WordPress bez włączonego WooCommerce.
problem-no_wordpress = { $url } nie jest witryną WordPress albo ukrywa interfejs REST.
problem-clocks_drift = Zegar sklepu i nasz różnią się o (minuty): { $minutes }; przy 15 sklep odrzuca nasze podpisy.
problem-clocks = Zegary sklepu i tego komputera różnią się o ponad 15 minut ({ $said }).
problem-too_old = Najnowsze zamówienie zapisało WooCommerce { $version }, zbyt stare, by za nim nadążać.
problem-currency = Sklep sprzedaje w { $currency }, a to nie jest waluta z ISO 4217.
problem-writing_unseen = Nie udało się sprawdzić, czy nasze klucze mogą zapisywać: { $reason }
problem-gift_cards = Program potrzebuje kart podarunkowych: rozszerzenie WooCommerce Gift Cards nie jest włączone w tym sklepie.
problem-not_readable = Program potrzebuje danych sklepu „{ $facet }”, a nasze klucze nie mogą ich czytać: { $reason }
problem-not_answering = Program potrzebuje danych sklepu „{ $facet }”, które nie odpowiadają: { $reason }
problem-internal = WordPress po cichu odmawia wysyłania webhooków do { $host }: to adres wewnętrzny.
problem-port = WordPress po cichu odmawia wysyłania webhooków na port { $port }.
problem-webhooks_unlisted = Nie można wyliczyć webhooków sklepu: { $reason }
problem-webhook_missing = Brakuje webhooka dla { $topic }.
problem-webhook_elsewhere = Webhook dla { $topic } dostarcza pod inny adres.
problem-webhook_off = Webhook dla { $topic } ma stan „{ $status }”. Sklep wyłącza webhook po siedmiu nieudanych dostawach z rzędu.
problem-redirect = Adres { $url } przekierowuje do { $target }; użyj tamtego jako adresu sklepu.
problem-certificate = Certyfikat TLS { $url } nie jest ważny: { $said }.
problem-tls = { $url } nie mówi TLS jak należy; czy https to właściwa droga?
problem-keys = Sklep odrzuca nasze klucze (HTTP { $status }): { $said }
problem-rights = Klucze sklepu nie mają do tego prawa; daj im odczyt i zapis ({ $said }).
problem-blocked = Coś przed sklepem nas odprawia (HTTP { $status }), najpewniej zapora lub wtyczka bezpieczeństwa: przepuść zapytania tego komputera do { $path }.
problem-http = { $url } odpowiada HTTP { $status }.
problem-not_json = { $url } odpowiada { $kind }, a to nie jest cały JSON: strona konserwacji, zapora, przerwane połączenie lub wtyczka, która pisze w odpowiedziach.
problem-no_name = Nazwy { $url } nie można rozwiązać: adres jest zły albo DNS nie działa.
problem-door = { $url } nie przyjęło połączenia na czas.
problem-slow = { $url } nie odpowiada na czas.
problem-closed = { $url } odmawia połączeń.
problem-broke = Połączenie z { $url } zerwało się, zanim odpowiedź była cała.
problem-not_reread = Ostatnich zamówień nie można ponownie odczytać od { $since } UTC: { $reason }

mend-address = Sprawdź adres w przeglądarce na tym komputerze i to, czy sklep działa.
mend-keys = W sklepie, w WooCommerce → Ustawienia → Zaawansowane → REST API, dodaj klucz z prawem odczytu i zapisu dla administratora lub kierownika sklepu i wpisz go tutaj.
mend-certificate_over = Odnów certyfikat sklepu; jeśli robi się to samo, sprawdź, dlaczego się nie udało. Jeśli w przeglądarce jest ważny, zegar tego komputera jest zły.
mend-certificate_authority = Daj sklepowi certyfikat publicznego urzędu, na przykład Let's Encrypt. Jeśli podpisał go własny urząd, wskaż jego plik w zmiennej środowiskowej REQUESTS_CA_BUNDLE.
mend-certificate_chain = Serwer sklepu powinien wysyłać cały łańcuch (często fullchain.pem); przeglądarki uzupełniają lukę, programy nie.
mend-certificate_host = Wpisz adres, dla którego jest certyfikat (z www lub bez), albo zdobądź certyfikat dla tego adresu.
mend-tls = Napraw TLS sklepu albo popraw http:// lub https:// w adresie.
mend-gift_cards = Zainstaluj i włącz w sklepie WooCommerce Gift Cards; albo w programie usuń into z redeem i nagrody rodzaju gift_card z rewards.
mend-register = Niech działa `loyalty run` z ustawionym web.public_url: rejestruje webhooki i je naprawia.
mend-enter_that = Wpisz tutaj tamten adres.
mend-clocks = Ustaw oba zegary przez NTP.
mend-firewall = W tej zaporze lub wtyczce dopuść adres tego komputera albo ścieżkę /wp-json/wc/.
mend-wait = Poczekaj: program nie zapyta wcześniej. Jeśli tak zostanie, poproś hosting o dopuszczenie większej liczby zapytań.
mend-install = Zainstaluj lub włącz WooCommerce albo wpisz adres witryny, która je ma.
mend-permalinks = W WordPressie, w Ustawienia → Bezpośrednie odnośniki, wybierz cokolwiek oprócz „Prosty” i zapisz.
mend-home = Wpisz główny adres sklepu; sklep w katalogu potrzebuje katalogu (https://example.com/shop).
mend-orders_changed = Poszukaj wtyczki, która zmienia zamówienia w interfejsie REST.
mend-update = Zaktualizuj WooCommerce do { $version } lub nowszej.
mend-currency = Wybierz walutę z ISO 4217 w WooCommerce → Ustawienia → Ogólne.
mend-public = Daj programowi publiczny adres na porcie 443, 80 lub 8080.
mend-reread = Próba powtarza się sama i to zniknie, gdy się uda; jeśli zostanie, usuń przyczynę.

## Obok innego systemu

shadow-head = { $store } obok innego systemu, { WHEN($when) }
shadow-since = w porównaniu z { WHEN($when) }: co różniło się już wtedy, podano osobno
shadow-agree = tyle samo tu i tam: { NUMBER($agree) } członków; inna liczba: { NUMBER($differ) }
shadow-sum = tu { POINTS($ours) }, tam { POINTS($theirs) }
shadow-no_orders = ich pliki nie mówią nic o zamówieniach: wskazuje się je tylko, gdy jego punkty to dokładnie różnica
shadow-strange = zamówienia, o których mówią, a które tu nie są niczyje: { NUMBER($count) }
shadow-order = zamówienie { $order }

differs-before = tak było już na początku
differs-order_here = zamówienie, które liczy się tu, a nie tam
differs-order_there = zamówienie, które liczy się tam, a nie tu
differs-rounding = zaokrąglają inaczej
differs-whole_order = liczą wszystko, co zapłacono, także dostawę
differs-rate = przyznają według innej stawki
differs-order = zamówienie jest tam warte co innego
differs-spent_there = punkty wydane tam
differs-pending = opóźnienie, które jeszcze trwa
differs-expired = punkty, które tu wygasły
differs-manual = zmiany ręczne tu
differs-bonus = premie tu
differs-used = punkty wymienione tu
differs-not_told = ich plik nie wymienia członka
differs-not_known = żaden nasz członek
differs-unknown = nieznane

## List, który przypomina, i jego koniec

remind-subject = { POINTS($points) } do wykorzystania do { WHEN($day) }
remind-hello = Dzień dobry, { $name },
remind-hello_nameless = Dzień dobry,
remind-soon = część Twoich punktów w { $shop } wkrótce wygaśnie. Ostatni dzień, w którym można je wykorzystać:
remind-line = { WHEN($day) }: { POINTS($points) }
remind-worth = Razem są warte { MONEY($worth) }.
remind-stop = Aby nie dostawać więcej takich wiadomości: { $url }
remind-stop_by_answer = Aby nie dostawać więcej takich wiadomości, wystarczy na tę odpowiedzieć.
letters-ask = Nie chcesz więcej wiadomości o swoich punktach?
letters-stop = Nie chcę więcej wiadomości
letters-stopped = Nie dostaniesz więcej wiadomości o swoich punktach.
