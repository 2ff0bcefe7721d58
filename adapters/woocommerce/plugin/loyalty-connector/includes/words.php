<?php
/**
 * The few words of the plugin's own. All sentences about points come from the connector, in the same four languages.
 */

namespace LoyaltyConnector;

defined( 'ABSPATH' ) || exit;

/** The language of the page, if we speak it; or else English. */
function language() {
	$language = substr( determine_locale(), 0, 2 );
	return isset( words()[ $language ] ) ? $language : 'en';
}

/** The attributes that say in which language, and so in which direction, our text runs. */
function direction() {
	return 'lang="' . language() . '" dir="' . ( 'he' === language() ? 'rtl' : 'ltr' ) . '"';
}

function word( $name ) {
	return words()[ language() ][ $name ];
}

function words() {
	return array(
		'en' => array(
			'points'      => 'Points',
			'how_many'    => 'How many points do you want to redeem?',
			'redeem'      => 'Redeem',
			'buy'         => 'Buy with points',
			'rewards'     => 'Rewards',
			'take'        => 'Get it for points',
			'codes'       => 'Your codes',
			'history'     => 'History',
			'unreachable' => 'Your points cannot be reached just now. Please try again in a minute.',
			'code'        => 'Code',
			'paste'       => 'Paste the code that the command “loyalty store pair” prints.',
			'no_code'     => 'This is not a code of the loyalty connector. The one before it stays.',
			'connected'   => 'Connected to %1$s as “%2$s”.',
			'beginning'   => 'Connected. %1$s is getting ready for “%2$s”: reload this page in a few seconds.',
			'silent'      => '%1$s does not answer “%2$s”. Until it does, the shop shows no points.',
			'pair'        => 'Connect this shop',
			'pair_next'   => 'One step is left: WooCommerce asks whether “Loyalty connector” may read and write. Say yes, and the shop is connected.',
			'pair_failed' => 'The connector did not take the keys: %s',
			'pair_over'   => 'This code was used or is too old. Print a new one: “loyalty store pair”.',
			'pair_other'  => 'This code is for %1$s, and this shop is %2$s. Nothing was connected.',
			'offer'       => 'Offer the newsletter with a box (not ticked) where people register, buy and keep their account',
			'newsletter'  => 'Yes, send me the newsletter by e-mail. I can unsubscribe at any time.',
		),
		'ro' => array(
			'points'      => 'Puncte',
			'how_many'    => 'Câte puncte vrei să folosești?',
			'redeem'      => 'Folosește',
			'buy'         => 'Cumpără cu puncte',
			'rewards'     => 'Recompense',
			'take'        => 'Obține pentru puncte',
			'codes'       => 'Codurile tale',
			'history'     => 'Istoric',
			'unreachable' => 'Punctele tale nu sunt disponibile acum. Încearcă din nou peste un minut.',
			'code'        => 'Cod',
			'paste'       => 'Lipește codul afișat de comanda „loyalty store pair”.',
			'no_code'     => 'Acesta nu este un cod al conectorului. Rămâne cel dinainte.',
			'connected'   => 'Conectat la %1$s ca „%2$s”.',
			'beginning'   => 'Conectat. %1$s se pregătește pentru „%2$s”: reîncarcă pagina peste câteva secunde.',
			'silent'      => '%1$s nu răspunde magazinului „%2$s”. Până atunci, magazinul nu arată puncte.',
			'pair'        => 'Conectează magazinul',
			'pair_next'   => 'A mai rămas un pas: WooCommerce întreabă dacă „Loyalty connector” poate citi și scrie. Acceptă, și magazinul este conectat.',
			'pair_failed' => 'Conectorul nu a acceptat cheile: %s',
			'pair_over'   => 'Codul a fost folosit sau este prea vechi. Afișează unul nou: „loyalty store pair”.',
			'pair_other'  => 'Codul este pentru %1$s, iar acest magazin este %2$s. Nimic nu a fost conectat.',
			'offer'       => 'Oferă newsletterul printr-o casetă (nebifată) la înregistrare, la cumpărare și în cont',
			'newsletter'  => 'Da, trimiteți-mi newsletterul prin e-mail. Mă pot dezabona oricând.',
		),
		'pl' => array(
			'points'      => 'Punkty',
			'how_many'    => 'Ile punktów chcesz wykorzystać?',
			'redeem'      => 'Wykorzystaj',
			'buy'         => 'Kup za punkty',
			'rewards'     => 'Nagrody',
			'take'        => 'Odbierz za punkty',
			'codes'       => 'Twoje kody',
			'history'     => 'Historia',
			'unreachable' => 'Twoje punkty są teraz niedostępne. Spróbuj ponownie za minutę.',
			'code'        => 'Kod',
			'paste'       => 'Wklej kod, który wypisuje polecenie „loyalty store pair”.',
			'no_code'     => 'To nie jest kod tego programu. Pozostaje poprzedni.',
			'connected'   => 'Połączono z %1$s jako „%2$s”.',
			'beginning'   => 'Połączono. %1$s przygotowuje się dla „%2$s”: odśwież tę stronę za kilka sekund.',
			'silent'      => '%1$s nie odpowiada sklepowi „%2$s”. Do tego czasu sklep nie pokazuje punktów.',
			'pair'        => 'Połącz ten sklep',
			'pair_next'   => 'Został jeden krok: WooCommerce pyta, czy „Loyalty connector” może czytać i zapisywać. Po zgodzie sklep jest połączony.',
			'pair_failed' => 'Program nie przyjął kluczy: %s',
			'pair_over'   => 'Ten kod został użyty lub jest za stary. Wypisz nowy: „loyalty store pair”.',
			'pair_other'  => 'Ten kod jest dla %1$s, a ten sklep to %2$s. Nic nie połączono.',
			'offer'       => 'Proponuj newsletter polem (niezaznaczonym) przy rejestracji, zakupie i w koncie',
			'newsletter'  => 'Tak, chcę otrzymywać newsletter e-mailem. Mogę zrezygnować w każdej chwili.',
		),
		'he' => array(
			'points'      => 'נקודות',
			'how_many'    => 'כמה נקודות לנצל?',
			'redeem'      => 'לניצול',
			'buy'         => 'לקנייה בנקודות',
			'rewards'     => 'הטבות',
			'take'        => 'לקבלה תמורת נקודות',
			'codes'       => 'הקודים שלך',
			'history'     => 'היסטוריה',
			'unreachable' => 'הנקודות שלך אינן זמינות כרגע. אפשר לנסות שוב בעוד דקה.',
			'code'        => 'קוד',
			'paste'       => 'יש להדביק את הקוד שמדפיסה הפקודה “loyalty store pair”.',
			'no_code'     => 'זה אינו קוד של מחבר הנקודות. הקוד הקודם נשאר.',
			'connected'   => 'מחובר אל %1$s בשם “%2$s”.',
			'beginning'   => 'מחובר. %1$s נערך עבור “%2$s”: יש לטעון את הדף מחדש בעוד כמה שניות.',
			'silent'      => '%1$s אינו עונה לחנות “%2$s”. עד אז החנות אינה מציגה נקודות.',
			'pair'        => 'חיבור החנות',
			'pair_next'   => 'נשאר צעד אחד: WooCommerce שואל אם “Loyalty connector” רשאי לקרוא ולכתוב. לאחר אישור החנות מחוברת.',
			'pair_failed' => 'המחבר לא קיבל את המפתחות: %s',
			'pair_over'   => 'הקוד כבר נוצל או שפג תוקפו. יש להדפיס קוד חדש: “loyalty store pair”.',
			'pair_other'  => 'הקוד מיועד אל %1$s, והחנות הזאת היא %2$s. דבר לא חובר.',
			'offer'       => 'להציע את הניוזלטר בתיבה (לא מסומנת) בהרשמה, בקנייה ובחשבון',
			'newsletter'  => 'כן, שלחו לי את הניוזלטר בדוא"ל. אפשר לבטל בכל עת.',
		),
	);
}
