#!/bin/bash
# The fuzz targets without libFuzzer: every input as it is and a few changes of each, the same in every run.
# CHANGES=500 for a longer look.
changes=${CHANGES:-20}
cd "$ROOT" || exit 1

try() {     # NAME TARGET CHANGES INPUTS...
    local name=$1 target=$2 changes=$3
    shift 3
    if "$BUILD/fuzz/$target" "$changes" "$TMPDIR/$target.input" "$@" > "$TMPDIR/out" 2>&1; then
        echo "ok - $name: $(tail -1 "$TMPDIR/out")"
    else
        echo "not ok - $name: the input is $TMPDIR/$target.input"
        tail -20 "$TMPDIR/out"
    fi
}

images=()
for source in tests/fuzz/patient.cgl tests/language/*.cgl tests/golden/report/clinic.cgl; do
    image=$TMPDIR/$(basename "$source" .cgl).cgb
    "$CGLC" "$source" -o "$image" > /dev/null 2>&1 && images+=("$image")
done
[ ${#images[@]} -gt 2 ] && echo "ok - images to change" || echo "not ok - images to change"

try "source text" lang "$changes" tests/fuzz/*.cgl tests/language/*.cgl tests/diagnostics/*.cgl stdlib/*.cgl
try "text to lay out" format "$changes" tests/format/*.cgl tests/fuzz/*.cgl tests/language/*.cgl tests/diagnostics/*.cgl stdlib/*.cgl
try "images" image $((changes * 20)) "${images[@]}"
try "records" patient $((changes * 20)) --lines tests/fuzz/patients.ndjson
try "files of records" patient $((changes * 5)) tests/fuzz/patients.ndjson tests/golden/report/patients.ndjson
