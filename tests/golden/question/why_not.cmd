"$CGLC" questions.cgl -o "$TMPDIR/questions.cgb"
ask() { "$CGLRUN" "$TMPDIR/questions.cgb" patients.ndjson "$@"; }
ask --format text --why-not operate
ask --format text --why-not frailty
ask --format text --why-not watch
ask --format ndjson --why-not frailty | sed 's/sha256:[0-9a-f]*/HASH/'
