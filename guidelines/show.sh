#!/bin/sh
# show.sh BUILD GUIDELINE_FOLDER - compile a guideline and report on the patients in its examples/ folder.
set -eu
build=$1 folder=$2
name=$(basename "$folder")
program=$build/$name.cgb

"$build/cglc" "$folder/$name.cgl" -o "$program"
set -- "$folder"/examples/*.json
[ -e "$1" ] || { echo "no example patients in $folder/examples" >&2; exit 1; }
for patient; do
    printf '\n======== %s %s\n\n' "cglrun $program $patient" "(--report brief --format text)"
    "$build/cglrun" "$program" "$patient" --report brief --format text
done
printf '\n======== %s\n\n' "the same patients as a cohort: cglrun --format none --summary"
cat "$folder"/examples/*.json | "$build/cglrun" "$program" --format none --summary
printf '\nMore: %s %s PATIENTS --report full, --format html|json|csv, --help\n' "$build/cglrun" "$program"
