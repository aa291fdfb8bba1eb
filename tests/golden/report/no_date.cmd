"$CGLC" clinic.cgl -o "$TMPDIR/clinic.cgb" && "$CGLRUN" "$TMPDIR/clinic.cgb" patients.ndjson
