# Sourced by the scripts beside it, with $root and JAVA_HOME set: sets $classes, building what is missing or stale.
list=$root/it-tests/target/classpath
stale=yes
if [ -s "$list" ]; then
    stale=$(cd "$root" && find pom.xml ./*/pom.xml ./*/src -newer "$list" -type f -print -quit)
fi
if [ -n "$stale" ]; then
    echo "Building ..." >&2
    mkdir -p "$root/it-tests/target"
    log=$root/it-tests/target/classpath.log
    if ! (cd "$root" && ./mvnw -B -q -ntp -pl it-tests -am test-compile dependency:build-classpath \
        -Dmdep.outputFile="$list.new" -Dmdep.includeScope=test) >"$log" 2>&1 </dev/null; then
        cat "$log" >&2
        echo "The build failed; the reason stands above and in $log." >&2
        exit 2
    fi
    mv "$list.new" "$list"
fi
classes=$root/it-tests/target/test-classes:$(cat "$list")
