"$CGLC" clinic.cgl -o "$TMPDIR/clinic.cgb" && tail -n 1 patients.ndjson |
    "$CGLRUN" "$TMPDIR/clinic.cgb" --as-of 2026-11-23 --all --format ndjson | sed -E 's/sha256:[0-9a-f]{64}/sha256:HASH/g'
