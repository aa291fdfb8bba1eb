#!/bin/sh
# show.sh BUILD GUIDELINE_FOLDER - compile a guideline, report on three of its example patients (named in examples/shown.txt,
# else the first three) and, where the folder has a cohort.py, count its example cohort. All examples go to a page for the browser.
set -eu
build=$1 folder=$2
name=$(basename "$folder")
program=$build/$name.cgb
page=$build/$name.html
cohort=$build/$name-cohort.ndjson

# show COMMAND... - says it, then does it.
show() {
    printf '\n$ %s\n\n' "$*"
    "$@"
}

printf '$ %s %s/%s.cgl -o %s\n' "$build/cglc" "$folder" "$name" "$program"
"$build/cglc" "$folder/$name.cgl" -o "$program"
set -- "$folder"/examples/*.json
[ -e "$1" ] || { echo "no example patients in $folder/examples" >&2; exit 1; }
if [ -e "$folder/examples/shown.txt" ]; then shown=$(cat "$folder/examples/shown.txt"); else
    shown=$(for patient; do basename "$patient"; done | head -n 3)
fi
for patient in $shown; do
    show "$build/cglrun" "$program" "$folder/examples/$patient" --format text
done
"$build/cglrun" "$program" "$@" --format html > "$page"
if [ -e "$folder/cohort.py" ]; then
    printf '\n$ python3 %s > %s\n' "$folder/cohort.py" "$cohort"
    python3 "$folder/cohort.py" > "$cohort"
    show "$build/cglrun" "$program" "$cohort" --format none --summary
fi
printf '\nAll examples as a page for the browser: %s\nMore: %s --help\n' "$page" "$build/cglrun"
