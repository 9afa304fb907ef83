<?php // php wordpress.php ROOT URL WHAT …: what the tests let WordPress do, in its own words
[, $root, $url, $what] = $argv;
$host = parse_url($url, PHP_URL_HOST) . ':' . parse_url($url, PHP_URL_PORT);
$_SERVER += ['HTTP_HOST' => $host, 'SERVER_NAME' => '127.0.0.1', 'REQUEST_URI' => '/', 'REQUEST_METHOD' => 'GET',
    'SERVER_PROTOCOL' => 'HTTP/1.1', 'REMOTE_ADDR' => '127.0.0.1'];
if ($what === 'install') define('WP_INSTALLING', true);
require "$root/wp-load.php";
if ($what === 'install') {
    require_once ABSPATH . 'wp-admin/includes/upgrade.php';
    wp_install('Norrvik', 'ann', 'ann@norrvik.example', true, '', 'a-long-password');
    update_option('default_pingback_flag', 1);
    update_option('comment_moderation', 0);
    update_option('comment_previously_approved', 0);
}
if ($what === 'post') echo wp_insert_post(['post_title' => $argv[4], 'post_content' => $argv[5], 'post_status' => 'publish', 'post_author' => 1]);
if ($what === 'edit') wp_update_post(['ID' => (int) $argv[4], 'post_content' => $argv[5]]);
if ($what === 'comment') echo wp_insert_comment(['comment_post_ID' => (int) $argv[4], 'comment_author' => $argv[5], 'comment_content' => $argv[6], 'comment_parent' => (int) $argv[7], 'comment_approved' => 1]);
if ($what === 'ping') do_all_pings();
