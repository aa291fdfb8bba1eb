"$CGLC" questions.cgl -o "$TMPDIR/questions.cgb"
ask() { "$CGLRUN" "$TMPDIR/questions.cgb" patients.ndjson "$@"; }
ask --format text '--what-if=fit = yes, reserve=0.3, stage=middle, bleeding=no'
ask --format text '--what-if=nodules[1].size=50 mm, old_from=65' | head -24
ask --format ndjson '--what-if=bleeding=no, fit=yes, reserve=30' | sed 's/sha256:[0-9a-f]*/HASH/'
