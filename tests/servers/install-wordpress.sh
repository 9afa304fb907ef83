#!/usr/bin/env bash
# WordPress with its database and PHP, from Debian's own packages. Run as root; again does no harm.
set -euo pipefail
[ -d /usr/share/wordpress ] && command -v mariadbd php >/dev/null && exit 0
export DEBIAN_FRONTEND=noninteractive
apt-get -q update >/dev/null
apt-get -q install -y --no-install-recommends wordpress wordpress-theme-twentytwentythree mariadb-server \
    php-cli php-mysql php-curl php-xml php-mbstring >/dev/null
