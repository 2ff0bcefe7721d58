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
			'codes'       => 'Your codes',
			'history'     => 'History',
			'unreachable' => 'Your points cannot be reached just now. Please try again in a minute.',
			'code'        => 'Code',
			'paste'       => 'Paste the code that the command “loyalty store code” prints.',
			'no_code'     => 'This is not a code of the loyalty connector. The one before it stays.',
			'connected'   => 'Connected to %1$s as “%2$s”.',
			'silent'      => '%1$s does not answer “%2$s”. Until it does, the shop shows no points.',
		),
		'ro' => array(
			'points'      => 'Puncte',
			'how_many'    => 'Câte puncte vrei să folosești?',
			'redeem'      => 'Folosește',
			'codes'       => 'Codurile tale',
			'history'     => 'Istoric',
			'unreachable' => 'Punctele tale nu sunt disponibile acum. Încearcă din nou peste un minut.',
			'code'        => 'Cod',
			'paste'       => 'Lipește codul afișat de comanda „loyalty store code”.',
			'no_code'     => 'Acesta nu este un cod al conectorului. Rămâne cel dinainte.',
			'connected'   => 'Conectat la %1$s ca „%2$s”.',
			'silent'      => '%1$s nu răspunde magazinului „%2$s”. Până atunci, magazinul nu arată puncte.',
		),
		'pl' => array(
			'points'      => 'Punkty',
			'how_many'    => 'Ile punktów chcesz wykorzystać?',
			'redeem'      => 'Wykorzystaj',
			'codes'       => 'Twoje kody',
			'history'     => 'Historia',
			'unreachable' => 'Twoje punkty są teraz niedostępne. Spróbuj ponownie za minutę.',
			'code'        => 'Kod',
			'paste'       => 'Wklej kod, który wypisuje polecenie „loyalty store code”.',
			'no_code'     => 'To nie jest kod tego programu. Pozostaje poprzedni.',
			'connected'   => 'Połączono z %1$s jako „%2$s”.',
			'silent'      => '%1$s nie odpowiada sklepowi „%2$s”. Do tego czasu sklep nie pokazuje punktów.',
		),
		'he' => array(
			'points'      => 'נקודות',
			'how_many'    => 'כמה נקודות לנצל?',
			'redeem'      => 'לניצול',
			'codes'       => 'הקודים שלך',
			'history'     => 'היסטוריה',
			'unreachable' => 'הנקודות שלך אינן זמינות כרגע. אפשר לנסות שוב בעוד דקה.',
			'code'        => 'קוד',
			'paste'       => 'יש להדביק את הקוד שמדפיסה הפקודה “loyalty store code”.',
			'no_code'     => 'זה אינו קוד של מחבר הנקודות. הקוד הקודם נשאר.',
			'connected'   => 'מחובר אל %1$s בשם “%2$s”.',
			'silent'      => '%1$s אינו עונה לחנות “%2$s”. עד אז החנות אינה מציגה נקודות.',
		),
	);
}
