<?php
/**
 * A box for the newsletter, never ticked by itself, where people register, buy and keep their account.
 *
 * Ticking it subscribes nobody and gives no points: the shop's newsletter tool is told of the wish, asks for its
 * confirmation by mail, and tells us when that came. Both are actions; see readme.txt.
 */

namespace LoyaltyConnector;

defined( 'ABSPATH' ) || exit;

const OFFERED = 'loyalty_connector_newsletter';
const WANTED  = 'loyalty_connector_newsletter'; // of an account: when somebody said yes, and to which words

function newsletter_by_hooks() {
	$box = function () {
		echo newsletter_box( get_current_user_id() ); // phpcs:ignore WordPress.Security.EscapeOutput -- escaped where it is made
	};
	add_action( 'woocommerce_register_form', $box );
	add_action( 'woocommerce_after_order_notes', $box );
	add_action( 'woocommerce_edit_account_form', $box );
	add_action( 'woocommerce_created_customer', function ( $user ) {
		if ( ticked() ) {
			wanted( (int) $user, get_userdata( $user )->user_email );
		}
	} );
	add_action( 'woocommerce_checkout_order_processed', function ( $id, $posted, $order ) {
		if ( ticked() ) {
			wanted( (int) $order->get_customer_id(), $order->get_billing_email() );
		}
	}, 10, 3 );
	add_action( 'woocommerce_save_account_details', function ( $user ) {
		if ( ticked() ) {
			wanted( (int) $user, get_userdata( $user )->user_email );
		} elseif ( get_user_meta( $user, WANTED, true ) ) {
			delete_user_meta( $user, WANTED );
			do_action( 'loyalty_connector_newsletter_unwanted', get_userdata( $user )->user_email, (int) $user );
		}
	} );
}

function consent() {
	return (string) apply_filters( 'loyalty_connector_newsletter_text', word( 'newsletter' ), language() );
}

function newsletter_box( $user ) {
	$on = $user && get_user_meta( $user, WANTED, true ) ? ' checked' : '';
	return '<p class="form-row loyalty-newsletter" ' . direction() . '><label><input type="checkbox" name="loyalty_newsletter" value="1"' . $on . '> '
		. esc_html( consent() ) . '</label></p>';
}

/** The forms that have the box are checked by WooCommerce's own nonces before their hooks run. */
function ticked() {
	return '1' === ( $_POST['loyalty_newsletter'] ?? '' ); // phpcs:ignore WordPress.Security.NonceVerification
}

/** Once for each wish: whoever has said yes already is not asked again. */
function wanted( $user, $email ) {
	if ( $user && get_user_meta( $user, WANTED, true ) ) {
		return;
	}
	if ( $user ) {
		update_user_meta( $user, WANTED, array( 'at' => gmdate( 'Y-m-d\TH:i:s\Z' ), 'text' => consent() ) );
	}
	do_action( 'loyalty_connector_newsletter_wanted', $email, $user );
}
