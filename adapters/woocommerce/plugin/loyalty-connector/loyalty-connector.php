<?php
/**
 * Plugin Name: Loyalty connector
 * Description: Shows the points of your loyalty programme in the shop, and turns them into coupons, goods and rewards.
 * Version: 0.1.0
 * Requires at least: 5.8
 * Requires PHP: 7.4
 * Requires Plugins: woocommerce
 * WC requires at least: 5.8
 * License: GPL-2.0-or-later
 * License URI: https://www.gnu.org/licenses/gpl-2.0.html
 *
 * The rule kept here: this plugin reckons nothing. It says who is signed in, prints what the connector answers, and
 * never makes a page wait for longer than a second.
 */

namespace LoyaltyConnector;

defined( 'ABSPATH' ) || exit;

const OPTION   = 'loyalty_connector_code';
const ENDPOINT = 'loyalty';

foreach ( array( 'words', 'client', 'pairing', 'questions', 'display', 'redeem', 'shelf', 'events', 'newsletter', 'settings' ) as $part ) {
	require __DIR__ . "/includes/$part.php";
}

add_action(
	'before_woocommerce_init',
	function () {
		$features = '\Automattic\WooCommerce\Utilities\FeaturesUtil';
		if ( class_exists( $features ) ) {
			$features::declare_compatibility( 'custom_order_tables', __FILE__, true );
			$features::declare_compatibility( 'cart_checkout_blocks', __FILE__, true );
		}
	}
);

add_action( 'init', function () { add_rewrite_endpoint( ENDPOINT, EP_ROOT | EP_PAGES ); } );

// WordPress makes its rules anew, with the account tab or without it, when they are missing.
foreach ( array( 'register_activation_hook', 'register_deactivation_hook' ) as $at ) {
	$at( __FILE__, function () { delete_option( 'rewrite_rules' ); } );
}

settings_by_hooks();
events_by_hooks();
add_action(
	'woocommerce_init',
	function () {
		if ( connection() ) {
			display_by_hooks();
			redeem_by_hooks();
			shelf_by_hooks();
			if ( 'yes' === get_option( OFFERED ) ) {
				newsletter_by_hooks();
			}
		}
	}
);
