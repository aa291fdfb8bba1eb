echo '{"items":[{"size":3},{"size":4},{"near":true}],"parts":[{},{"done":false}]}' > "$TMPDIR/record.json"
"$CGLC" by_cases.cgl -o "$TMPDIR/by_cases.cgb" && "$CGLRUN" "$TMPDIR/by_cases.cgb" --format ndjson "$TMPDIR/record.json" | tr '{' '\n' | grep -o '"name":"nested[a-z_]*"\|"about":[^,]*\|"fact":"[^"]*"\|"by_cases":true'
