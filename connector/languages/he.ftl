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
step-referral_doubtful = החנות בודקת אותה תחילה
step-referral_no_order = עדיין לא ניתנו נקודות על רכישה של { MONEY($minimum) } לפחות
step-referral_waits = רכישה ראשונה של חבר: עליה להישאר בתוקף עד { WHEN($when) }
step-referral_capped = יותר מ־{ NUMBER($most) } ב־{ NUMBER($days) } ימים: אין נקודות
step-referral_earned = רכישה ראשונה של חבר: { MONEY($amount) } נספרו

## למה אי אפשר לנצל נקודות

refusal-allowed = מותר: { NUMBER($allowed) }
refusal-no_redemption = בתוכנית זו אי אפשר לנצל נקודות
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
shop-order-granted = התקבלו על הזמנה זו: { POINTS($points) }
shop-order-from = אפשר לנצל אותן החל מ־{ WHEN($when) }
shop-order-promised = על הזמנה זו יתקבלו { POINTS($points) }
shop-order-redeemed = נוצלו בהזמנה זו: { POINTS($points) }
shop-handed = הקוד שלך { $code }: הנחה של { MONEY($worth) } תמורת { POINTS($points) }
shop-left = נשארו: { POINTS($points) }
shop-code = הנחה של { MONEY($worth) }, בתוקף עד { WHEN($until) }
shop-code-minimum = הנחה של { MONEY($worth) } על הזמנה של { MONEY($minimum) } לפחות, בתוקף עד { WHEN($until) }
shop-code-reward = { $reward }, בתוקף עד { WHEN($until) }
shop-code-waiting = הקוד יהיה בחנות בעוד רגע
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
