#!/usr/bin/env bash
# Builds what changed and starts the server; arguments are passed on. It listens on port 9090 unless told otherwise.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
"$here/build.sh"
exec "$here/out/pharos" server "$@"
