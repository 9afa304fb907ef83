#!/usr/bin/env bash
# A WebSub hub (Flask-WebSub) in an environment of its own. Again does no harm.
set -euo pipefail
home=${TWOEARS_TEST_WEBSUB:-${XDG_CACHE_HOME:-$HOME/.cache}/twoears-tests/websub}
[ -x "$home/bin/python" ] && "$home/bin/python" -c "import flask_websub.hub" 2>/dev/null && exit 0
python3 -m venv "$home"
"$home/bin/pip" install --quiet --disable-pip-version-check "flask-websub[celery]==0.4.1" flask
