#!/usr/bin/env bash
# The client libraries of Segment and RudderStack, as the companies publish them, for tests/servers/test_segment.py.
# Debian, root; Node 18 or newer comes from apt. Run it as often as you like.
set -euo pipefail
here=${TWOEARS_TEST_SEGMENT:-${XDG_CACHE_HOME:-$HOME/.cache}/twoears-tests/segment}
if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    apt-get -q update >/dev/null
    DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends nodejs npm >/dev/null
fi
mkdir -p "$here"
cd "$here"
if [ ! -e .ready-node ]; then
    npm install --silent --no-audit --no-fund --ignore-scripts --prefix . \
        @segment/analytics-node@3.1.0 @segment/analytics-next@1.84.3 @rudderstack/rudder-sdk-node@3.0.13 jsdom@26.1.0
    touch .ready-node
fi
if [ ! -e .ready-python ]; then
    python3 -m venv python
    python/bin/python -m pip install --quiet --disable-pip-version-check \
        segment-analytics-python==2.4.0 rudder-sdk-python==2.1.9
    touch .ready-python
fi
