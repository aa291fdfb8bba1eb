printf '%s\n' '{"name":"violates","patient":{"fit":true,"age":71,"sex":"female","cea":2},"expect":{"advice":{"applies":["operate"]}}}' '{"name":"violates none","patient":{"fit":true},"expect":{"advice":{"applies":["operate"]}}}' > "$TMPDIR/v.ndjson"
"$CGLC" test --vignettes "$TMPDIR/v.ndjson" claims.cgl | grep v.ndjson -A1 | sed "s|$TMPDIR/||"
