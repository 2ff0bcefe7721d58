<?php
/**
 * Where points appear: by the hooks of classic themes, after the blocks of block themes, or by a shortcode.
 *
 * Each place is filled once, for a block theme may run the classic hooks too.
 */

namespace LoyaltyConnector;

defined( 'ABSPATH' ) || exit;

function display_by_hooks() {
	$print = function ( $box ) {
		return function ( $order_id = 0 ) use ( $box ) {
			echo once( $box, $order_id ); // phpcs:ignore WordPress.Security.EscapeOutput -- escaped where it is made
		};
	};
	add_action( 'woocommerce_single_product_summary', $print( 'product' ), 25 );
	add_action( 'woocommerce_before_cart_collaterals', $print( 'cart' ) );
	add_action( 'woocommerce_before_checkout_form', $print( 'checkout' ), 20 );
	add_action( 'woocommerce_thankyou', $print( 'order' ), 5 );
	add_action( 'woocommerce_view_order', $print( 'order' ), 20 );
	add_action( 'woocommerce_account_' . ENDPOINT . '_endpoint', $print( 'account' ) );
	add_filter( 'render_block', __NAMESPACE__ . '\after_block', 10, 2 );
	foreach ( array( 'account', 'product', 'cart', 'rewards' ) as $box ) {
		add_shortcode( "loyalty_$box", function () use ( $box ) { return once( $box ); } );
	}
	add_filter( 'woocommerce_get_query_vars', function ( $vars ) { return $vars + array( ENDPOINT => ENDPOINT ); } );
	add_filter( 'woocommerce_endpoint_' . ENDPOINT . '_title', function () { return word( 'points' ); } );
	add_filter( 'woocommerce_account_menu_items', __NAMESPACE__ . '\with_tab' );
	add_action( 'wp_enqueue_scripts', function () {
		wp_enqueue_style( 'loyalty-connector', plugins_url( 'style.css', __DIR__ ), array(), '0.1.0' );
	} );
}

/** The account menu with our tab before the way out. */
function with_tab( $items ) {
	$out = array_intersect_key( $items, array( 'customer-logout' => 1 ) );
	return array_diff_key( $items, $out ) + array( ENDPOINT => word( 'points' ) ) + $out;
}

function after_block( $html, $block ) {
	$after = array(
		'woocommerce/add-to-cart-form'          => 'product',
		'woocommerce/add-to-cart-with-options'  => 'product',
		'woocommerce/cart'                      => 'cart',
		'woocommerce/checkout'                  => 'checkout',
		'woocommerce/order-confirmation-status' => 'order',
	);
	$box   = $after[ $block['blockName'] ?? '' ] ?? null;
	if ( ! $box || ( 'product' === $box && ! is_product() ) ) {
		return $html;
	}
	return $html . once( $box, 'order' === $box ? (int) get_query_var( 'order-received' ) : 0 );
}

/** A box, the first time it is asked for. */
function once( $box, $order_id = 0 ) {
	static $done = array();
	if ( isset( $done[ $box ] ) ) {
		return '';
	}
	$done[ $box ] = true;
	switch ( $box ) {
		case 'product':
			return product_box( wc_get_product( get_the_ID() ) );
		case 'cart':
			return cart_box( true );
		case 'checkout':
			return cart_box( false );
		case 'order':
			return order_box( wc_get_order( $order_id ) );
		case 'rewards':
			return rewards_box();
	}
	return account_box() . once( 'rewards' );
}

function product_box( $product ) {
	if ( ! $product || ! $product->is_purchasable() ) {
		return '';
	}
	$seen = shown( 10 * MINUTE_IN_SECONDS, '/product', about_product( $product ) );
	return box( 'product', $seen, $seen ? price_in_points( $seen, $product ) : '' );
}

function cart_box( $with_form ) {
	$cart = WC()->cart;
	if ( ! $cart || $cart->is_empty() ) {
		return '';
	}
	$seen = shown( MINUTE_IN_SECONDS, '/cart', about_cart( $cart ) );
	if ( ! $with_form ) {
		return box( 'cart', $seen );
	}
	return wc_print_notices( true ) . box( 'cart', $seen, redeem_form( $seen ) ); // the block cart prints none itself
}

/** Right after the purchase the connector may not have heard of the order: then, what such a cart gives. */
function order_box( $order ) {
	if ( ! $order || ! get_current_user_id() || $order->get_customer_id() !== get_current_user_id() ) {
		return '';
	}
	$seen = shown( MINUTE_IN_SECONDS, '/order/' . $order->get_id() );
	if ( $seen ) {
		return box( 'order', $seen );
	}
	$seen = shown( MINUTE_IN_SECONDS, '/cart', about_order( $order ) );
	return $seen && $seen['earns'] ? box( 'order', array( 'sentences' => array_slice( $seen['sentences'], 0, 1 ) ) ) : '';
}

function account_box() {
	$seen = shown( MINUTE_IN_SECONDS, '/member' );
	if ( ! $seen ) {
		return '<p>' . esc_html( word( 'unreachable' ) ) . '</p>';
	}
	$codes = $history = '';
	foreach ( $seen['codes'] ?? array() as $code ) {
		$codes .= '<li><code>' . esc_html( $code['code'] ) . '</code> <span>' . esc_html( $code['sentence'] ) . '</span></li>';
	}
	foreach ( $seen['entries'] ?? array() as $entry ) {
		$history .= '<li><time datetime="' . esc_attr( $entry['at'] ) . '">' . esc_html( $entry['day'] ) . '</time> <span>'
			. esc_html( $entry['sentence'] ) . '</span> <strong>' . esc_html( $entry['change'] ) . '</strong></li>';
	}
	return box( 'account', $seen, redeem_form( $seen ) . section( 'codes', $codes ) . section( 'history', $history ) );
}

function section( $name, $lines ) {
	return $lines ? '<h3>' . esc_html( word( $name ) ) . "</h3><ul class=\"loyalty-$name\">$lines</ul>" : '';
}

/** What the connector says, each sentence a line, and `$more`, which is HTML already. */
function box( $name, $seen, $more = '' ) {
	if ( ! $seen || ( ! $seen['sentences'] && '' === $more ) ) {
		return '';
	}
	$lines = '<li>' . implode( '</li><li>', array_map( 'esc_html', $seen['sentences'] ) ) . '</li>';
	$says  = $seen['sentences'] ? "<ul class=\"loyalty-says\">$lines</ul>" : '';
	return "<section class=\"loyalty loyalty-$name\" " . direction() . ' aria-label="' . esc_attr( word( 'points' ) ) . "\">$says$more</section>";
}
