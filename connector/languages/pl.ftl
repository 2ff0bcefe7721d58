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
step-referral_doubtful = sklep najpierw je sprawdzi
step-referral_no_order = nie przyznano jeszcze punktów za zamówienie za co najmniej { MONEY($minimum) }
step-referral_waits = pierwsze zamówienie znajomego: musi pozostać ważne do { WHEN($when) }
step-referral_capped = ponad { NUMBER($most) } w ciągu { NUMBER($days) } dni: nic
step-referral_earned = pierwsze zamówienie znajomego: liczy się { MONEY($amount) }

## Dlaczego punktów nie można wykorzystać

refusal-allowed = dozwolone: { NUMBER($allowed) }
refusal-no_redemption = w tym programie punktów się nie wymienia
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
shop-order-granted = Za to zamówienie przyznano Ci { POINTS($points) }
shop-order-from = Do wykorzystania od { WHEN($when) }
shop-order-promised = Za to zamówienie otrzymasz { POINTS($points) }
shop-order-redeemed = Wykorzystane w tym zamówieniu: { POINTS($points) }
shop-handed = Twój kod { $code }: rabat { MONEY($worth) } za { POINTS($points) }
shop-left = Pozostało: { POINTS($points) }
shop-code = rabat { MONEY($worth) }, ważny do { WHEN($until) }
shop-code-minimum = rabat { MONEY($worth) } przy zamówieniu za co najmniej { MONEY($minimum) }, ważny do { WHEN($until) }
shop-code-reward = { $reward }, do { WHEN($until) }
shop-code-waiting = Kod za chwilę będzie w sklepie
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
