"$CGLC" clinic.cgl -o "$TMPDIR/clinic.cgb" && "$CGLRUN" "$TMPDIR/clinic.cgb" patients.ndjson --as-of 2026-11-23 --format none --summary
