# setup.sh -- sourced by ./run and ./check: installs what is missing, says nothing when all is there.
# usage: . tools/setup.sh; setup_packages run [check]; setup_npm [dev]; setup_build DIR OPTION...

# Debian's own tools first: the packages below are theirs, and another python3 in front has none of them.
PATH=/usr/bin:/bin:$PATH

# Prints the packages of the given kinds that are not installed.
missing_packages() {
    for kind in "$@"; do
        sed -n "s/^$kind //p" tools/packages.txt
    done | while read -r package; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || printf '%s ' "$package"
    done
}

# Becomes root by sudo where it must; says the one line to type where it cannot.
setup_packages() {
    missing=$(missing_packages "$@")
    # npm conflicts with nodejs packages of other sources: ask for the command, not the package.
    command -v npm >/dev/null 2>&1 || missing="$missing npm"
    [ -n "$missing" ] || return 0
    as_root=
    if [ "$(id -u)" != 0 ]; then
        as_root=sudo
        if ! command -v sudo >/dev/null 2>&1; then
            printf 'missing packages; as root, type:\n  apt-get install --no-install-recommends %s\n' "$missing" >&2
            exit 7
        fi
    fi
    printf 'installing: %s\n' "$missing"
    # A server package must not start a cluster of its own on this machine.
    case "$missing" in *postgresql*)
        [ -e /etc/postgresql-common/createcluster.conf ] ||
            $as_root sh -c 'mkdir -p /etc/postgresql-common && echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf' ;;
    esac
    log=$(mktemp)
    if ! { $as_root apt-get update -q &&
           # shellcheck disable=SC2086
           DEBIAN_FRONTEND=noninteractive $as_root apt-get install -q -y --no-install-recommends \
               -o DPkg::Lock::Timeout=300 -o Dpkg::Options::=--force-confold $missing; } >"$log" 2>&1; then
        cat "$log" >&2
        rm -f "$log"
        printf 'the packages could not be installed; see above\n' >&2
        exit 7
    fi
    rm -f "$log"
}

# npm assets, exact versions from package-lock.json; `dev` adds what only the tests need.
setup_npm() {
    want=${1:-run}
    for have in "$want" dev; do
        [ -e "node_modules/.have-$have" ] && [ ! package-lock.json -nt "node_modules/.have-$have" ] && return 0
    done
    omit=
    [ "$want" = run ] && omit=--omit=dev
    # npm ci starts from an empty node_modules, so older marks go with it.
    # shellcheck disable=SC2086
    npm ci --ignore-scripts --silent $omit || { printf 'npm ci failed; see above\n' >&2; exit 7; }
    : >"node_modules/.have-$want"
}

# Sets a build folder up once and builds; quiet unless something is wrong.
setup_build() {
    dir=$1
    shift
    if [ ! -e "$dir/build.ninja" ]; then
        meson setup "$dir" "$@" >"$dir.log" 2>&1 || { cat "$dir.log" >&2; exit 7; }
    fi
    mkdir -p "$dir"
    ninja -C "$dir" >"$dir/build.log" 2>&1 || { grep -v '^\[' "$dir/build.log" >&2; printf 'the build failed: %s/build.log\n' "$dir" >&2; exit 7; }
}
