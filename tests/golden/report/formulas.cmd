"$CGLC" formulas.cgl -o "$TMPDIR/formulas.cgb"
"$CGLRUN" "$TMPDIR/formulas.cgb" formulas.ndjson --format csv
"$CGLRUN" "$TMPDIR/formulas.cgb" formulas.ndjson --report advice | grep -o '"patient":"[^"]*"'
