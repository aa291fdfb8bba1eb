#!/bin/sh
# search.sh FOLDER SECONDS - every target of this folder for so many seconds, from the inputs of fuzz_test.sh. What it has found
# interesting stays in build/fuzz/corpus and is where the next search begins; what does harm is left in build/fuzz/found.
set -u
folder=$1 seconds=$2 corpus=build/fuzz/corpus found=build/fuzz/found
mkdir -p $corpus/lang $corpus/format $corpus/image $corpus/patient $found
cp tests/fuzz/*.cgl tests/language/*.cgl tests/diagnostics/*.cgl stdlib/*.cgl tests/golden/report/clinic.cgl $corpus/lang
cp $corpus/lang/*.cgl tests/format/*.cgl $corpus/format
for source in tests/fuzz/*.cgl tests/language/*.cgl tests/golden/report/clinic.cgl; do
    "$BUILD/cglc" "$source" -o $corpus/image/"$(basename "$source" .cgl)".cgb > /dev/null 2>&1
done
cp tests/fuzz/patients.ndjson $corpus/patient
split -l 1 -d tests/fuzz/patients.ndjson $corpus/patient/line-
harm=0
for target in lang format image patient; do
    echo "== $target"
    "$folder/$target" -max_total_time="$seconds" -timeout=60 -rss_limit_mb=4096 -artifact_prefix=$found/$target- \
        -print_final_stats=1 $corpus/$target > $found/$target.log 2>&1 || harm=1
    grep -E "^(stat::number_of_executed_units|SUMMARY|artifact_prefix|.*Test unit written)" $found/$target.log
done
exit $harm
