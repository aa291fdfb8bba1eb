"$CGLC" fails.cgl -o "$TMPDIR/f.cgb" 2>/dev/null
echo '{}' | "$CGLRUN" "$TMPDIR/f.cgb" - --report brief | sed 's/"guideline":{[^}]*}//; s/"verdict":"[^"]*"//'
echo '{}' | "$CGLRUN" "$TMPDIR/f.cgb" - --format csv
echo '{"n":0,"f":true,"m":1}' | "$CGLRUN" "$TMPDIR/f.cgb" - --format csv
echo '{}' | "$CGLRUN" "$TMPDIR/f.cgb" - --format text
