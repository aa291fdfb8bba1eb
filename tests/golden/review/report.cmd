"$CGLC" clinic.cgl -o "$TMPDIR/clinic.cgb"
for day in 2025-06-30 2025-07-01; do echo '{"operated":"2025-06-15"}' | "$CGLRUN" --format text --as-of $day "$TMPDIR/clinic.cgb" - | tail -n +8; done
