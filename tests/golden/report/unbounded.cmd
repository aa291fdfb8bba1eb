"$CGLC" unbounded.cgl -o "$TMPDIR/u.cgb"
echo '{"id":"A"}' | "$CGLRUN" "$TMPDIR/u.cgb" | grep -o '"decisions":.*"each"'
echo '{"id":"A"}' | "$CGLRUN" "$TMPDIR/u.cgb" --format csv
echo '{"id":"A"}' | "$CGLRUN" "$TMPDIR/u.cgb" --format text | grep -A20 DECISIONS
