# browser.sh: the Chromium that the browser tests drive.
set -eu
say() { printf '%s\n' "$*" >&2; }
[ -x /usr/bin/chromium ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  say "setup: installing Debian's chromium for the browser tests (once)"
  log=$(mktemp)
  { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends chromium; } \
    >"$log" 2>&1 || { tail -n 15 "$log" >&2; say "setup: chromium could not be installed"; exit 1; }
  exit 0
fi
say "setup: the browser tests need Chromium. Debian and Ubuntu: sudo apt-get install chromium"
exit 1
