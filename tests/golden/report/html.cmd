"$CGLC" clinic.cgl -o "$TMPDIR/clinic.cgb" && "$CGLRUN" "$TMPDIR/clinic.cgb" patients.ndjson --as-of 2026-11-23 --format html > "$TMPDIR/out"; code=$?
sed -E 's/sha256:[0-9a-f]{64}/sha256:HASH/g; s/program (<code>)?[0-9a-f]{12}/program \1HASH/g' "$TMPDIR/out"; exit $code
