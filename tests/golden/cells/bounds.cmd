"$CGLC" bounds.cgl -o "$TMPDIR/bounds.cgb" && "$CGLRUN" "$TMPDIR/bounds.cgb" --format ndjson --report brief bounds.ndjson | sed -E 's/.*"patient":"([^"]*)".*"burden":(\{[^}]*\}).*/\1: \2/'
