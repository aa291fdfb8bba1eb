"$CGLC" questions.cgl -o "$TMPDIR/questions.cgb"
ask() { "$CGLRUN" "$TMPDIR/questions.cgb" patients.ndjson "$@"; }
ask --format text --why operate
ask --format text --why watch
ask --format text --why frailty --policy old_from=70 | tail -8
ask --format json --why operate | sed 's/sha256:[0-9a-f]*/HASH/'
