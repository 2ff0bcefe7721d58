# עברית. הקודים של הליבה הם step-CODE ו-refusal-CODE; העובדות הן אלה של en.ftl.
# כל עובדה מבודדת בסימני כיווניות, כדי ששם באותיות לטיניות לא יהפוך את סדר המשפט.

# הצורה one היא גם של 0.5 ושל -1, ורק 1 נכתב במילה.
points = { IS_ONE($count) ->
    [yes] נקודה אחת
   *[no] { PLURAL($count) ->
        [one] { NUMBER($count) } נקודה
        [two] { NUMBER($count) } נקודות
       *[other] { NUMBER($count) } נקודות
    }
}
so-many = { POINTS($count) }
balance = { POINTS($points) } (בשווי { MONEY($worth) })
available = זמין
not-available = ממתין: { POINTS($pending) }; מוחזק: { POINTS($held) }

## הזמנה

order = הזמנה { $number } מהחנות { $store }, בוצעה ב־{ WHEN($placed) }, סטטוס { $status }, { MONEY($total) }
order-owed = להחזרה, כי כבר נוצלו: { POINTS($points) } מהזמנה זו
order-unpaid = נוצלו בינתיים במקום אחר: { POINTS($points) } של קוד ששימש בה
award-granted = הזמנה { $order }, { $status }: הוענק, { POINTS($points) } ({ $change })
award-projected = הזמנה { $order }, { $status }: צפוי, { POINTS($points) } ({ $change })
award-none = הזמנה { $order }, { $status }: ללא, { POINTS($points) } ({ $change })
award-until = ניתן לנצל עד { WHEN($when) }

## הערה על הזמנה

note-pending = נצברו: { POINTS($points) }, לשימוש החל מ-{ WHEN($when) }
note-earned = נצברו: { POINTS($points) }
note-used = נוצלו: { POINTS($points) }
note-balance = יתרה: { POINTS($points) }

## הצעה, ומה מונע ניצול של נקודות נוספות

quote = { POINTS($points) }: הנחה של { MONEY($worth) }; היתרה שתישאר: { POINTS($left) } (המגבלה: { $limit })
quote-minimum = { POINTS($points) }: הנחה של { MONEY($worth) }, בהזמנות של { MONEY($minimum) } לפחות; היתרה שתישאר: { POINTS($left) } (המגבלה: { $limit })
quote-tender = { MONEY($amount) } הם אמצעי תשלום: המס נשאר כפי שהוא
quote-part = { $name }: הנחה של { MONEY($net) } מהנטו ו־{ MONEY($tax) } מהמס
shipping = משלוח

limit-balance = היתרה
limit-maximum_points = המספר המרבי של נקודות בפעם אחת
limit-maximum_share = החלק המותר מהסל
limit-whole = המחיר של הסל כולו

## מחירים בנקודות

price = { $name }: { POINTS($points) } (ליחידה: { NUMBER($each) })
price-total = סך הכול: { POINTS($points) }
unpriced-not_buyable = { $name }: אי אפשר לקנות בנקודות
unpriced-not_chosen = { $name }: אינו בין המוצרים שיש להם מחיר בנקודות
unpriced-no_pieces = { $name }: אין יחידות

## חבר

member = { $name }  מס׳ { $number }  { $email }
member-nameless = חבר
member-no_email = ללא כתובת דוא״ל
member-owed = לקיזוז מהנקודות הבאות: { POINTS($points) }
member-known = תוכנית { $programme }, מאז { WHEN($since) }; מזהים: { $known }
member-known_to_nobody = תוכנית { $programme }, מאז { WHEN($since) }; ללא מזהים
member-one = חבר { $number }
member-joined = אותו אדם כמו
tier = דרגה { $tier }
tier-none = עדיין ללא דרגה
tier-perks = מה היא נותנת: { $perks }
tier-next = הבאה { $tier }
orders = { IS_ONE($count) ->
    [yes] הזמנה אחת
   *[no] { NUMBER($count) } הזמנות
}
statement = תנועות
redemptions = נקודות שנפדו

fate-held = מוחזקות: { NUMBER($points) }
fate-held_part = מוחזקות: { NUMBER($points) } מתוך { NUMBER($of) }
fate-redeemed = נוצלו: { NUMBER($points) }
fate-redeemed_part = נוצלו: { NUMBER($points) } מתוך { NUMBER($of) }
fate-given_back = הוחזרו: { NUMBER($points) }

## מה מזיז נקודות, ולמה

kind-earn = צבירה
kind-vest = הבשלה
kind-clawback = ביטול זיכוי
kind-expire = פקיעה
kind-hold = החזקה
kind-capture = ניצול
kind-void = שחרור
kind-reinstate = השבה
kind-adjust = התאמה

reason-earned = נצברו
reason-order_more = ההזמנה שווה יותר
reason-order_less = ההזמנה שווה פחות
reason-matured = תמה תקופת ההמתנה
reason-expired = פקעו
reason-debt_repaid = החוב נפרע
reason-redeemed = נפדו
reason-code_used = הקוד נוצל
reason-code_used_late = הקוד נוצל אחרי שנקודותיו הוחזרו
reason-code_revoked = הקוד בוטל בלי שנוצל
reason-coupon_deleted = הקופון שלה נמחק בחנות
reason-goods_back = הוחזרו מוצרים
reason-less_off = הקוד הוריד פחות
reason-discount_granted = ההנחה ניתנה
reason-card_made = כרטיס המתנה הונפק
reason-credit_given = הזיכוי ניתן
reason-money_spent = הכסף נוצל
reason-reward_given = ההטבה ניתנה
reason-reward_confirmed = ההטבה נמסרה
reason-confirmed = אושר
reason-time_over = תקופתה הסתיימה
reason-erased = הפרטים נמחקו
reason-opening_balance = יתרת פתיחה
reason-newsletter = ניוזלטר
reason-registration = פתיחת חשבון
reason-review = חוות דעת על המוצר { $product }
reason-review_no_more = חוות הדעת על המוצר { $product } אינה נחשבת עוד
reason-placed = בוצעה הזמנה
reason-placed_no_more = ההזמנה אינה בתוקף עוד
reason-friend = רכישה ראשונה של חבר
reason-friend_no_more = רכישה ראשונה של חבר אינה נחשבת עוד

## נקודות שנפדו והטבות שנלקחו

redeemed = { $code }  הנחה של { MONEY($worth) } תמורת { POINTS($points) }
redeemed-gift_card = { $code }  כרטיס מתנה של { MONEY($worth) } תמורת { POINTS($points) }
redeemed-store_credit = זיכוי בחנות של { MONEY($worth) } תמורת { POINTS($points) }
redeemed-until = למימוש עד { WHEN($until) }
redeemed-for = להזמנה אחת של { MONEY($minimum) } לפחות, עד { WHEN($until) }
redeemed-lowered = ההזמנה { $order } הוזלה בסכום זה
redeemed-undone = ההזמנה { $order } נשארת כפי שהייתה, והנקודות מוחזרות: { $reason }
points-left = היתרה שנותרה: { POINTS($points) }
not-in-store = עדיין לא בחנות: { $reason } ({ $command })
on-its-way = בדרך

taken = { $code }  { $reward } תמורת { POINTS($points) }
taken-order = הקוד להזמנה אחת, עד { WHEN($until) }
taken-order_minimum = הקוד להזמנה אחת של { MONEY($minimum) } לפחות, עד { WHEN($until) }
taken-merchant = ממתינה למסירה: { $command }
taken-store = לחשבון של לקוח { $customer }, ללא הגבלת זמן
taken-store_until = לחשבון של לקוח { $customer }, עד { WHEN($until) }
taken-at_once = ההטבה כבר אצל החבר
taken-money = כרטיס מתנה של { MONEY($worth) }, ללא הגבלת זמן
taken-money_until = כרטיס מתנה של { MONEY($worth) }, עד { WHEN($until) }
may-be-taken = כן
decided-redeemed = נוצלו: { POINTS($points) }
decided-given_back = הוחזרו: { POINTS($points) }
decided-partly = הוחזרו: { POINTS($back) }, נוצלו: { POINTS($points) }
decided-closing = החנות נשאלת כמה נותר, והנקודות עבור מה שנותר מוחזרות

reward-discount = הנחה
reward-free_shipping = משלוח חינם
reward-product = מוצר
reward-permanent = הנחה קבועה
reward-gift = מתנה
reward-gift_card = כרטיס מתנה
reward-store_credit = זיכוי בחנות

## שינויים ידניים

available-now = זמינות כעת: { POINTS($points) }
claimed = הזמנות ללא חשבון עם { $email } ששויכו לחבר: { NUMBER($orders) }; זמין: { POINTS($points) }
claimed-since = פרט למה שהוזמן עד { WHEN($since) }: מישהו אחר השתמש אז בכתובת
merged = חברים { $members } הם כעת אדם אחד; זמין: { POINTS($points) }
parted = חבר { $number } שוב עומד בפני עצמו; זמין: { POINTS($points) }
card-added = כרטיס { $card } שייך לחבר { $number }
card-blocked = כרטיס { $card } נחסם; הנקודות נשארות אצל חבר { $number }
phone-found = חבר { $number } נמצא לפי { $phone }
phone-removed = חבר { $number } אינו נמצא עוד לפי { $phone }
address-changed = כתובתו של חבר { $number } היא כעת { $email }
address-same = כתובתו של חבר { $number } היא כבר { $email }
erase-lost = יאבדו { POINTS($available) } זמינות, { NUMBER($pending) } ממתינות ו־{ NUMBER($held) } מוחזקות,
erase-forgotten = ואיש לא יידע עוד של מי היו ההזמנות
erase-question = למחוק את פרטי האדם לצמיתות?
erased = חבר { $number } נמחק; יצאו מהספרים: { POINTS($points) }
erased-debt = חוב שנמחל: { POINTS($points) }
erased-orders = הזמנות שנשמרו ללא הקונה: { NUMBER($orders) }; קודים שיבוטלו בחנות: { NUMBER($codes) }
erased-already = חבר { $number } כבר נמחק: { WHEN($when) }

## הזמנות חברים ומעשים אחרים, ברשימות

invitation-open = פתוחה
invitation-expired = פגה
invitation-existing = לקוח קיים
invitation-same_person = אותו אדם
invitation-not_first = לא הראשונה
invitation-refused = נדחתה
invitation-doubtful = ממתינה להחלטתך
invitation-no_order = אין רכישה
invitation-waits = ממתינה
invitation-capped = מעל המגבלה
invitation-earned = זיכתה
verdict-approved = אישר { $who }
verdict-refused = דחה { $who }
bonus-newsletter = ניוזלטר
bonus-registration = פתיחת חשבון
bonus-review = חוות דעת
bonus-placed = ביצוע הזמנה

## עמודות הטבלאות; אלה של זמנים נוקבות באזור הזמן

column-available = זמין
column-blocked = נחסם ({ $zone })
column-by = על ידי
column-card = כרטיס
column-code = קוד
column-difference = הפרש
column-email = דוא״ל
column-friend = מוזמן
column-friends = למוזמן
column-held = מוחזק
column-id = מזהה
column-invited = הוזמן ({ $zone })
column-key = שם
column-kind = סוג
column-left = נותרו
column-may_be_taken = אפשר לקבל
column-member = חבר
column-minimum = מינימום
column-name = שם
column-number = מס׳
column-order = הזמנה
column-ours = כאן
column-owed = חוב
column-pending = ממתין
column-points = נקודות
column-product = מוצר
column-programme = תוכנית
column-reference = אסמכתה
column-reward = הטבה
column-since = מאז ({ $zone })
column-state = מצב
column-store = חנות
column-theirs = שם
column-times = פעמים
column-until = עד ({ $zone })
column-what = מה
column-when = מתי ({ $zone })
column-why = סיבה
column-worth = שווי

## מה שתוכנית אומרת וספק אם מתכוונת: לכל אחד התיקון שלו

severity-error = שגיאה
severity-warning = אזהרה
severity-hint = רמז
lint-nothing = { $file }: לא נמצא דבר

finding-split_orders = עשר הזמנות של { MONEY($small) } מזכות ב־{ POINTS($ten) }, והזמנה אחת של { MONEY($large) } מזכה ב־{ NUMBER($one) }: כתבו minimum_order (או rounding: floor)
finding-currency_rounding = הזמנה של { MONEY($amount) }, שהומרה ממטבע כלשהו, מזכה ב־{ POINTS($points) }: כתבו rounding: floor, או other_currencies: refuse
finding-rule_behind_products = 0 נקודות: כלל מוצרים עם unassigned: none אינו משאיר דבר לכלל הזה; כתבו unassigned: general, או הסירו את הכלל
finding-goods_nothing = 0 מוצרים: כל מה שנבחר ({ $chosen }) גם מוצא מהכלל; הסירו אותו מ־not_products או מ־not_categories
finding-goods_not_counted = 0 נקודות: count.goods מוציא מהכלל את כל מה שנבחר כאן ({ $chosen }); הסירו שם או כאן
finding-campaign_over = היום האחרון של המבצע היה { WHEN($last) }: הסירו אותו, או תנו לו ימים חדשים
finding-campaigns_multiply = שני המבצעים פעילים החל ב־{ WHEN($begins) }, ומוצרים של שניהם נחשבים פי { NUMBER($times) }: כתבו campaigns_stack: false אם הגבוה אמור לגבור
finding-override_unreachable = את מי שזה מיועד לו תופס { "\u2068" }overrides[{ TYPED($earlier) }]{ "\u2069" } שלפניו: העבירו אותו למעלה
finding-expires_pending = נקודות שהוענקו ב־{ WHEN($granted) } ניתנות לניצול החל ב־{ WHEN($ripe) } ופוקעות אחרי { WHEN($last) }: כתבו delay_days קצר יותר, או יותר months
finding-first_point = אחרי נקודה ראשונה ב־{ WHEN($granted) } כל הנקודות פוקעות אחרי { WHEN($last) }, גם נקודה שנצברה ב־{ WHEN($last) } ותקפה יום אחד; כתבו policy: inactivity או per_lot אם נקודות מאוחרות אמורות להיות תקפות זמן רב יותר
finding-fixed_date = נקודות שהוענקו ב־{ WHEN($granted) } פוקעות אחרי { WHEN($last) }: ימים שנותרו, כולל הראשון: { NUMBER($days) }; כתבו יותר months
finding-coupon_outlives_points = תוקף קופון בימים: { NUMBER($valid) }, תוקף נקודות: { NUMBER($days) }; קופון שלא נוצל חוזר כשנקודותיו כבר פקעו; כתבו פחות valid_days
finding-status_misspelt = ״{ $word }״ אינו שלב, והוא סטטוס של החנות רק אם כך הוא נכתב שם; האם התכוונתם ל־{ $meant }?
finding-status_of_the_shop = ״{ $word }״ אינו אחד מהשלבים open, paid ו־completed, והזמנה שאינה מגיעה אליו מזכה ב־0 נקודות: כתבו אותו כפי שהחנות עצמה כותבת
finding-granted_when_lost = הזמנות בסטטוס { $word } מזכות בנקודות: הסירו את { $word } מ־statuses
finding-granted_unpaid = הזמנה בסטטוס { $statuses } מזכה בנקודות גם כששולמו { MONEY($paid) } מתוך { MONEY($order) }, ולכן גם חבילה בתשלום במסירה שלא נאספה מזכה: כתבו payment: balanced
finding-minimum_unreachable = המספר המזערי של נקודות, { NUMBER($points) }, שווה { MONEY($worth) }, ובהזמנה של { MONEY($order) } אפשר לשלם בנקודות לכל היותר { MONEY($most) }: הקטינו את minimum_points, או הגדילו את maximum_share או את maximum_order
finding-minimum_above_average = המספר המזערי של נקודות, { NUMBER($points) }, דורש סל של { MONEY($cart) }, והזמנה ממוצעת היא { MONEY($order) }: הקטינו את minimum_points, או הגדילו את maximum_share
finding-minimum_too_late = בהזמנה אחת של { MONEY($order) } בחודש נצברות { POINTS($earned) } לפני שהראשונות פוקעות, והמינימום לניצול הוא { NUMBER($points) }: הקטינו את minimum_points, או כתבו יותר months
finding-discount_above_margin = קנייה ב־{ MONEY($spent) } מזכה ב־{ POINTS($points) } בשווי { MONEY($worth) }: { NUMBER($percent) }%, מעל { NUMBER($margin) }% שציינתם{ GIVEN($raised) ->
    [yes] { " " }(עם { $raised })
   *[no] { "" }
}; תנו פחות נקודות, או הקטינו את שוויין
finding-fixed_above_margin = הזמנה של { MONEY($order) } מזכה ב־{ POINTS($points) } בשווי { MONEY($worth) }: { NUMBER($percent) }%, מעל { NUMBER($margin) }% שציינתם; הגדילו את minimum_order של הכלל, או תנו פחות נקודות
finding-below_smallest_coin = { POINTS($points) } ו־{ NUMBER($more) } שוות אותו סכום, { MONEY($worth) }: כתבו { "\u2068" }multiples_of: { TYPED($step) }{ "\u2069" }
finding-pays_everything = הזמנה של { MONEY($worth) } אפשר לשלם במלואה ב־{ POINTS($points) }, ויש חנויות שדוחות הזמנות של 0.00: ודאו ששלכם מקבלת אותן, או כתבו maximum_share מתחת ל־100 וללא whole
finding-gift_card_loop = ב־{ POINTS($points) } אפשר לקנות כרטיס מתנה של { MONEY($worth) }, ומוצרים ששולמו בו מזכים ב־{ POINTS($again) }: אם אתם מוכרים כרטיסי מתנה, הוציאו אותם מהכלל ב־redeem.goods, או כתבו gift_cards: bought
finding-money_loop = { POINTS($points) } הופכות ל־{ MONEY($worth) } למימוש, ומוצרים ששולמו בהם מזכים ב־{ POINTS($again) } כאשר החנות אינה מציינת שזה היה הכסף הזה: כתבו gift_cards: bought
finding-reward_over = היא הוצעה עד { WHEN($last) }: הסירו אותה, או תנו לה ימים חדשים
finding-reward_without_stock = איש אינו יכול לקבל אותה, כי המלאי שלה הוא 0: כתבו כמה יש, או הסירו אותה
finding-reward_too_dear = בהזמנה אחת של { MONEY($order) } בחודש נצברות { POINTS($earned) } לפני שהראשונות פוקעות, ומחיר ההטבה { NUMBER($points) }: כתבו לה פחות נקודות, או יותר months
finding-reward_above_margin = קנייה ב־{ MONEY($spent) } מזכה ב־{ POINTS($points) } עבור הנחה של { MONEY($worth) }: { NUMBER($percent) }%, מעל { NUMBER($margin) }% שציינתם; העלו את מחירה בנקודות, או הקטינו את ההנחה
finding-catalogue_empty = דבר בו אינו מוצע, לא כעת ולא בהמשך: תנו להטבה ימים חדשים או מלאי, או הסירו את הסעיף
finding-catalogue_stale = הוא כפי שהיה ב־{ WHEN($since) }, ימים מאז: { NUMBER($days) }; הוסיפו הטבה חדשה, או הסירו כזו שאיש אינו רוצה
finding-referral_loop = הזמנה של { MONEY($order) } מזכה מיד ב־{ POINTS($points) }, ולכן מי שמזמין כתובת שנייה של עצמו מקבל אותן חינם: כתבו minimum_order ו־wait_days ארוך מתקופת ההחזרות
finding-referral_above_margin = הזמנה של חבר ב־{ MONEY($order) } מזכה את שניהם ב־{ POINTS($points) } בשווי { MONEY($worth) }: { NUMBER($percent) }%, מעל { NUMBER($margin) }% שציינתם; הגדילו את minimum_order, או תנו פחות נקודות
finding-bonus_above_orders = הבונוס מזכה ב־{ POINTS($points) }, ו־{ NUMBER($orders) } הזמנות של { MONEY($order) } מזכות ב־{ NUMBER($earned) }: תנו פחות נקודות
finding-review_unbought = עשר ביקורות על מוצרים שכותבן מעולם לא קנה מזכות ב־{ POINTS($points) }: כתבו bought_only: true אם החנות אומרת מי קנה
finding-registration_at_once = לכל חשבון { POINTS($points) } שאפשר לממש מיד, ולכן מי שפותח עשרה מקבל הנחה של { MONEY($worth) } חינם: כתבו delay_days, תנו פחות נקודות, או הגדילו את minimum_points
finding-placed_above_margin = הזמנה של { MONEY($order) } מזכה ב־{ POINTS($points) } בשווי { MONEY($worth) } על עצם ביצועה, ושומרת אותן גם אם הוחזרה כולה: { NUMBER($percent) }%, מעל { NUMBER($margin) }% שציינתם; תנו פחות נקודות

## גרסאות של תוכנית

forecast-first = עדיין לא בספרים: כגרסה { $next } תחול גם על כל ההזמנות הישנות
forecast-nothing = אין מה לשנות: גרסה { $now } היא מה שכתוב בקובץ
forecast-wording = רק הנוסח של הקובץ השתנה (הערות, פריסה), ואף לא תנאי אחד: גרסה { $next } שופטת כמו { $now }
forecast-terms = גרסה { $next } תחול על הזמנות שיבוצעו מרגע החלתה; הזמנות ישנות יותר אינן משתנות
applied-first = גרסה { $number } בתוקף, גם לכל ההזמנות הישנות
applied-nothing = גרסה { $number } נשארת בתוקף
applied-wording = גרסה { $number } בתוקף מעתה; רק הנוסח השתנה, ואף לא תנאי אחד
applied-terms = גרסה { $number } בתוקף מעתה
version-first = גרסה { $number }: בתוקף מההתחלה, הוחלה ב־{ WHEN($applied) } בידי { $author }
version-later = גרסה { $number }: בתוקף מ־{ WHEN($since) }, הוחלה ב־{ WHEN($applied) } בידי { $author }
version-wording = רק הנוסח השתנה, ואף לא תנאי אחד

## מה חנות רשאית להציג מתוכנית

shown-nothing = לא מוצג דבר: רק מי שהתחבר רואה את התוכנית
shown-how = היתרה מוצגת כך: { $points }; התחברות: { $sign_in }
shown-points = נקודות
shown-welcome = ברוכים הבאים
shown-invitation = הזמנה
shown-document = מסמך

## מה נחשב בהזמנה

step-line = { NUMBER($quantity) } × { $name }: נחשב { MONEY($amount) }
step-line_kept = { NUMBER($quantity) } × { $name }: נחשב { MONEY($amount) }, לאחר החזר של { MONEY($refunded) }
step-charge = { $title }: נחשב { MONEY($amount) }
step-charge_left_out = { $title }: { MONEY($amount) }, לא נחשב
step-line_not_chosen = { NUMBER($quantity) } × { $name }: { MONEY($amount) }, אינו בין המוצרים שנחשבים
step-line_gift_card = { NUMBER($quantity) } × { $name }: { MONEY($amount) }, כרטיס מתנה נחשב כשמשתמשים בו
step-line_promotion_sale = { NUMBER($quantity) } × { $name }: { MONEY($amount) }, במבצע: לא נחשב
step-line_promotion_coupon = { NUMBER($quantity) } × { $name }: { MONEY($amount) }, הוזל בקופון: לא נחשב
step-line_promotion_automatic = { NUMBER($quantity) } × { $name }: { MONEY($amount) }, מחיר מוזל: לא נחשב
step-line_promotion_bogo = { NUMBER($quantity) } × { $name }: { MONEY($amount) }, חלק ממבצע אחד פלוס אחד: לא נחשב
step-paid_with_points = שולם בנקודות { MONEY($amount) }: לא נחשב
step-paid_with_gift_card = שולם בכרטיס מתנה { MONEY($amount) }: נחשב כשהכרטיס נקנה
step-paid_with_store_credit = שולם מזיכוי בחנות { MONEY($amount) }: לא נחשב
step-money_back = נותרו { MONEY($left) } מתוך { MONEY($amount) }: מוחזרות { POINTS($points) }
step-base = סך הכול נחשב: { MONEY($amount) }

## כמה זה שווה

step-campaign = { $campaign }: { $name } נחשב פי { NUMBER($times) }
step-tier = חברי { $tier }: הכול נחשב פי { NUMBER($times) }
step-product = { NUMBER($pieces) } × { $name }, ליחידה { POINTS($each) }: { POINTS($points) }
step-product_unassigned = ל־{ $name } אין נקודות משלו: אין נקודות
step-fixed = על כל הזמנה: { POINTS($points) }
step-fixed_nothing = שום דבר בהזמנה אינו נחשב, ולכן לא ניתן עליה הבונוס: { POINTS($points) }
step-spend_floor = { MONEY($base) }, { POINTS($rate) } על כל { MONEY($per) }, בעיגול כלפי מטה: { POINTS($points) }
step-spend_half_up = { MONEY($base) }, { POINTS($rate) } על כל { MONEY($per) }, בעיגול: { POINTS($points) }
step-spend_ceiling = { MONEY($base) }, { POINTS($rate) } על כל { MONEY($per) }, בעיגול כלפי מעלה: { POINTS($points) }
step-below_minimum = { MONEY($base) } הם פחות מ־{ MONEY($minimum) }, הסכום שממנו הזמנה מזכה: אין נקודות

## מה קורה לנקודות

step-granted = סטטוס ״{ $status }״ מזכה: { POINTS($points) }
step-waits = סטטוס ״{ $status }״ עדיין אינו מזכה; { POINTS($points) } בסטטוס { $wanted }
step-lost = סטטוס ״{ $status }״: לא מוענק דבר, ומה שהוענק נלקח בחזרה
step-pending = ניתן לנצל החל ב־{ WHEN($when) }
step-unpaid = עדיין לא שולם במלואו; לאחר התשלום: { POINTS($points) }

## מה אנשים עושים מלבד קנייה

step-registered = פתיחת חשבון: { POINTS($points) }
step-subscribed = הרשמה לניוזלטר: { POINTS($points) }
step-reviewed = חוות דעת על המוצר { $product }, אושרה: { POINTS($points) }
step-review_not_approved = חוות דעת על המוצר { $product }: לא אושרה, אין נקודות
step-review_not_bought = חוות דעת על המוצר { $product }: הכותב לא קנה אותו, אין נקודות
step-placed = ביצוע הזמנה: { POINTS($points) }
step-placed_no_more = סטטוס ״{ $status }״: ההזמנה אינה בתוקף, ומה שהוענק על ביצועה נלקח בחזרה
step-paid_before = כבר הוענק לאדם זה: אין נקודות
step-no_member = אין חבר שאפשר לתת לו נקודות: אין נקודות
step-code_of_another = בקוד { $code } השתמש מישהו שאינו חבר { $member }, שנקודותיו נוצלו

## למה הזמנה אינה מזכה

step-programme_draft = התוכנית טרם החלה: אין נקודות
step-programme_paused = התוכנית מושהית: אין נקודות
step-programme_closed = התוכנית הסתיימה: אין נקודות
step-group_never = קבוצת הלקוחות ״{ $group }״ אינה משתתפת: אין נקודות
step-group_only = רק קבוצות הלקוחות האלה משתתפות: { $groups }; אין נקודות
step-guest = הוזמן ללא חשבון: אין למי לתת נקודות
step-before_start = מוקדם מדי, התוכנית החלה ב־{ WHEN($when) }: אין נקודות
step-erased = פרטי הקונה נמחקו: אין למי לתת נקודות
step-other_currency = שולם ב־{ $currency }, התוכנית מחשבת ב־{ $wanted }: אין נקודות

## הזמנת חבר

step-referral_open = החבר עדיין לא הגיע; ההזמנה בתוקף עד { WHEN($when) }
step-referral_expired = החבר לא הגיע עד שההזמנה פגה, { WHEN($when) }: אין נקודות
step-referral_existing = היה לקוח עוד לפני ההזמנה: אין נקודות
step-referral_same_person = לשניהם אותו חשבון או אותה כתובת דוא״ל: אין נקודות
step-referral_not_first = הזמנה אחרת התקבלה קודם: אין נקודות
step-referral_refused = החנות אינה נותנת עליה נקודות
step-referral_alike_address = ייתכן ששתי כתובות הדוא״ל הן תיבה אחת
step-referral_alike_name = לשניהם אותו שם
step-referral_alike_phone = לשניהם אותו מספר טלפון
step-referral_alike_place = לשניהם אותה כתובת למשלוח דואר
step-referral_doubtful = החנות בודקת אותה תחילה
step-referral_no_order = עדיין לא ניתנו נקודות על רכישה של { MONEY($minimum) } לפחות
step-referral_waits = רכישה ראשונה של חבר: עליה להישאר בתוקף עד { WHEN($when) }
step-referral_capped = יותר מ־{ NUMBER($most) } ב־{ NUMBER($days) } ימים: אין נקודות
step-referral_earned = רכישה ראשונה של חבר: { MONEY($amount) } נספרו

## למה אי אפשר לנצל נקודות

refusal-allowed = מותר: { NUMBER($allowed) }
refusal-no_redemption = בתוכנית זו אי אפשר לנצל נקודות
refusal-in_shadow = הנקודות של החנות מנוהלות עדיין במערכת אחרת; עוד אי אפשר לממש אותן כאן
refusal-no_prices = בתוכנית זו אין מחירים בנקודות
refusal-programme_draft = התוכנית טרם החלה
refusal-programme_closed = התוכנית הסתיימה
refusal-group_never = קבוצת לקוחות זו אינה משתתפת
refusal-group_only = רק קבוצות לקוחות מסוימות רשאיות לנצל נקודות
refusal-not_positive = מספר הנקודות חייב להיות 1 לפחות
refusal-balance = היתרה הזמינה היא { POINTS($limit) } בלבד
refusal-minimum_points = יש לנצל בפעם אחת לפחות { POINTS($limit) }
refusal-maximum_points = אפשר לנצל בפעם אחת לכל היותר { POINTS($limit) }
refusal-maximum_share = בסל זה אפשר לנצל לכל היותר { POINTS($limit) }
refusal-block = נקודות מנוצלות בכפולות של { NUMBER($limit) }
refusal-worthless = { POINTS($limit) } – פחות מערך המטבע הקטן ביותר
refusal-minimum_order = אפשר לנצל נקודות בהזמנות החל מ־{ MONEY($limit) }
refusal-maximum_order = אפשר לנצל נקודות בהזמנות עד { MONEY($limit) }
refusal-nothing_eligible = אי אפשר לשלם בנקודות על שום דבר בסל
refusal-not_buyable = לא על כל מה שבסל אפשר לשלם בנקודות
refusal-whole = הסל עולה בדיוק { POINTS($limit) }
refusal-other_currency = הסל אינו במטבע של התוכנית
refusal-no_referral = תוכנית זו אינה נותנת כעת נקודות על הזמנת חברים
refusal-own_address = זו כתובת הדוא״ל של המזמין עצמו
refusal-not_an_address = זו אינה כתובת דוא״ל
refusal-too_many_open = מספר ההזמנות שיכולות להמתין לחברים בו־זמנית הוא { NUMBER($limit) } לכל היותר
refusal-already_paid = ההזמנה כבר שולמה, ולכן נקודות אינן יכולות עוד להוזיל אותה
refusal-order_closed = אי אפשר עוד לשנות את ההזמנה
refusal-not_their_order = ההזמנה אינה של חבר זה
refusal-order_has_points = בהזמנה כבר יש נקודות
refusal-no_reward = בתוכנית זו אין הטבה כזו
refusal-not_yet = ההטבה עדיין אינה מוצעת
refusal-no_longer = ההטבה אינה מוצעת עוד
refusal-reward_groups = ההטבה מיועדת לקבוצות לקוחות מסוימות בלבד
refusal-sold_out = ההטבה אזלה
refusal-member_limit = מספר ההטבות המרבי לחבר: { NUMBER($limit) }

## מה הקונים רואים בחנות

shop-sign-in = יש להתחבר כדי לצבור נקודות בתוכנית { $programme }
shop-available-points = היתרה שלך: { POINTS($points) }
shop-available-money = השווי של הנקודות שלך: { MONEY($worth) }
shop-available-both = היתרה שלך: { POINTS($points) } (בשווי { MONEY($worth) })
shop-pending = בדרך אליך: { POINTS($points) }
shop-held = שמורות לקודים שלך: { POINTS($points) }
shop-owed = יקוזזו מהנקודות הבאות: { POINTS($points) }
shop-earned = נצברו עד כה: { POINTS($points) }
shop-redeemed = נוצלו עד כה: { POINTS($points) }
shop-tier = הדרגה שלך: { $tier }
shop-next-points = הדרגה הבאה: { $tier }, החל מ־{ POINTS($at) }; עד כה: { POINTS($figure) }
shop-next-spend = הדרגה הבאה: { $tier }, החל מ־{ MONEY($at) }; עד כה: { MONEY($figure) }
shop-next-orders = הדרגה הבאה: { $tier }; הזמנות נדרשות: { NUMBER($at) }, עד כה: { NUMBER($figure) }
shop-earn-product = על מוצר זה יתקבלו { POINTS($points) }
shop-earn-from = על מוצר זה יתקבלו לפחות { POINTS($points) }
shop-earn-cart = על הזמנה זו יתקבלו { POINTS($points) }
shop-usable = אפשר לנצל עד { POINTS($points) }: הנחה של { MONEY($worth) }
shop-usable-gift_card = אפשר להמיר עד { POINTS($points) } לכרטיס מתנה של { MONEY($worth) }
shop-usable-store_credit = אפשר להמיר עד { POINTS($points) } ל־{ MONEY($worth) } בחשבון שלך
shop-order-granted = התקבלו על הזמנה זו: { POINTS($points) }
shop-order-from = אפשר לנצל אותן החל מ־{ WHEN($when) }
shop-order-promised = על הזמנה זו יתקבלו { POINTS($points) }
shop-order-redeemed = נוצלו בהזמנה זו: { POINTS($points) }
shop-handed = הקוד שלך { $code }: הנחה של { MONEY($worth) } תמורת { POINTS($points) }
shop-handed-gift_card = כרטיס המתנה שלך { $code }: { MONEY($worth) } תמורת { POINTS($points) }
shop-handed-store_credit = { MONEY($worth) } לחשבון שלך תמורת { POINTS($points) }
shop-price = או { POINTS($points) }
shop-price-from = או החל מ־{ POINTS($points) }
shop-took-code = { $reward } תמורת { POINTS($points) }. הקוד שלך: { $code }
shop-took = { $reward } תמורת { POINTS($points) }
shop-took-merchant = החנות תטפל בכך
shop-left = נשארו: { POINTS($points) }
shop-code = הנחה של { MONEY($worth) }, בתוקף עד { WHEN($until) }
shop-code-minimum = הנחה של { MONEY($worth) } על הזמנה של { MONEY($minimum) } לפחות, בתוקף עד { WHEN($until) }
shop-code-reward = { $reward }, בתוקף עד { WHEN($until) }
shop-code-standing = { $reward }: יש להזין את הקוד בכל הזמנה
shop-code-waiting = הקוד יהיה בחנות בעוד רגע
shop-card = כרטיס מתנה של { MONEY($worth) }
shop-card-until = כרטיס מתנה של { MONEY($worth) }, בתוקף עד { WHEN($until) }
shop-credit-waiting = הכסף יהיה בחשבון שלך בעוד רגע
shop-entry-earn = נקודות שנצברו
shop-entry-vest = נקודות שנצברו
shop-entry-clawback = נקודות שנלקחו חזרה
shop-entry-expire = נקודות שפג תוקפן
shop-entry-hold = הומרו לקוד
shop-entry-capture = הקוד נוצל
shop-entry-void = הקוד לא נוצל: הנקודות חזרו
shop-entry-reinstate = הוחזרו מוצרים: הנקודות חזרו
shop-entry-adjust = שינוי של החנות
shop-entry-of-order = { $what } (הזמנה { $order })
shop-given = { "\u200E" }+{ NUMBER($points) }{ "\u200E" }
shop-taken = { "\u200E" }−{ NUMBER($points) }{ "\u200E" }

check-well = חנות { $store }: הכול תקין
check-problem = { $severity }: { $what }
check-mend = תיקון: { $mend }

problem-permalinks = הקישורים הקבועים כבויים ב־{ $url }, ולכן אין כתובת לממשק ה־REST.
problem-no_woocommerce = { $url } הוא אתר WordPress בלי WooCommerce פעיל.
problem-no_wordpress = { $url } אינו אתר WordPress, או מסתיר את ממשק ה־REST שלו.
problem-clocks_drift = שעון החנות ושעוננו מרוחקים זה מזה { $minutes } דקות; ב־15 היא דוחה את חתימותינו.
problem-clocks = שעוני החנות והמחשב הזה מרוחקים זה מזה יותר מ־15 דקות ({ $said }).
problem-too_old = ההזמנה החדשה ביותר נכתבה ב־WooCommerce { $version }, שישן מכדי לעקוב אחריו.
problem-currency = החנות מוכרת ב־{ $currency }, שאינו מטבע של ISO 4217.
problem-writing_unseen = לא ניתן היה לראות אם מפתחותינו רשאים לכתוב: { $reason }
problem-gift_cards = התוכנית זקוקה לכרטיסי מתנה: ההרחבה WooCommerce Gift Cards אינה פעילה בחנות זו.
problem-not_readable = התוכנית זקוקה לנתוני “{ $facet }” של החנות, ומפתחותינו אינם רשאים לקרוא אותם: { $reason }
problem-not_answering = התוכנית זקוקה לנתוני “{ $facet }” של החנות, שאינם עונים: { $reason }
problem-internal = WordPress מסרב בשקט לשלוח webhooks אל { $host }: זו כתובת פנימית.
problem-port = WordPress מסרב בשקט לשלוח webhooks לשער { $port }.
problem-webhooks_unlisted = אי אפשר למנות את ה־webhooks של החנות: { $reason }
problem-webhook_missing = חסר ה־webhook של { $topic }.
problem-webhook_elsewhere = ה־webhook של { $topic } שולח לכתובת אחרת.
problem-webhook_off = ה־webhook של { $topic } במצב “{ $status }”. החנות מכבה webhook לאחר שבעה משלוחים רצופים שנכשלו.
problem-redirect = הכתובת { $url } מפנה אל { $target }; יש להשתמש בה ככתובת החנות.
problem-certificate = תעודת ה־TLS של { $url } אינה תקפה: { $said }.
problem-tls = { $url } אינו מדבר TLS כראוי; האם https היא הדרך הנכונה אליו?
problem-keys = החנות דוחה את מפתחותינו (HTTP { $status }): { $said }
problem-rights = מפתחות החנות אינם רשאים לעשות זאת; יש לתת להם קריאה/כתיבה ({ $said }).
problem-blocked = משהו שלפני החנות דוחה אותנו (HTTP { $status }), כנראה חומת אש או תוסף אבטחה: יש לאפשר את בקשות המחשב הזה אל { $path }.
problem-http = { $url } ענה HTTP { $status }.
problem-not_json = { $url } ענה { $kind } שאינו JSON שלם: דף תחזוקה, חומת אש, חיבור שנקטע, או תוסף שכותב לתוך התשובות.
problem-no_name = אי אפשר למצוא את השם { $url }: הכתובת שגויה או ש־DNS אינו פועל.
problem-door = { $url } לא קיבל את החיבור בזמן.
problem-slow = { $url } לא ענה בזמן.
problem-closed = { $url } מסרב לחיבורים.
problem-broke = החיבור אל { $url } נקטע לפני שהתשובה הייתה שלמה.
problem-not_reread = את ההזמנות האחרונות אי אפשר לקרוא שוב מאז { $since } UTC: { $reason }

mend-address = יש לבדוק את הכתובת בדפדפן ממחשב זה, ושהחנות פועלת.
mend-keys = בחנות, תחת WooCommerce → הגדרות → מתקדם → REST API, יש להוסיף מפתח עם הרשאת קריאה/כתיבה למנהל מערכת או למנהל חנות, ולהזין אותו כאן.
mend-certificate_over = יש לחדש את תעודת האבטחה של החנות; אם הדבר נעשה מאליו, יש לבדוק מדוע נכשל. אם בדפדפן התעודה תקפה, שעון המחשב הזה שגוי.
mend-certificate_authority = יש לתת לחנות תעודה של רשות ציבורית, כגון Let's Encrypt. אם רשות משלך חתמה עליה, יש לציין את הקובץ שלה במשתנה הסביבה REQUESTS_CA_BUNDLE.
mend-certificate_chain = שרת האינטרנט של החנות צריך לשלוח את השרשרת כולה (לרוב fullchain.pem); דפדפנים משלימים את החסר, תוכנות לא.
mend-certificate_host = יש להזין את הכתובת שהתעודה היא בשבילה (עם www או בלי), או להשיג תעודה לכתובת הזאת.
mend-tls = יש לתקן את ה־TLS של החנות, או את http:// או https:// בכתובת.
mend-gift_cards = יש להתקין ולהפעיל בחנות את WooCommerce Gift Cards; או, בתוכנית, להוציא את into מתוך redeem, ואת אלה מסוג gift_card מתוך rewards.
mend-register = יש להשאיר את `loyalty run` פועל כאשר web.public_url מוגדר: הוא רושם את ה־webhooks ומתקן אותם.
mend-enter_that = יש להזין כאן את הכתובת ההיא.
mend-clocks = יש לכוון את שני השעונים לפי NTP.
mend-firewall = בחומת האש או בתוסף ההוא יש לאפשר את כתובת המחשב הזה, או את הנתיב ‎/wp-json/wc/.
mend-wait = יש להמתין: המחבר אינו שואל לפני כן. אם כך יישאר, יש לבקש מחברת האחסון לאפשר יותר בקשות.
mend-install = יש להתקין או להפעיל את WooCommerce, או להזין את כתובת האתר שבו הוא נמצא.
mend-permalinks = ב־WordPress, תחת הגדרות → מבנה קישורים, יש לבחור כל אפשרות מלבד “פשוט” ולשמור.
mend-home = יש להזין את כתובת הבית של החנות; חנות בתיקייה צריכה את התיקייה (https://example.com/shop).
mend-orders_changed = יש לחפש תוסף שמשנה את ההזמנות של ממשק ה־REST.
mend-update = יש לעדכן את WooCommerce לגרסה { $version } ומעלה.
mend-currency = יש לבחור מטבע של ISO 4217 תחת WooCommerce → הגדרות → כללי.
mend-public = יש לתת למחבר כתובת ציבורית בשער 443, 80 או 8080.
mend-reread = הדבר ינוסה שוב מאליו, וזה ייעלם כשיצליח; אם יישאר, יש לתקן את הסיבה.

## לצד מערכת אחרת

shadow-head = { $store } לצד המערכת האחרת, { WHEN($when) }
shadow-since = בהשוואה ל-{ WHEN($when) }: מה שהיה שונה כבר אז נאמר בנפרד
shadow-agree = אותו דבר כאן ושם: { NUMBER($agree) } חברים; מספר אחר: { NUMBER($differ) }
shadow-sum = כאן { POINTS($ours) }, שם { POINTS($theirs) }
shadow-no_orders = הקבצים שלהם אינם מספרים על הזמנות: הזמנה נקראת בשמה רק אם הנקודות שלה הן בדיוק ההפרש
shadow-strange = הזמנות שהם מספרים עליהן ואינן של אף חבר כאן: { NUMBER($count) }
shadow-order = הזמנה { $order }

differs-before = כך היה כבר בהתחלה
differs-order_here = הזמנה שנספרת כאן ולא שם
differs-order_there = הזמנה שנספרת שם ולא כאן
differs-rounding = הם מעגלים אחרת
differs-whole_order = הם סופרים את כל מה ששולם, גם משלוח
differs-rate = הם נותנים לפי שיעור אחר
differs-order = ההזמנה שווה שם משהו אחר
differs-spent_there = נקודות שנוצלו שם
differs-pending = המתנה שעוד לא הסתיימה
differs-expired = נקודות שפגו כאן
differs-manual = שינויים ידניים כאן
differs-bonus = בונוסים כאן
differs-used = נקודות שנוצלו כאן
differs-not_told = הקובץ שלהם אינו מזכיר את החבר
differs-not_known = לא חבר שלנו
differs-unknown = לא ידוע

## מכתב תזכורת, וסופו

remind-subject = { POINTS($points) } לשימוש עד { WHEN($day) }
remind-hello = שלום { $name },
remind-hello_nameless = שלום,
remind-soon = חלק מהנקודות שלך ב-{ $shop } יפוגו בקרוב. היום האחרון שבו אפשר להשתמש בהן:
remind-line = { WHEN($day) }: { POINTS($points) }
remind-worth = יחד הן שוות { MONEY($worth) }.
remind-stop = כדי לא לקבל עוד הודעות כאלה: { $url }
remind-stop_by_answer = כדי לא לקבל עוד הודעות כאלה, אפשר פשוט להשיב להודעה זו.
letters-ask = לא לשלוח לך עוד הודעות על הנקודות שלך?
letters-stop = בלי עוד הודעות
letters-stopped = לא יישלחו אליך עוד הודעות על הנקודות שלך.
