<?php
/**
 * As much of WordPress and WooCommerce as the plugin meets, for one request: a state comes in as JSON, what there is
 * afterwards goes out. HTTP is real.
 */

error_reporting( E_ALL );
set_error_handler( function ( $level, $text, $file, $line ) {
	if ( error_reporting() & $level ) {
		throw new ErrorException( $text, 0, $level, $file, $line );
	}
} );

const ABSPATH = '/', MINUTE_IN_SECONDS = 60, EP_ROOT = 64, EP_PAGES = 4096, WP_DEBUG = true;

$state = json_decode( stream_get_contents( STDIN ), true );
$state += array( 'options' => array(), 'transients' => array(), 'meta' => array(), 'session' => array(), 'coupons' => array(), 'applied' => array(), 'users' => array(), 'home' => 'http://shop.test', 'scheduler' => true, 'scheduled' => array() );
$said  = array( 'notices' => array(), 'requests' => array(), 'redirect' => null, 'wished' => array() );
$hooks = $shortcodes = array();
$_POST = $state['post'] ?? array();
ini_set( 'error_log', $state['log'] );

function add_action( $hook, $do, $priority = 10, $arguments = 1 ) { global $hooks; $hooks[ $hook ][ $priority ][] = $do; }
function add_filter( $hook, $do, $priority = 10, $arguments = 1 ) { add_action( $hook, $do, $priority, $arguments ); }
function do_action( $hook, ...$with ) { foreach ( of_hook( $hook ) as $do ) { $do( ...$with ); } }
function apply_filters( $hook, $value, ...$with ) { foreach ( of_hook( $hook ) as $do ) { $value = $do( $value, ...$with ); } return $value; }
function of_hook( $hook ) { global $hooks; $at = $hooks[ $hook ] ?? array(); ksort( $at ); return array_merge( ...array_values( $at ) ); }
function add_shortcode( $name, $do ) { global $shortcodes; $shortcodes[ $name ] = $do; }
function add_rewrite_endpoint( $name, $where ) {}
function register_activation_hook( $file, $do ) {}
function register_deactivation_hook( $file, $do ) {}
function wp_enqueue_style( ...$all ) {}
function plugins_url( $path, $file ) { return "/$path"; }

function get_option( $name, $or = false ) { global $state; return $state['options'][ $name ] ?? $or; }
function update_option( $name, $value ) { global $state; $state['options'][ $name ] = $value; }
function get_transient( $name ) {
	global $state;
	list( $value, $until ) = $state['transients'][ $name ] ?? array( false, 0 );
	return $until > $state['now'] ? $value : false;
}
function set_transient( $name, $value, $seconds ) { global $state; $state['transients'][ $name ] = array( $value, $state['now'] + $seconds ); }
function delete_transient( $name ) { global $state; unset( $state['transients'][ $name ] ); }
function get_user_meta( $user, $name, $single ) { global $state; return $state['meta'][ $user ][ $name ] ?? ''; }
function update_user_meta( $user, $name, $value ) { global $state; $state['meta'][ $user ][ $name ] = $value; }
function delete_user_meta( $user, $name ) { global $state; unset( $state['meta'][ $user ][ $name ] ); }
function get_userdata( $id ) { global $state; return isset( $state['users'][ $id ] ) ? (object) ( $state['users'][ $id ] + array( 'ID' => (int) $id, 'roles' => array( 'customer' ) ) ) : false; }
function get_user_by( $by, $email ) {
	global $state;
	foreach ( $state['users'] as $id => $user ) {
		if ( strtolower( $user['user_email'] ) === strtolower( $email ) ) {
			return get_userdata( $id );
		}
	}
	return false;
}
function home_url( $path = '' ) { global $state; return $state['home'] . $path; }
function admin_url( $path ) { return home_url( "/wp-admin/$path" ); }
if ( $state['scheduler'] ) {
	function as_enqueue_async_action( $hook, $with, $group ) { global $state; $state['scheduled'][] = array( 0, $hook, $with ); }
	function as_schedule_single_action( $at, $hook, $with, $group ) { global $state; $state['scheduled'][] = array( $at - time(), $hook, $with ); }
}
function get_current_user_id() { global $state; return $state['user']; }
function wp_get_current_user() { return (object) array( 'roles' => get_current_user_id() ? array( 'customer' ) : array() ); }
function determine_locale() { global $state; return $state['locale']; }

class WP_Error {
	public function get_error_message() { return 'timed out, or nobody there'; }
}
function is_wp_error( $thing ) { return $thing instanceof WP_Error; }
function wp_json_encode( $value ) { return json_encode( $value ); }
function wp_remote_request( $url, $with ) {
	global $said;
	$said['waits'][] = $with['blocking'] ?? true;
	$said['requests'][] = $with['method'] . ' ' . parse_url( $url, PHP_URL_PATH );
	$lines = array();
	foreach ( $with['headers'] as $name => $value ) {
		$lines[] = "$name: $value";
	}
	$http   = array( 'method' => $with['method'], 'header' => $lines, 'content' => (string) $with['body'], 'timeout' => $with['timeout'], 'ignore_errors' => true, 'follow_location' => $with['redirection'] );
	$began  = microtime( true );
	$answer = @fopen( $url, 'r', false, stream_context_create( array( 'http' => $http ) ) );
	if ( ! $answer ) {
		return new WP_Error();
	}
	stream_set_timeout( $answer, $with['timeout'] );
	$body = stream_get_contents( $answer );
	if ( microtime( true ) - $began > $with['timeout'] ) {
		return new WP_Error();
	}
	return array( 'code' => (int) substr( stream_get_meta_data( $answer )['wrapper_data'][0], 9, 3 ), 'body' => $body );
}
function wp_remote_retrieve_response_code( $answer ) { return $answer['code']; }
function wp_remote_retrieve_body( $answer ) { return $answer['body']; }

function esc_url( $text ) { return htmlspecialchars( (string) $text, ENT_QUOTES ); }
function esc_html( $text ) { return htmlspecialchars( (string) $text, ENT_QUOTES ); }
function esc_attr( $text ) { return htmlspecialchars( (string) $text, ENT_QUOTES ); }
function wp_unique_id( $prefix ) { static $last = 0; return $prefix . ++$last; }
function wp_generate_uuid4() { return bin2hex( random_bytes( 16 ) ); }
function wp_nonce_field( $action, $name, $referer, $echo ) { return "<input type=\"hidden\" name=\"$name\" value=\"nonce-of-$action\">"; }
function wp_verify_nonce( $nonce, $action ) { return $nonce === str_replace( ' ', '', "nonce-of-$action" ); }
function sanitize_key( $key ) { return preg_replace( '/[^a-z0-9_\-]/', '', strtolower( $key ) ); }
function wp_unslash( $value ) { return stripslashes( $value ); }
function absint( $value ) { return abs( (int) $value ); }
function wp_get_raw_referer() { return '/cart/'; }
function wp_safe_redirect( $to ) { global $said; $said['redirect'] = $to; }

function register_setting( ...$all ) {}
function add_options_page( ...$all ) {}
function settings_fields( $group ) {}
function submit_button() {}
function add_settings_error( $option, $code, $text ) { wc_add_notice( $text, 'error' ); }

class WC_Product {
	public $is;
	public function __construct( $is ) { $this->is = $is + array( 'type' => 'simple', 'parent' => 0, 'sku' => '', 'sale' => false, 'tax' => 0 ); }
	public function get_id() { return $this->is['id']; }
	public function get_parent_id() { return $this->is['parent']; }
	public function get_sku() { return $this->is['sku']; }
	public function is_purchasable() { return '' !== $this->is['price'] && 'external' !== $this->is['type']; }
	public function is_in_stock() { return $this->is['stock'] ?? true; }
	public function is_on_sale() { return $this->is['sale']; }
	public function is_type( $type ) { return $this->is['type'] === $type; }
}
class WC_Cart {
	public function is_empty() { return ! $this->get_cart(); }
	public function get_cart() { global $state; return array_map( 'a_line', $state['cart'] ?? array() ); }
	public function get_coupon_discount_totals() { return array( '2024' => 4.2 ); }
	public function get_coupon_discount_tax_totals() { return array( '2024' => 0.8 ); }
	public function get_shipping_total() { return '4.201681'; }
	public function get_shipping_tax() { return 0.798319; }
	public function has_discount( $code ) { global $state; return in_array( $code, $state['applied'], true ); }
	public function add_to_cart( $id ) { global $state; $state['cart'][] = array( 'id' => $id, 'price' => 0.0, 'quantity' => 1 ); return 'line'; }
	public function apply_coupon( $code ) { global $state; $state['applied'][] = $code; return true; }
}
class WC_Order {
	public function get_id() { global $state; return $state['order']['id']; }
	public function get_billing_email() { global $state; return $state['order']['email'] ?? ''; }
	public function get_customer_id() { global $state; return $state['order']['customer']; }
	public function get_currency() { return 'EUR'; }
	public function get_items( $type = 'line_item' ) { global $state; return 'coupon' === $type ? array() : array_map( function ( $is ) { return new WC_Line( $is ); }, $state['order']['lines'] ); }
	public function get_shipping_total() { return '4.20'; }
	public function get_shipping_tax() { return '0.80'; }
}
class WC_Line {
	private $is;
	public function __construct( $is ) { $this->is = a_line( $is ); }
	public function get_product() { return $this->is['data']; }
	public function get_quantity() { return $this->is['quantity']; }
	public function get_subtotal() { return $this->is['line_subtotal']; }
	public function get_subtotal_tax() { return $this->is['line_subtotal_tax']; }
	public function get_total() { return $this->is['line_total']; }
	public function get_total_tax() { return $this->is['line_tax']; }
}
class Session {
	public function get( $name ) { global $state; return $state['session'][ $name ] ?? null; }
	public function set( $name, $value ) { global $state; $state['session'][ $name ] = $value; }
}
function a_line( $is ) {
	$net = $is['price'] * $is['quantity'];
	return array( 'data' => new WC_Product( $is ), 'quantity' => $is['quantity'], 'line_total' => $net, 'line_tax' => 0, 'line_subtotal' => $net, 'line_subtotal_tax' => 0 );
}
function WC() { return (object) array( 'cart' => new WC_Cart(), 'session' => new Session() ); }
function get_the_ID() { return 10; }
function wc_get_product( $id ) { global $state; return empty( $state['product'] ) ? null : new WC_Product( $state['product'] ); }
function wc_get_order( $id ) { global $state; return $id === ( $state['order']['id'] ?? null ) ? new WC_Order() : false; }
function wc_get_product_term_ids( $id, $taxonomy ) { return array( 12 ); }
function get_ancestors( $id, $taxonomy ) { return 12 === $id ? array( 11 ) : array(); }
function get_term( $id, $taxonomy ) { return (object) array( 'term_id' => $id, 'slug' => 12 === $id ? 'tea-pots' : 'tea' ); }
function get_woocommerce_currency() { return 'EUR'; }
function wc_get_price_including_tax( $product ) { return $product->is['price']; }
function wc_get_price_excluding_tax( $product ) { return $product->is['price'] - $product->is['tax']; }
function wc_add_notice( $text, $kind = 'success' ) { global $said; $said['notices'][] = array( $kind, $text ); }
function wc_print_notices( $return ) { return empty( $GLOBALS['state']['noticed'] ) ? '' : '<div>' . esc_html( $GLOBALS['state']['noticed'] ) . '</div>'; }
function wc_get_coupon_id_by_code( $code ) { global $state; return in_array( $state['coupons'], array( '*' ), true ) ? 1 : (int) in_array( $code, (array) $state['coupons'], true ); }
function wc_get_cart_url() { return '/cart/'; }
function is_product() { return true; }
function is_cart() { return true; }
function is_checkout() { return false; }
function get_query_var( $name ) { global $state; return (string) ( $state['order']['id'] ?? '' ); }

ob_start();
register_shutdown_function( function () {
	global $state, $said;
	echo json_encode( array( 'html' => ob_get_clean(), 'state' => $state ) + $said );
} );

require dirname( __DIR__, 3 ) . '/adapters/woocommerce/plugin/loyalty-connector/loyalty-connector.php';
foreach ( array( 'wanted', 'unwanted' ) as $wish ) {
	add_action( "loyalty_connector_newsletter_$wish", function ( $email, $user ) use ( $wish ) {
		global $said;
		$said['wished'][] = array( $wish, $email, $user );
	} );
}
if ( ! empty( $state['verified'] ) ) {
	add_filter( 'loyalty_connector_email_verified', function () { return true; } );
}
do_action( 'woocommerce_init' );
do_action( 'wp_loaded' );
foreach ( $state['do'] as $what => $with ) {
	switch ( $what ) {
		case 'filter':
			echo apply_filters( $with[0], ...$with[1] );
			break;
		case 'json':
			echo json_encode( ( '\LoyaltyConnector\\' . $with[0] )( ...$with[1] ) );
			break;
		case 'shortcode':
			echo isset( $shortcodes[ $with ] ) ? $shortcodes[ $with ]() : '';
			break;
		case 'order_processed':
			do_action( 'woocommerce_checkout_order_processed', $with[0], array(), new WC_Order() );
			break;
		default:
			do_action( $what, ...$with );
	}
}
