"$CGLC" failures.cgl -o "$TMPDIR/f.cgb" 2> /dev/null
run() { printf '%s\n' "$1" | "$CGLRUN" "$TMPDIR/f.cgb" - --format ndjson --report full $2 | sed 's/.*"problems":/"problems":/; s/},{/},\n  {/g; s/sha256:[0-9a-f]*/HASH/'; }
run '{"n":10,"m":0,"d":"9999-12-31","items":[{"v":0,"t":"2020-01-01"},{"v":3,"t":"2020-01-01"}]}' --show-values
run '{"n":60,"m":2,"d":"2021-01-15","items":[]}'
printf '%s\n' '{"n":10,"m":0}' | "$CGLRUN" "$TMPDIR/f.cgb" - --format text --show-values | grep -A1 P090
# The verdict is that of the program and the patient: no line of the source is in it.
sed 's/^patient/\n\npatient/' failures.cgl > "$TMPDIR/moved.cgl"
"$CGLC" "$TMPDIR/moved.cgl" -o "$TMPDIR/moved.cgb" 2> /dev/null
for program in f moved; do printf '%s\n' '{"n":10,"m":0}' | "$CGLRUN" "$TMPDIR/$program.cgb" - --format ndjson --report full | sed 's/.*"at":"a"[^}]*"line":\([0-9]*\).*"verdict":"\(.*\)".*/\1 \2/'; done | awk '{ print ($1 != line) ? "another line" : "the same line", NR == 1 || $2 == verdict ? "the same verdict" : "another verdict"; line = $1; verdict = $2 }'
