# Sourced by the scripts beside it, with $root and JAVA_HOME set: sets $classes, building what is missing or stale.
classes_file=$root/it-tests/target/classpath
stale=yes
if [ -f "$classes_file" ]; then
    stale=$(cd "$root" && find ./*/src pom.xml ./*/pom.xml -newer "$classes_file" -type f | head -n 1)
fi
if [ -n "$stale" ]; then
    mkdir -p "$root/it-tests/target"
    (cd "$root" && ./mvnw -B -q -ntp test-compile dependency:build-classpath -pl it-tests -am \
        -Dmdep.outputFile=target/classpath -Dmdep.includeScope=test) >"$root/it-tests/target/build.log" 2>&1 </dev/null || {
        cat "$root/it-tests/target/build.log" >&2
        exit 1
    }
    touch "$classes_file"
fi
classes=$root/it-tests/target/test-classes:$(cat "$classes_file")
