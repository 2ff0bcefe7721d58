<?php
/**
 * Asking the connector: who is signed in, one second, and what was heard is remembered.
 *
 * After a failure nobody asks for a minute, so that a connector that is down costs the shop one second a minute.
 */

namespace LoyaltyConnector;

defined( 'ABSPATH' ) || exit;

const DOWN = 'loyalty_connector_down';

/** The connector's address, our name there, and the secret we sign with; null without a code. */
function connection() {
	return understood( (string) get_option( OPTION, '' ) );
}

/** What a pasted code says; null if it is none. */
function understood( $code ) {
	$told = json_decode( (string) base64_decode( strtr( trim( $code ), '-_', '+/' ), true ), true );
	foreach ( array( 'address' => '#^https?://[^\s]+$#', 'store' => '#^[a-z0-9-]{1,40}$#', 'secret' => '#^.{32,}$#' ) as $name => $shape ) {
		if ( ! is_array( $told ) || ! is_string( $told[ $name ] ?? null ) || ! preg_match( $shape, $told[ $name ] ) ) {
			return null;
		}
	}
	return $told;
}

/** A token (JWT, HS256) that says who is signed in here; `$customer` 0 is a visitor. */
function token( $shop, $customer, $now ) {
	$claims = array( 'iss' => $shop['store'], 'aud' => 'loyalty', 'iat' => $now, 'exp' => $now + 300 );
	if ( $customer ) {
		$claims['sub'] = (string) $customer;
	}
	$signed = base64url( json_encode( array( 'alg' => 'HS256', 'typ' => 'JWT' ) ) ) . '.' . base64url( json_encode( $claims ) );
	return $signed . '.' . base64url( hash_hmac( 'sha256', $signed, $shop['secret'], true ) );
}

function base64url( $bytes ) {
	return rtrim( strtr( base64_encode( $bytes ), '+/', '-_' ), '=' );
}

/** The connector's answer as array( status, data ); null if there is none. A question is sent by POST. */
function ask( $path, $question = null ) {
	$shop = connection();
	if ( ! $shop || get_transient( DOWN ) ) {
		return null;
	}
	$answer = wp_remote_request(
		rtrim( $shop['address'], '/' ) . '/shop/' . $shop['store'] . $path . '?language=' . language(),
		array(
			'method'      => null === $question ? 'GET' : 'POST',
			'timeout'     => 1,
			'redirection' => 0,
			'headers'     => array(
				'Authorization' => 'Bearer ' . token( $shop, get_current_user_id(), time() ),
				'Content-Type'  => 'application/json',
			),
			'body'        => null === $question ? null : wp_json_encode( $question ),
		)
	);
	$status = is_wp_error( $answer ) ? 0 : (int) wp_remote_retrieve_response_code( $answer );
	$data   = $status ? json_decode( wp_remote_retrieve_body( $answer ), true ) : null;
	if ( ! is_array( $data ) || 401 === $status || $status >= 500 ) {
		set_transient( DOWN, 1, MINUTE_IN_SECONDS );
		$reason = is_wp_error( $answer ) ? $answer->get_error_message() : $status . ' ' . ( $data['code'] ?? '' );
		note( "$path: $reason" );
		return null;
	}
	if ( $status >= 400 ) {
		note( "$path: $status " . ( $data['code'] ?? '' ) . ' ' . ( $data['detail'] ?? '' ) );
	}
	return array( $status, $data );
}

/** What the connector shows, as heard at most so many seconds ago; null if there is nothing to show. */
function shown( $seconds, $path, $question = null ) {
	$user  = get_current_user_id();
	$turn  = $user ? get_user_meta( $user, 'loyalty_connector_turn', true ) : '';
	$asked = array( get_option( OPTION ), $user, $turn, language(), $path, $question );
	$key   = 'loyalty_' . md5( (string) wp_json_encode( $asked ) );
	$data  = get_transient( $key );
	if ( ! is_array( $data ) ) {
		list( $status, $data ) = ask( $path, $question ) ?? array( 0, null );
		if ( 200 !== $status ) {
			return null;
		}
		set_transient( $key, $data, $seconds );
	}
	return empty( $data['visible'] ) || ! is_array( $data['sentences'] ?? null ) ? null : $data;
}

/** What was heard of this customer is old. */
function forget( $user ) {
	update_user_meta( $user, 'loyalty_connector_turn', uniqid() );
}

/** For the debug log only; never a token, never a name. */
function note( $text ) {
	if ( defined( 'WP_DEBUG' ) && WP_DEBUG ) {
		error_log( "loyalty-connector: $text" );
	}
}
