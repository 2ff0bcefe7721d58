<?php
/**
 * What the connector is told of goods: as the shop sees them, money as text with all its digits.
 */

namespace LoyaltyConnector;

defined( 'ABSPATH' ) || exit;

function amount( $money ) {
	return number_format( (float) $money, 6, '.', '' );
}

/** The customer group: the role that the shop's REST interface tells of an account. */
function groups() {
	return array_values( array_slice( wp_get_current_user()->roles, 0, 1 ) );
}

function of_product( \WC_Product $product, $quantity = 1 ) {
	$varies = $product->is_type( 'variation' );
	$id     = $varies ? $product->get_parent_id() : $product->get_id();
	return array(
		'product_id' => (string) $id,
		'variant_id' => $varies ? (string) $product->get_id() : null,
		'sku'        => (string) $product->get_sku() ?: null,
		'categories' => categories( $id ),
		'on_sale'    => $product->is_on_sale(),
		'quantity'   => (string) $quantity,
	);
}

/** Ids and slugs of a product's categories, with all above them. */
function categories( $product_id ) {
	$named = array();
	foreach ( wc_get_product_term_ids( $product_id, 'product_cat' ) as $id ) {
		foreach ( array_merge( array( $id ), get_ancestors( $id, 'product_cat' ) ) as $one ) {
			$term = get_term( $one, 'product_cat' );
			if ( $term && ! is_wp_error( $term ) ) {
				array_push( $named, (string) $term->term_id, $term->slug );
			}
		}
	}
	return array_values( array_unique( $named ) );
}

/** One piece of a product that somebody looks at. */
function about_product( \WC_Product $product ) {
	$price = (float) wc_get_price_including_tax( $product );
	return of_product( $product ) + array(
		'currency' => get_woocommerce_currency(),
		'price'    => amount( $price ),
		'tax'      => amount( $price - (float) wc_get_price_excluding_tax( $product ) ),
		'at_least' => $product->is_type( 'variable' ),
		'groups'   => groups(),
	);
}

function about_cart( \WC_Cart $cart ) {
	$lines = $coupons = array();
	foreach ( $cart->get_cart() as $line ) {
		$lines[] = of_product( $line['data'], $line['quantity'] ) + array(
			'subtotal'     => amount( $line['line_subtotal'] ),
			'subtotal_tax' => amount( $line['line_subtotal_tax'] ),
			'total'        => amount( $line['line_total'] ),
			'total_tax'    => amount( $line['line_tax'] ),
		);
	}
	$taxes = $cart->get_coupon_discount_tax_totals();
	foreach ( $cart->get_coupon_discount_totals() as $code => $discount ) {
		$coupons[] = array( 'code' => (string) $code, 'discount' => amount( $discount + ( $taxes[ $code ] ?? 0 ) ) );
	}
	$shipping = array( $cart->get_shipping_total(), $cart->get_shipping_tax() );
	return purchase( get_woocommerce_currency(), $lines, $coupons, $shipping );
}

/** An order of which the connector has not heard yet. */
function about_order( \WC_Order $order ) {
	$lines = $coupons = array();
	foreach ( $order->get_items() as $line ) {
		if ( $line->get_product() ) {
			$lines[] = of_product( $line->get_product(), $line->get_quantity() ) + array(
				'subtotal'     => amount( $line->get_subtotal() ),
				'subtotal_tax' => amount( $line->get_subtotal_tax() ),
				'total'        => amount( $line->get_total() ),
				'total_tax'    => amount( $line->get_total_tax() ),
			);
		}
	}
	foreach ( $order->get_items( 'coupon' ) as $coupon ) {
		$discount  = (float) $coupon->get_discount() + (float) $coupon->get_discount_tax();
		$coupons[] = array( 'code' => $coupon->get_code(), 'discount' => amount( $discount ) );
	}
	$shipping = array( $order->get_shipping_total(), $order->get_shipping_tax() );
	return purchase( $order->get_currency(), $lines, $coupons, $shipping );
}

function purchase( $currency, $lines, $coupons, $shipping ) {
	return array(
		'currency'     => $currency,
		'lines'        => $lines,
		'coupons'      => $coupons,
		'shipping'     => amount( array_sum( $shipping ) ),
		'shipping_tax' => amount( $shipping[1] ),
		'groups'       => groups(),
	);
}
