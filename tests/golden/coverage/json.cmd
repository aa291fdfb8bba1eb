"$CGLC" test --coverage="$TMPDIR/half.json" half.cgl > /dev/null; cat "$TMPDIR/half.json"
