#!/bin/sh
# show.sh BUILD GUIDELINE_FOLDER - compile a guideline and report on the patients in its examples/ folder: the first one
# at length, the others with their advice alone, all of them as a table and as a page for the browser.
set -eu
build=$1 folder=$2
name=$(basename "$folder")
program=$build/$name.cgb

"$build/cglc" "$folder/$name.cgl" -o "$program"
set -- "$folder"/examples/*.json
[ -e "$1" ] || { echo "no example patients in $folder/examples" >&2; exit 1; }
detail=full
for patient; do
    printf '\n======== cglrun %s %s --report %s\n\n' "$program" "$patient" "$detail"
    "$build/cglrun" "$program" "$patient" --format text --report "$detail"
    detail=advice
done
printf '\n======== cglrun %s %s/examples/*.json --format none --summary\n\n' "$program" "$folder"
"$build/cglrun" "$program" "$@" --format none --summary
"$build/cglrun" "$program" "$@" --format html > "$build/$name.html"
printf '\nThe same reports as a page for the browser: %s\nMore: %s --help\n' "$build/$name.html" "$build/cglrun"
