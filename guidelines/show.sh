#!/bin/sh
# show.sh BUILD GUIDELINE_FOLDER - compile a guideline and report on the patients in its examples/ folder: the first one
# whole, the beginnings of the others and of the cohort table, and all of it as a page for the browser.
set -eu
build=$1 folder=$2
name=$(basename "$folder")
program=$build/$name.cgb
page=$build/$name.html
report=$build/$name.txt

# show LINES OPTION... - runs cglrun and prints so many lines of what it says.
show() {
    lines=$1
    shift
    "$build/cglrun" "$program" "$@" > "$report"
    printf '\n$ %s %s %s\n\n' "$build/cglrun" "$program" "$*"
    head -n "$lines" "$report"
    rest=$(($(wc -l < "$report") - lines))
    [ "$rest" -le 0 ] || printf '… and %s lines more\n' "$rest"
}

printf '$ %s %s/%s.cgl -o %s\n' "$build/cglc" "$folder" "$name" "$program"
"$build/cglc" "$folder/$name.cgl" -o "$program"
set -- "$folder"/examples/*.json
[ -e "$1" ] || { echo "no example patients in $folder/examples" >&2; exit 1; }
lines=100000
for patient; do
    show "$lines" "$patient" --format text
    lines=36
done
show 36 "$@" --format none --summary
"$build/cglrun" "$program" "$@" --format html > "$page"
printf '\nAll of it as a page for the browser: %s\nMore: %s --help\n' "$page" "$build/cglrun"
