<?php
/**
 * Asking the connector: who is signed in, one second, and what was heard is remembered.
 *
 * After a failure nobody asks for a minute, so that a connector that is down costs the shop one second a minute.
 */

namespace LoyaltyConnector;

defined( 'ABSPATH' ) || exit;

const DOWN  = 'loyalty_connector_down';
const STORE = '#^[a-z0-9-]{1,40}$#';

/** The connector's address, our name there, and the secret we sign with; null without a code. */
function connection() {
	return understood( (string) get_option( OPTION, '' ) );
}

/** What a pasted code says; null if it is none. */
function understood( $code ) {
	return told( $code, array( 'address' => '#^https?://[^\s]+$#', 'store' => STORE, 'secret' => '#^.{32,}$#' ) );
}

/** What a code says, if each of these has its shape; or else null. */
function told( $code, $shapes ) {
	$told = json_decode( (string) base64_decode( strtr( trim( $code ), '-_', '+/' ), true ), true );
	foreach ( $shapes as $name => $shape ) {
		if ( ! is_array( $told ) || ! is_string( $told[ $name ] ?? null ) || ! preg_match( $shape, $told[ $name ] ) ) {
			return null;
		}
	}
	return $told;
}

/** An address of the connector's, of our store. */
function of_store( $shop, $path ) {
	return rtrim( $shop['address'], '/' ) . '/shop/' . $shop['store'] . $path;
}

/** A token that says who is signed in here; `$customer` 0 is a visitor. */
function token( $shop, $customer, $now ) {
	return signed( $shop, array( 'aud' => 'loyalty' ) + ( $customer ? array( 'sub' => (string) $customer ) : array() ), $now );
}

/** A token (JWT, HS256) of this moment. */
function signed( $shop, $claims, $now ) {
	$claims += array( 'iss' => $shop['store'], 'iat' => $now, 'exp' => $now + 300 );
	$signed  = base64url( json_encode( array( 'alg' => 'HS256', 'typ' => 'JWT' ) ) ) . '.' . base64url( json_encode( $claims ) );
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
		of_store( $shop, $path ) . '?language=' . language(),
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
