<?php
/**
 * Connecting this shop: a pasted code, WooCommerce's own page that asks whether we may have keys, and the secret.
 *
 * The code itself goes to the connector only, in a body over https; addresses carry a ticket made from it.
 */

namespace LoyaltyConnector;

defined( 'ABSPATH' ) || exit;

const FRESH = 'loyalty_connector_fresh'; // connected a moment ago: the connector begins anew with this shop

/** What a code says that connects a shop; null if it is none. */
function invitation( $code ) {
	return told( $code, array( 'address' => '#^https://[^\s]+$#', 'store' => STORE, 'url' => '#^https?://[^\s]+$#', 'proof' => '#^[\w-]{40,}$#' ) );
}

/** Whether the code is for this shop, whatever the scheme and the stroke at the end. */
function is_for_us( $invited ) {
	$same = function ( $url ) { return strtolower( rtrim( preg_replace( '#^https?://#i', '', $url ), '/' ) ); };
	return $same( $invited['url'] ) === $same( home_url() );
}

function ticket( $proof ) {
	return base64url( hash_hmac( 'sha256', 'ticket', $proof, true ) );
}

/** WooCommerce's page that asks the administrator, and then hands keys to the connector. */
function asking_url( $invited ) {
	$asked = array(
		'app_name'     => 'Loyalty connector',
		'scope'        => 'read_write',
		'user_id'      => ticket( $invited['proof'] ),
		'return_url'   => admin_url( 'options-general.php?page=loyalty-connector' ),
		'callback_url' => of_store( $invited, '/pair/keys' ),
	);
	return home_url( '/wc-auth/v1/authorize' ) . '?' . http_build_query( $asked, '', '&', PHP_QUERY_RFC3986 );
}

/** Ask for the secret that the code stands for; with it the shop is connected. Else: why not, for the administrator. */
function learn( $invited ) {
	$answer = wp_remote_request(
		of_store( $invited, '/pair/secret' ),
		array(
			'method'      => 'POST',
			'timeout'     => 10, // on this page of the administrator's only: the connector may just begin anew
			'redirection' => 0,
			'headers'     => array( 'Content-Type' => 'application/json' ),
			'body'        => wp_json_encode( array( 'proof' => $invited['proof'] ) ),
		)
	);
	$data = is_wp_error( $answer ) ? null : json_decode( wp_remote_retrieve_body( $answer ), true );
	if ( is_string( $data['secret'] ?? null ) ) {
		$known = array( 'address' => $invited['address'], 'store' => $invited['store'], 'secret' => $data['secret'] );
		update_option( OPTION, base64url( wp_json_encode( $known ) ) );
		set_transient( FRESH, 1, MINUTE_IN_SECONDS );
		return '';
	}
	if ( 'no_keys_yet' === ( $data['code'] ?? '' ) ) {
		return empty( $data['detail'] ) ? word( 'pair_next' ) : sprintf( word( 'pair_failed' ), $data['detail'] );
	}
	return null === $data ? sprintf( word( 'silent' ), $invited['address'], $invited['store'] ) : word( 'pair_over' );
}

/** For the settings page: what is to be said, and the button where it helps. */
function pairing_html( $invited ) {
	if ( ! is_for_us( $invited ) ) {
		return '<p>' . esc_html( sprintf( word( 'pair_other' ), $invited['url'], home_url() ) ) . '</p>';
	}
	$said = learn( $invited );
	if ( '' === $said ) {
		return '';
	}
	$button = word( 'pair_over' ) === $said ? '' : '<p><a class="button button-primary" href="' . esc_url( asking_url( $invited ) ) . '">'
		. esc_html( word( 'pair' ) ) . '</a></p>';
	return '<p>' . esc_html( $said ) . '</p>' . $button;
}
