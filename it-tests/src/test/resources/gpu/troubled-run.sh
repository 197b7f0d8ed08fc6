#!/usr/bin/env bash
# Stands for run-on-gpu.sh: programs that end well, fail, crash, hang and lose the device.
findings=$(sed -n 's/.*-Djgrad.gpu.findings=\([^ ]*\).*/\1/p' <<< "$GPU_JAVA_OPTS")
found() { printf '%s\t%s\t%s\t%s\n' "$@" >> "$findings"; }
case "$1 $2" in
  "env ") echo env;;
  "smoke "*) echo fine;;
  "junit "*Good) printf '[ 5 tests successful ]\n[ 0 tests failed ]\n';;
  "junit "*Crashing) kill -SEGV $$;;
  "junit "*Hanging) sleep 60;;
  "junit "*Failing) printf '    => AssertionError: wrong\n[ 2 tests successful ]\n[ 1 tests failed ]\n'; exit 1;;
  *Launcher) echo "  cuda:0: none";;
  *Parity)
    if [ "$4" = 0 ]; then found FAIL parity "an op" "the device is lost"; echo "go on with 7"; exit 1; fi
    found PASS parity total "from $4";;
  *Conformance*)
    case "$*" in
      *ops*) printf 'FAILED known/0: as on the CPU\n9 passed, 1 failed\n'; exit 1;;
      *printing*) printf 'FAILED new/0: only here\n9 passed, 1 failed\n'; exit 1;;
      *checkpoints*) sleep 60;;
      *) echo "3 passed";;
    esac;;
  *TrainingCurves) echo "Exception in thread main"; exit 1;;
  *GpuBench)
    shift 4
    for c in "$@"; do
      [ "$c" != launch ] || kill -SEGV $$
      echo "{\"case\": \"$c\", \"median_us\": 1}"
    done;;
  *PlantedFault) "$GPU_JRE/bin/java" -version;;
  *LeakCheck) found PASS leaks total "1 passed, 0 failed";;
  *GpuReport) cp "$findings" "$3/2026-01-01.md";;
esac
