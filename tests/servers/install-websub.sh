#!/usr/bin/env bash
# A WebSub hub (Flask-WebSub) in an environment of its own. Again does no harm.
set -euo pipefail
home=${TWOEARS_TEST_SERVERS:-/opt/twoears-test-servers}/websub
[ -x "$home/bin/python" ] && "$home/bin/python" -c "import flask_websub.hub" 2>/dev/null && exit 0
mkdir -p "$(dirname "$home")"
python3 -m venv "$home"
"$home/bin/pip" install --quiet --disable-pip-version-check "flask-websub[celery]==0.4.1" flask
