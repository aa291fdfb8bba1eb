"$CGLC" questions.cgl -o "$TMPDIR/questions.cgb"
ask() { "$CGLRUN" "$TMPDIR/questions.cgb" patients.ndjson "$@" 2>&1; echo "exit $?"; }
ask --why operat
ask --why-not operable
ask --why-not whatever_else
ask --why operate --why-not operate
ask --why operate --format csv
ask --why
