"$CGLC" readings.cgl -o "$TMPDIR/readings.cgb"
echo '{"id": "Ada", "platelets": 30}' | "$CGLRUN" "$TMPDIR/readings.cgb" --format text --next
