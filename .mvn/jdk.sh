# Sourced by jgrad, check and tidy. Sets JAVA_HOME to a JDK 25, or ends with one sentence.
# shellcheck shell=sh

is_jdk_25() {
    [ -x "$1/bin/javac" ] && [ -f "$1/release" ] && grep -q '^JAVA_VERSION="25[".+-]' "$1/release"
}

find_jdk_25() {
    if [ -n "${JGRAD_JAVA_HOME:-}" ]; then
        is_jdk_25 "$JGRAD_JAVA_HOME" && echo "$JGRAD_JAVA_HOME"
        return
    fi
    path_java=$(command -v java 2>/dev/null || true)
    while [ -h "$path_java" ]; do
        link=$(readlink "$path_java")
        case $link in
        /*) path_java=$link ;;
        *) path_java=${path_java%/*}/$link ;;
        esac
    done
    case $path_java in
    */bin/java) path_java=${path_java%/bin/java} ;;
    esac
    mac_home=
    if [ -x /usr/libexec/java_home ]; then
        mac_home=$(/usr/libexec/java_home -v 25 2>/dev/null || true)
    fi
    for candidate in "${JAVA_HOME:-}" "$path_java" "$mac_home" \
        /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* /opt/*jdk* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home \
        /opt/homebrew/opt/openjdk@25 /usr/local/opt/openjdk@25 \
        "${SDKMAN_DIR:-${HOME:-}/.sdkman}"/candidates/java/* "${HOME:-}"/.jdks/*; do
        if [ -n "$candidate" ] && is_jdk_25 "$candidate"; then
            echo "$candidate"
            return
        fi
    done
}

jdk=$(find_jdk_25 || true)
if [ -z "$jdk" ]; then
    if [ -n "${JGRAD_JAVA_HOME:-}" ]; then
        echo "JGRAD_JAVA_HOME is $JGRAD_JAVA_HOME, which is not a JDK 25; set it to the folder of one, or unset it." >&2
    else
        echo "jgrad needs JDK 25 and found none: install it (Debian: apt-get install temurin-25-jdk;" \
            "macOS: brew install openjdk@25; SDKMAN: sdk install java 25-tem)," \
            "or set JGRAD_JAVA_HOME to where it is." >&2
    fi
    exit 1
fi
JAVA_HOME=$jdk
export JAVA_HOME

# Maven 3 and its libraries on JDK 25: without these it opens with warnings about its own insides.
MAVEN_OPTS="--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow ${MAVEN_OPTS:-}"
export MAVEN_OPTS
