#!/bin/sh
# Installs by package name what `make run` or `make test` needs and the machine lacks: .ci/install.sh run|test
# Debian packages through apt, JavaScript packages through npm. Finds out in a tenth of a second that nothing is missing.
# Leaves alone what is there: another Node, a running nginx. KEDANG_INSTALL=no skips it for who prefers to do it by hand.
# Everything that is printed names packages, never the hosts they come from; the tools' own words are in build/install/.
set -u
cd "$(dirname "$0")/.." || exit 1

LOGS=build/install
POLICY=/usr/sbin/policy-rc.d
MARK='# by kedang .ci/install.sh, until nginx is installed'
NODE_LEAST=18.20

# group, package[>=version] (any of a|b), what it is for. "test" means: on top of "run".
PACKAGES='
run  gcc                                 编译器            C compiler
run  g++                                 模板库的编译器    C++ compiler, for the template library
run  nginx                               网页服务器        web server
run  libfcgi-dev>=2.4.2-2+deb12u1        FastCGI           FastCGI
run  libctemplate-dev                    网页模板          page templates
run  libsqlite3-dev                      数据库            database
run  libsodium-dev                       加密与签名        encryption and signatures
run  libseccomp-dev                      限制系统调用      confining the processes
run  libcsv-dev                          读取表格          reading tables
run  libzip-dev                          .xlsx 的打包      packages of .xlsx workbooks
run  libexpat1-dev                       读取 .xlsx        reading .xlsx workbooks
run  libfreexl-dev                       读取 .xls         reading .xls workbooks
run  libarchive-dev                      备份的打包与压缩  packing backups
run  liboath-dev                         二次验证          second factor of signing in
run  libqrencode-dev                     二维码            QR codes
run  runit                               看护进程          supervision of the processes
run  unicode-data                        拼音              pinyin
run  bzip2                               解开拼音数据      unpacking the pinyin data
run  nodejs                              构建网页          building the pages
run  npm                                 网页组件          parts of the pages
test libcmocka-dev                       单元测试          unit tests
test clang                               第二个编译器      the second compiler
test libclang-rt-14-dev                  内存检查          memory checks
test llvm-14                             测试覆盖率        coverage
test clang-tidy                          代码检查          code checks
test clang-format                        代码格式          code layout
test cppcheck                            代码检查          code checks
test universal-ctags                     函数长度检查      measuring functions
test chromium                            浏览器测试        browser tests
test fonts-wqy-microhei|fonts-noto-cjk   中文字体          a Chinese font
test curl                                请求测试          requests
test sqlite3                             查看数据库        looking into databases
test openssl                             证书              certificates
test wrk                                 性能测试          load
'

say() { # zh, en
    printf '%s · %s\n' "$1" "$2"
}
fail() {
    say "$1" "$2" >&2
    exit 1
}

# --- what is missing ---

# The installed ones among the packages of the group and their versions: lines "name version".
installed_packages() {
    # shellcheck disable=SC2046 # package names are single words
    dpkg-query -W -f '${db:Status-Abbrev} ${Package} ${Version}\n' \
        $(wanted | awk '{ gsub(/>=[^|]*/, "", $1); gsub(/\|/, " ", $1); print $1 }') 2>/dev/null | sed -n 's/^ii *//p'
}
wanted() { # lines "spec what it is for"
    printf '%s' "$PACKAGES" | sed -n "s/^run *//p; $([ "$GROUP" = test ] && echo 's/^test *//p')"
}
# A Node of one's own (with npm) serves as well as Debian's, if it is new enough.
node_is_there() {
    command -v node >/dev/null && command -v npm >/dev/null || return 1
    found=$(node --version 2>/dev/null | sed 's/^v//')
    newer_or_same "$found" "$NODE_LEAST" ||
        fail "Node.js $found 太旧，需要 $NODE_LEAST 以上：请升级" \
            "Node.js $found is too old, $NODE_LEAST or later is needed: please upgrade it"
}
newer_or_same() {
    [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]
}
is_satisfied() { # spec: among $INSTALLED
    choices=$1
    while [ -n "$choices" ]; do
        one=${choices%%|*}
        case $choices in *'|'*) choices=${choices#*|} ;; *) choices='' ;; esac
        least=''
        case $one in *'>='*) least=${one#*>=} one=${one%%>=*} ;; esac
        version=$(printf '%s\n' "$INSTALLED" | sed -n "s/^$one //p" | head -n 1)
        [ -n "$version" ] || continue
        [ -z "$least" ] && return 0
        dpkg --compare-versions "$version" ge "$least" && return 0
    done
    return 1
}
missing_packages() { # lines "spec what it is for"
    INSTALLED=$(installed_packages)
    node_ok=''
    node_is_there && node_ok=yes
    wanted | while read -r spec purpose; do
        case $spec in nodejs | npm) [ -n "$node_ok" ] && continue ;; esac
        is_satisfied "$spec" || printf '%s %s\n' "$spec" "$purpose"
    done
}

# --- apt ---

as_root() { # a line for sh
    if [ "$(id -u)" = 0 ]; then sh -c "$1"; else sudo sh -c "$1"; fi
}
APT="DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 apt-get -q -o Acquire::Retries=3 -o Acquire::http::Timeout=30 \
-o Acquire::https::Timeout=30 -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 -o Dpkg::Options::=--force-confdef \
-o Dpkg::Options::=--force-confold --no-install-recommends"

need_root() {
    [ "$(id -u)" = 0 ] && return
    command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; } && return
    fail "安装软件需要 root 权限或 sudo，请管理员执行" "installing needs root or sudo, ask an administrator for: apt-get install $NAMES"
}
need_debian() {
    command -v apt-get >/dev/null && command -v dpkg-query >/dev/null && return
    fail "这不是 Debian 12，无法自动安装：请自行准备编译器、nginx 和各开发库，再用 KEDANG_INSTALL=no 运行" \
        "this is no Debian 12, nothing can be installed here: provide compiler, nginx and libraries yourself and set KEDANG_INSTALL=no"
}

# Old lists name versions that are gone. That fetching them fails shows when something is installed.
refresh_lists() {
    say "更新软件包目录" "updating the lists of packages"
    as_root "$APT update" >>"$LOGS/apt.log" 2>&1
}

# One clear line for what apt or npm said; their own words without addresses below it.
explain_failure() { # log
    case $(tail -n 60 "$1") in
    *"No space left"* | *"enough free space"* | *ENOSPC*)
        fail "磁盘空间不足：请腾出空间后重试" "the disk is full: make room and try again" ;;
    *"resolving"* | *"connect to"* | *"Network is unreachable"* | *"timed out"* | *ENOTFOUND* | *EAI_AGAIN* | *ECONNREFUSED* | *ETIMEDOUT*)
        fail "网络不通，无法下载软件包：请检查网络或代理后重试" "no network, packages can't be downloaded: check the connection or proxy and try again" ;;
    *"Unable to locate package"* | *"no installation candidate"* | *"was not found"* | *"unmet dependencies"*)
        fail "软件源里没有所需的软件包（需要 Debian 12 及其安全更新）" "the package sources lack what is needed (Debian 12 with its security updates)" ;;
    *"Could not get lock"* | *"Unable to acquire"*)
        fail "另一个程序正在安装软件：请等它结束后重试" "another program is installing software: wait for it and try again" ;;
    *EACCES* | *"Permission denied"*)
        fail "没有写入权限：请检查目录的所有者" "no right to write: check who owns the folder" ;;
    esac
    grep -vE '^(Get|Hit|Ign):' "$1" | tail -n 15 | sed -E 's#[a-z]+://[^ ]*##g' >&2
    fail "安装失败，详见 $1" "installing failed, see $1"
}

# Shows apt's progress (lines "pmstatus:package:percent:text", "dlstatus:…") as one line on a terminal, else every 20 %.
show_progress() {
    last=-20
    while IFS=: read -r kind package percent _; do
        case $kind in
        dlstatus) step='下载 · downloading' package='' ;;
        pmstatus) step='安装 · installing' ;;
        *) continue ;;
        esac
        percent=${percent%%.*}
        if [ -t 1 ]; then
            printf '\r\033[K  %s %3d %% %s' "$step" "$percent" "$package"
        elif [ "$percent" -ge $((last + 20)) ] || { [ "$percent" -lt "$last" ] && [ "$kind" = pmstatus ]; }; then
            last=$percent
            printf '  %s %d %%\n' "$step" "$percent"
        fi
    done
    [ -t 1 ] && printf '\r\033[K'
    return 0
}

# Debian starts a server it installs. Here nginx runs under the product's own supervision, so for the moment of installing
# the policy says no, for nginx alone; whatever policy there was is asked about the rest and comes back afterwards.
hold_nginx() {
    as_root "[ ! -f $POLICY ] || ! grep -qF '$MARK' $POLICY || { [ -f $POLICY.kedang ] && mv $POLICY.kedang $POLICY || rm $POLICY; }
        [ ! -e $POLICY ] || mv $POLICY $POLICY.kedang
        cat > $POLICY && chmod 755 $POLICY" <<POLICY
#!/bin/sh
$MARK
case \$1 in nginx | nginx.service) exit 101 ;; esac
[ ! -x $POLICY.kedang ] || exec $POLICY.kedang "\$@"
exit 0
POLICY
    trap release_nginx EXIT
    trap 'exit 130' INT TERM HUP
}
release_nginx() {
    trap - EXIT
    as_root "if [ -e $POLICY.kedang ]; then mv $POLICY.kedang $POLICY; else rm -f $POLICY; fi"
}

# Neither now nor at the next boot.
keep_nginx_off() {
    as_root 'update-rc.d nginx disable' >>"$LOGS/apt.log" 2>&1
    release_nginx
}

# Megabytes that apt says it will download and fill: "210 812".
sizes_of() {
    as_root "$APT --assume-no install $*" 2>/dev/null | awk '
        function mb(n, unit) { gsub(",", "", n); return int(n * (unit == "GB" ? 1000 : unit == "kB" ? 0.001 : 1)) + 1 }
        /^Need to get/ { split($4, part, "/"); down = mb(part[1], $5 ~ /B/ ? $5 : "MB") }
        /^After this operation/ { fill = mb($4, $5) }
        END { print down + 0, fill + 0 }'
}
need_space() { # folder, MB
    needed=$(($2 + 200)) # a margin for caches and the build
    free=$(df -Pm "$1" 2>/dev/null | awk 'NR == 2 { print $4 }')
    [ "${free:-$needed}" -ge "$needed" ] ||
        fail "磁盘空间不足：$1 需要 $needed MB，只剩 $free MB" "the disk is full: $1 needs $needed MB and has $free MB"
}

apt_install() { # package names
    status=$(mktemp)
    as_root "$APT -y -o APT::Status-Fd=3 install $* 3>&1 >>'$PWD/$LOGS/apt.log' 2>&1 || echo failed >'$status'" | show_progress
    failed=$(cat "$status")
    rm -f "$status"
    [ -z "$failed" ]
}

install_packages() { # lines of missing_packages
    need_debian
    NAMES=$(printf '%s\n' "$1" | awk '{ sub(/[|>].*/, "", $1); printf "%s ", $1 }' | sed 's/ $//')
    need_root
    : >"$LOGS/apt.log"
    printf '%s\n' "$1" | awk '{ sub(/[|>].*/, "", $1); name = $1; zh = $2; $1 = $2 = ""
        printf "  %-20s %s ·%s\n", name, zh, substr($0, 2) }'
    refresh_lists
    # shellcheck disable=SC2086 # names are words
    set -- $NAMES
    read -r down fill <<SIZES
$(sizes_of "$@")
SIZES
    [ "$fill" = 0 ] || say "共 $# 个软件包，下载约 $down MB，占用约 $fill MB" "$# packages, about $down MB to download, $fill MB on disk"
    need_space /var/cache/apt "$down"
    need_space /usr "$fill"
    case " $NAMES " in *' nginx '*) hold_nginx ;; esac
    apt_install "$@" || explain_failure "$LOGS/apt.log"
    case " $NAMES " in *' nginx '*) keep_nginx_off ;; esac
    still=$(missing_packages)
    [ -z "$still" ] || fail "软件源里的版本太旧：${still%% *}" "the package sources have too old a version: ${still%% *}"
}

# --- npm ---

install_modules() { # folder with package-lock.json
    [ -f "$1/package-lock.json" ] || return 0
    done_mark=$1/node_modules/.package-lock.json
    [ -f "$done_mark" ] && [ -z "$(find "$1/package-lock.json" -newer "$done_mark")" ] && return 0
    count=$(grep -c '"node_modules/' "$1/package-lock.json")
    say "$1：安装 $count 个 npm 包" "$1: $count npm packages"
    (cd "$1" && npm ci --no-audit --no-fund --ignore-scripts --no-update-notifier --loglevel=error --fetch-retries=3 \
        --fetch-retry-mintimeout=2000 --fetch-retry-maxtimeout=10000) >"$LOGS/npm.log" 2>&1 </dev/null || explain_failure "$LOGS/npm.log"
    touch "$done_mark"
}

# --- in order ---

GROUP=${1:-}
case $GROUP in run | test) ;; *) fail "用法：.ci/install.sh run|test" "usage: .ci/install.sh run|test" ;; esac
[ "${KEDANG_INSTALL:-}" != no ] || exit 0
mkdir -p "$LOGS" 2>/dev/null || fail "不能在此目录写入：$PWD" "this folder can't be written to: $PWD"
missing=$(missing_packages) || exit 1
if [ -n "$missing" ]; then
    say "缺少的软件包" "packages that are missing"
    install_packages "$missing"
fi
install_modules static
[ "$GROUP" = run ] || install_modules tests
