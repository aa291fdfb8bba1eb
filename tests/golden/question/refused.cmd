"$CGLC" questions.cgl -o "$TMPDIR/questions.cgb"
ask() { "$CGLRUN" "$TMPDIR/questions.cgb" patients.ndjson "$@" 2>&1; echo "exit $?"; }
ask --why operat
ask --why-not operable
ask --why-not whatever_else
ask --why operate --why-not operate
ask --why operate --format csv
ask --why
for change in 'reserve=101' 'reserve=30 cm' 'reserv=30' 'fit=maybe' 'fit=' 'reserve' 'reserve=30, reserve=40' 'nodules[0].size=3' 'nodules[5].size=3' 'nodules[1].siz=3' 'id=X' 'stage=lat' 'age=2.5' ''; do
    ask "--what-if=$change"
done
