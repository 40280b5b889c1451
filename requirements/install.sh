# install.sh run|test|bench: the environment, from the pinned versions. Does nothing if they are there.
set -eu
set_name=$1
stamp=$VENV/installed-$set_name

say() { printf '%s\n' "$*" >&2; }
stop() { say "setup: $*"; exit 1; }

sum=$(cat requirements/"$set_name".txt setup.cfg | cksum)
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$sum" ]; then exit 0; fi
# What tests need includes all that running needs.
if [ "$set_name" = run ] && [ -f "$VENV/installed-test" ] \
  && [ "$(cat "$VENV/installed-test")" = "$(cat requirements/test.txt setup.cfg | cksum)" ]; then exit 0; fi

command -v "$PYTHON" >/dev/null 2>&1 \
  || stop "there is no $PYTHON here. Debian and Ubuntu: apt-get install python3 python3-venv"
"$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
  || stop "$("$PYTHON" --version) is too old: Python 3.11 or newer is needed (PYTHON=python3.12 chooses another)"
[ -w . ] || stop "this folder is read-only for you: copy it to one of your own, or ask its owner"
"$PYTHON" -c 'import venv, ensurepip' 2>/dev/null \
  || stop "this Python comes without venv. Debian and Ubuntu: apt-get install python3-venv"

say "setup: installing what the '$set_name' set pins (once; needs the package index or a mirror of it)"
[ -x "$VENV/bin/python" ] || "$PYTHON" -m venv "$VENV" || stop "the environment $VENV could not be made"
log=$VENV/install.log
if command -v uv >/dev/null 2>&1; then
  { VIRTUAL_ENV=$VENV uv pip install --require-hashes -r requirements/"$set_name".txt \
    && VIRTUAL_ENV=$VENV uv pip install --no-deps --no-build-isolation -e . ; } >"$log" 2>&1 || failed=1
else
  pip="$VENV/bin/python -m pip --disable-pip-version-check"
  { $pip install --require-hashes -r requirements/"$set_name".txt \
    && $pip install --no-deps --no-build-isolation -e . ; } >"$log" 2>&1 || failed=1
fi
[ -z "${failed:-}" ] || { tail -n 15 "$log" >&2; stop "installing failed; the whole story is in $log"; }
printf '%s' "$sum" >"$stamp"
