"$CGLC" questions.cgl -o "$TMPDIR/questions.cgb"
ask() { "$CGLRUN" "$TMPDIR/questions.cgb" patients.ndjson "$@"; }
ask --format text --next
ask --format json --next | tail -n +100 | sed 's/sha256:[0-9a-f]*/HASH/'
echo '{}' | "$CGLRUN" "$TMPDIR/questions.cgb" --format text --next
