<?php
/**
 * What the plugin kept is forgotten with it.
 */

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

delete_option( 'loyalty_connector_code' );
delete_option( 'loyalty_connector_newsletter' );
delete_metadata( 'user', 0, 'loyalty_connector_turn', '', true );
delete_metadata( 'user', 0, 'loyalty_connector_newsletter', '', true );
