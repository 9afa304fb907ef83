#!/usr/bin/env bash
# Dovecot, and an SMTP server in the environment of the tests (Debian, root). Again does no harm.
set -euo pipefail
cd "$(dirname "$0")/../.."
if ! command -v dovecot >/dev/null; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get -q update >/dev/null
    apt-get -q install -y --no-install-recommends dovecot-imapd >/dev/null
fi
.venv/bin/python -c "import aiosmtpd" 2>/dev/null || .venv/bin/uv pip install --quiet --python .venv/bin/python aiosmtpd==1.4.6
