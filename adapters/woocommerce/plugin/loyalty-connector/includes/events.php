<?php
/**
 * Telling the connector of new accounts and confirmed newsletters: never from the page that somebody waits for.
 *
 * Action Scheduler sends, and again later if the connector does not answer. Without it the letter goes out once, and
 * nobody waits for the answer. What waits has the number of the account only; the rest is read when it goes out.
 */

namespace LoyaltyConnector;

defined( 'ABSPATH' ) || exit;

const SEND   = 'loyalty_connector_send';
const PAUSES = array( 60, 600, 3600, 21600, 86400, 86400, 86400 ); // seconds before each further try

function events_by_hooks() {
	add_action( 'user_register', function ( $user ) { tell( 'registered', $user ); } );
	add_action( SEND, __NAMESPACE__ . '\send', 10, 4 );
	add_action( 'loyalty_connector_newsletter_confirmed', function ( $email ) {
		$user = get_user_by( 'email', $email );
		if ( $user ) {
			tell( 'subscribed', $user->ID );
		}
	} );
}

function tell( $event, $user ) {
	$what = array( $event, (int) $user, time(), 0 );
	if ( function_exists( 'as_enqueue_async_action' ) ) {
		as_enqueue_async_action( SEND, $what, 'loyalty-connector' );
	} else {
		letter( $event, (int) $user, $what[2], false );
	}
}

/** Run by Action Scheduler. What the connector does not understand is not sent again. */
function send( $event, $user, $at, $tries ) {
	$status = letter( $event, $user, $at, true );
	if ( null === $status || in_array( $status, array( 200, 400, 413 ), true ) || ! isset( PAUSES[ $tries ] ) ) {
		return;
	}
	as_schedule_single_action( time() + PAUSES[ $tries ], SEND, array( $event, $user, $at, $tries + 1 ), 'loyalty-connector' );
}

/** The status of the answer, 0 without one; null if there is nobody to tell, or of. */
function letter( $event, $user, $at, $wait ) {
	$shop    = connection();
	$account = get_userdata( $user );
	if ( ! $shop || ! $account ) {
		return null;
	}
	$body   = wp_json_encode( array(
		'event'    => $event,
		'at'       => gmdate( 'Y-m-d\TH:i:s\Z', $at ),
		'customer' => (string) $user,
		'email'    => $account->user_email,
		'name'     => $account->display_name,
		'groups'   => array_values( array_slice( $account->roles, 0, 1 ) ),
		'verified' => (bool) apply_filters( 'loyalty_connector_email_verified', false, $user ),
	) );
	$answer = wp_remote_request( of_store( $shop, '/events' ), array(
		'method'      => 'POST',
		'timeout'     => $wait ? 5 : 1,
		'blocking'    => $wait,
		'redirection' => 0,
		'headers'     => array(
			'Authorization' => 'Bearer ' . signed( $shop, array( 'aud' => 'loyalty:events', 'sha256' => hash( 'sha256', $body ) ), time() ),
			'Content-Type'  => 'application/json',
		),
		'body'        => $body,
	) );
	$status = is_wp_error( $answer ) || ! $wait ? 0 : (int) wp_remote_retrieve_response_code( $answer );
	if ( 200 === $status ) {
		forget( $user );
	} elseif ( $wait ) {
		note( "$event: " . ( $status ?: 'no answer' ) );
	}
	return $status;
}
