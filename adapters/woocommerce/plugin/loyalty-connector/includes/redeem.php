<?php
/**
 * Redeeming: a form, and what becomes of it. The connector decides; its code is put on the cart once the shop has it.
 */

namespace LoyaltyConnector;

defined( 'ABSPATH' ) || exit;

const WAITING = 'loyalty_connector_code';

function redeem_by_hooks() {
	add_action( 'wp_loaded', __NAMESPACE__ . '\redeem_when_asked', 20 );
	add_action( 'wp', function () {
		if ( is_cart() || is_checkout() ) {
			put_on_cart();
		}
	} );
}

/** The form, where the connector offers something. Its key makes a form that is sent twice one redemption. */
function redeem_form( $seen ) {
	$offer = $seen['redeem'] ?? null;
	if ( ! $offer || ! get_current_user_id() ) {
		return '';
	}
	$id     = wp_unique_id( 'loyalty-points-' );
	$limits = '';
	foreach ( array( 'min' => 'least', 'max' => 'points', 'step' => 'step', 'value' => 'points' ) as $name => $figure ) {
		$limits .= " $name=\"" . (int) $offer[ $figure ] . '"';
	}
	return '<form method="post" class="loyalty-redeem"><label for="' . esc_attr( $id ) . '">' . esc_html( word( 'how_many' ) ) . '</label>'
		. '<span><input type="number" inputmode="numeric" name="loyalty_points" id="' . esc_attr( $id ) . '" required' . $limits . '>'
		. '<button type="submit" class="button wp-element-button">' . esc_html( word( 'redeem' ) ) . '</button></span>'
		. key_fields( 'redeem' ) . '</form>';
}

/** What a form of ours needs beside its question. */
function key_fields( $what ) {
	return '<input type="hidden" name="loyalty_key" value="' . esc_attr( wp_generate_uuid4() ) . '">'
		. wp_nonce_field( "loyalty_$what", 'loyalty_nonce', true, false );
}

/** The key of a form of ours that was sent by its customer; null if none was. */
function key_of_form( $what, $field ) {
	if ( ! isset( $_POST[ $field ], $_POST['loyalty_key'], $_POST['loyalty_nonce'] ) || ! get_current_user_id() ) {
		return null;
	}
	$ours = wp_verify_nonce( sanitize_key( wp_unslash( $_POST['loyalty_nonce'] ) ), "loyalty_$what" );
	return $ours ? sanitize_key( wp_unslash( $_POST['loyalty_key'] ) ) : null;
}

function redeem_when_asked() {
	$key = key_of_form( 'redeem', 'loyalty_points' );
	if ( ! $key ) {
		return;
	}
	$points = absint( wp_unslash( $_POST['loyalty_points'] ) ); // phpcs:ignore WordPress.Security.NonceVerification -- key_of_form verifies it
	list( $status, $data ) = ask( '/redeem', array( 'points' => $points, 'key' => $key ) ) ?? array( 0, array() );
	handed_over( $status, $data, true, wp_get_raw_referer() ?: wc_get_cart_url() );
}

/** Say what points became, or why they did not, and bring a code that is for the cart onto it. */
function handed_over( $status, $data, $for_cart, $to ) {
	forget( get_current_user_id() );
	if ( 200 === $status ) {
		wc_add_notice( esc_html( implode( ' · ', $data['sentences'] ) ) );
		if ( $for_cart ) {
			WC()->session->set( WAITING, $data['code'] );
		}
		for ( $tries = 0; $tries < 6 && ! put_on_cart(); $tries++ ) {
			usleep( 500000 ); // the connector makes the coupon at once; what takes longer comes on with the next page
		}
	} else {
		wc_add_notice( esc_html( $data['sentence'] ?? word( 'unreachable' ) ), 'error' );
	}
	wp_safe_redirect( $to );
	exit;
}

/** Put the code that waits on the cart, if the shop has it. True if no code waits any more. */
function put_on_cart() {
	$code = WC()->session ? WC()->session->get( WAITING ) : null;
	if ( ! $code || ! WC()->cart || WC()->cart->is_empty() ) {
		return true;
	}
	if ( ! wc_get_coupon_id_by_code( $code ) ) {
		return false;
	}
	WC()->session->set( WAITING, null );
	return WC()->cart->has_discount( $code ) || WC()->cart->apply_coupon( $code ) || true;
}
