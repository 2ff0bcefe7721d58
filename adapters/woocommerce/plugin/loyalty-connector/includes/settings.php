<?php
/**
 * Settings → Loyalty: a field for the code that `loyalty store pair` prints (or `loyalty store code`, of a store that is
 * connected already), and whether the newsletter is offered.
 */

namespace LoyaltyConnector;

defined( 'ABSPATH' ) || exit;

function settings_by_hooks() {
	add_action( 'admin_menu', function () {
		add_options_page( 'Loyalty', 'Loyalty', 'manage_options', 'loyalty-connector', __NAMESPACE__ . '\settings_page' );
	} );
	add_action( 'admin_init', function () {
		$checked = array( 'type' => 'string', 'sanitize_callback' => __NAMESPACE__ . '\checked_code' );
		register_setting( 'loyalty_connector', OPTION, $checked );
		$yes = function ( $given ) { return 'yes' === $given ? 'yes' : ''; };
		register_setting( 'loyalty_connector', OFFERED, array( 'type' => 'string', 'sanitize_callback' => $yes ) );
	} );
}

/** The code, if it is one; or else the one there was. Nothing disconnects. */
function checked_code( $code ) {
	delete_transient( DOWN );
	$code = trim( (string) $code );
	if ( '' === $code || understood( $code ) || invitation( $code ) ) {
		return $code;
	}
	add_settings_error( OPTION, 'no_code', word( 'no_code' ) );
	return get_option( OPTION, '' );
}

/** The word for it: whoever looks here wants to know how it is now. */
function how_it_is() {
	delete_transient( DOWN );
	$answer = ask( '/member' );
	if ( $answer && 200 === $answer[0] ) {
		return 'connected';
	}
	if ( ! get_transient( FRESH ) ) {
		return 'silent';
	}
	delete_transient( DOWN ); // it is not down, it begins: the shop asks again with the next page
	return 'beginning';
}

function settings_page() {
	$invited = invitation( (string) get_option( OPTION, '' ) );
	$pairing = $invited ? pairing_html( $invited ) : '';
	$shop    = connection();
	$state   = word( 'paste' );
	if ( $shop ) {
		$state = sprintf( word( how_it_is() ), $shop['address'], $shop['store'] );
	}
	echo '<div class="wrap" ' . direction() . '><h1>Loyalty</h1>' . ( $pairing ?: '<p>' . esc_html( $state ) . '</p>' ); // phpcs:ignore WordPress.Security.EscapeOutput -- escaped where it is made
	echo '<form method="post" action="options.php">';
	settings_fields( 'loyalty_connector' );
	echo '<p><label for="' . esc_attr( OPTION ) . '">' . esc_html( word( 'code' ) ) . '</label><br>'
		. '<input type="password" autocomplete="off" class="large-text code" id="' . esc_attr( OPTION ) . '" name="' . esc_attr( OPTION )
		. '" value="' . esc_attr( get_option( OPTION, '' ) ) . '"></p>'
		. '<p><label><input type="checkbox" name="' . esc_attr( OFFERED ) . '" value="yes"' . ( 'yes' === get_option( OFFERED ) ? ' checked' : '' )
		. '> ' . esc_html( word( 'offer' ) ) . '</label></p>';
	submit_button();
	echo '</form></div>';
}
