# Finds a JDK 25 for scripts that source this file: find_jdk sets jdk to its folder, or fails.

is_jdk_25() {
    [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
    while IFS= read -r line; do
        case $line in
            JAVA_VERSION=\"25 | JAVA_VERSION=\"25[.\"+-]*) return 0 ;;
        esac
    done <"$1/release"
    return 1
}

find_jdk() {
    on_path=$(command -v java 2>/dev/null) && on_path=$(readlink -f "$on_path" 2>/dev/null) && on_path=${on_path%/bin/java}
    for jdk in "${JAVA_HOME:-}" "${on_path:-}" \
        /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /usr/local/java/* /usr/local/openjdk-25 /opt/* /opt/java/* /opt/jdk/* \
        "${HOME:-/}"/.sdkman/candidates/java/* "${HOME:-/}"/.jdks/* "${HOME:-/}"/.local/share/mise/installs/java/* \
        "${HOME:-/}"/.asdf/installs/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home \
        "${HOME:-/}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        /opt/homebrew/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home /usr/local/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home; do
        if [ -n "$jdk" ] && is_jdk_25 "$jdk"; then
            return 0
        fi
    done
    return 1
}

say_jdk_is_missing() {
    printf '%s\n' \
        "Espalier needs a JDK 25, and none was found in JAVA_HOME, on the PATH or in the usual folders." \
        "Install one and try again, for example:" \
        "  Debian, Ubuntu   apt install openjdk-25-jdk" \
        "  Fedora           dnf install java-25-openjdk-devel" \
        "  macOS            brew install openjdk@25" \
        "  anywhere         sdk install java 25-tem     (https://sdkman.io)" \
        "If it lies in another folder, set JAVA_HOME to that folder." >&2
}
