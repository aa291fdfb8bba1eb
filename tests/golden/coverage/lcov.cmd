"$CGLC" test --coverage "$TMPDIR/none" half.cgl > /dev/null 2>&1; echo "a file is given with an equals sign: exit $?"
"$CGLC" test --coverage="$TMPDIR/half.info" half.cgl > /dev/null; cat "$TMPDIR/half.info"
