#!/usr/bin/env bash
# build-library.sh - build the stand-in for one of CUDA's libraries.
#
# JCuda's natives are linked against versioned symbols (cublasCreate_v2@libcublas.so.12). What the sources do not define
# of the symbols a native asks for becomes a function that ends the process with its name, so that a call we have not
# thought of is seen at once.
#
# usage: build-library.sh OUTDIR SONAME NATIVE SOURCE...
#   NATIVE   the JCuda .so whose undefined symbols SONAME has to provide
#   CXXFLAGS more options, for example -fsanitize=address
# needs: g++ and readelf. Exit code 3: one of them is missing.
set -euo pipefail
[ $# -ge 4 ] || { sed -n '2,12p' "$0" | sed 's/^# \{0,1\}//'; exit 2; }
command -v g++ >/dev/null && command -v readelf >/dev/null || exit 3
out=$1; soname=$2; native=$3; shift 3
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT
mkdir -p "$out"
stem=${soname%%.*}; prefix=${stem#lib}
objects=(); pids=()
for source in "$@"; do
  object=$tmp/${#objects[@]}.o; objects+=("$object")
  g++ -std=c++17 -O2 -g -fPIC -Wall -Wextra -Werror ${CXXFLAGS:-} -c "$source" -o "$object" & pids+=($!)
done
for pid in "${pids[@]}"; do wait "$pid"; done
# Undefined symbols with this library's version, or without any version where the library has none.
readelf -W --dyn-syms "$native" | awk -v v="@$soname" '$7 == "UND" && index($8, v) {sub(/@.*/, "", $8); print $8}' | sort -u > "$tmp/wanted"
versioned=1
if [ ! -s "$tmp/wanted" ]; then
  versioned=0
  readelf -W --dyn-syms "$native" | awk -v p="${SYMBOLS:-$prefix}" '$7 == "UND" && $8 ~ "^" p {print $8}' | sort -u > "$tmp/wanted"
fi
for object in "${objects[@]}"; do readelf -W -s "$object" | awk '$5 == "GLOBAL" && $7 != "UND" {print $8}'; done | sort -u > "$tmp/defined"
comm -23 "$tmp/wanted" "$tmp/defined" > "$tmp/missing"
{
  echo '#include <cstdio>'; echo '#include <cstdlib>'
  echo '#define MISSING(name) extern "C" void name() { std::fputs("simulated CUDA: " #name " is not simulated\n", stderr); std::fflush(stderr); std::abort(); }'
  sed 's/.*/MISSING(&)/' "$tmp/missing"
} > "$tmp/missing.cpp"
g++ -std=c++17 -O0 -fPIC -c "$tmp/missing.cpp" -o "$tmp/missing.o"
{ [ $versioned = 1 ] && echo "$soname {" || echo "{"; echo " global:"; sed 's/$/;/' "$tmp/wanted"; echo " sim_*; simcuda_*; simnvrtc_*;"; echo " local: *;"; echo "};"; } > "$tmp/map"
g++ -shared ${CXXFLAGS:-} -Wl,-soname,"$soname" -Wl,--version-script="$tmp/map" -Wl,-Bsymbolic -o "$tmp/$soname" "${objects[@]}" "$tmp/missing.o" -ldl -lpthread
mv "$tmp/$soname" "$out/$soname"
