<?php
/**
 * What else points buy: a product at its price in points, and the rewards of the catalogue.
 *
 * A button is there only where the connector says that it can be had now, and decides nothing.
 */

namespace LoyaltyConnector;

defined( 'ABSPATH' ) || exit;

function shelf_by_hooks() {
	add_action( 'wp_loaded', __NAMESPACE__ . '\buy_when_asked', 20 );
	add_action( 'wp_loaded', __NAMESPACE__ . '\take_when_asked', 20 );
}

/** A product's price in points, with a button where it can be paid. */
function price_in_points( $seen, \WC_Product $product ) {
	$buy = $seen['buy'] ?? null;
	if ( ! is_array( $buy ) ) {
		return '';
	}
	$button = ! empty( $buy['now'] ) && $product->is_in_stock() ? points_button( 'buy', $product->get_id() ) : '';
	return '<p class="loyalty-price">' . esc_html( $buy['sentence'] ) . "</p>$button";
}

function rewards_box() {
	$seen  = shown( MINUTE_IN_SECONDS, '/rewards' );
	$lines = '';
	foreach ( $seen['rewards'] ?? array() as $reward ) {
		$lines .= '<li>' . reward_line( $reward ) . '</li>';
	}
	return $lines ? box( 'rewards', $seen, section( 'rewards', $lines ) ) : '';
}

/** The merchant's words may run the other way than ours. */
function reward_line( $reward ) {
	$image = $reward['image'] ? '<img src="' . esc_url( $reward['image'] ) . '" alt="" loading="lazy">' : '';
	$text  = '<strong><bdi>' . esc_html( $reward['title'] ) . '</bdi></strong> <span class="loyalty-price">' . esc_html( $reward['sentence'] ) . '</span>';
	$text .= $reward['description'] ? '<p><bdi>' . esc_html( $reward['description'] ) . '</bdi></p>' : '';
	if ( ! empty( $reward['now'] ) ) {
		$text .= points_button( 'take', $reward['name'] );
	} elseif ( get_current_user_id() && isset( $reward['refusal']['sentence'] ) ) {
		$text .= '<p class="loyalty-not">' . esc_html( $reward['refusal']['sentence'] ) . '</p>';
	}
	return "$image<div>$text</div>";
}

function points_button( $what, $value ) {
	if ( ! get_current_user_id() ) {
		return '';
	}
	return '<form method="post" class="loyalty-button"><input type="hidden" name="' . esc_attr( "loyalty_$what" ) . '" value="' . esc_attr( $value ) . '">'
		. '<button type="submit" class="button wp-element-button">' . esc_html( word( $what ) ) . '</button>' . key_fields( $what ) . '</form>';
}

/** The connector holds the points for one piece and gives a code for it; the piece and the code come into the cart. */
function buy_when_asked() {
	$key     = key_of_form( 'buy', 'loyalty_buy' );
	$product = $key ? wc_get_product( absint( wp_unslash( $_POST['loyalty_buy'] ) ) ) : null; // phpcs:ignore WordPress.Security.NonceVerification -- key_of_form verifies it
	if ( ! $product || ! $product->is_purchasable() || ! $product->is_in_stock() ) {
		return;
	}
	list( $status, $data ) = ask( '/buy', about_product( $product ) + array( 'key' => $key ) ) ?? array( 0, array() );
	if ( 200 === $status && empty( $data['replayed'] ) ) {
		WC()->cart->add_to_cart( $product->get_id() );
	}
	handed_over( $status, $data, true, wc_get_cart_url() );
}

function take_when_asked() {
	$key = key_of_form( 'take', 'loyalty_take' );
	if ( ! $key ) {
		return;
	}
	$name = sanitize_key( wp_unslash( $_POST['loyalty_take'] ) ); // phpcs:ignore WordPress.Security.NonceVerification -- key_of_form verifies it
	list( $status, $data ) = ask( '/take', array( 'name' => $name, 'key' => $key ) ) ?? array( 0, array() );
	handed_over( $status, $data, ! empty( $data['for_cart'] ), wp_get_raw_referer() ?: wc_get_cart_url() );
}
