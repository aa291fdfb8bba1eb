"$CGLC" gates.cgl -o "$TMPDIR/gates.cgb"
"$CGLRUN" "$TMPDIR/gates.cgb" gates.ndjson --format text | grep -v ' · program '
"$CGLRUN" "$TMPDIR/gates.cgb" gates.ndjson | python3 -c '
import json, sys
for line in sys.stdin:
    for advice in json.loads(line)["advice"]:
        print(advice["name"], advice["about"] or "", *(b["fact"] + "=" + b["value"] + " (" + b["rule"] + ")" for b in advice["because"]))'
