"$CGLC" contradictions.cgl -o "$TMPDIR/c.cgb"
"$CGLRUN" "$TMPDIR/c.cgb" contradictions.ndjson --format csv
"$CGLRUN" "$TMPDIR/c.cgb" contradictions.ndjson --format text | grep -A4 PROBLEMS
