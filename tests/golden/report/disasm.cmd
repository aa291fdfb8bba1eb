"$CGLC" clinic.cgl -o "$TMPDIR/clinic.cgb" && "$CGLC" disasm "$TMPDIR/clinic.cgb" | sed -E 's/[0-9a-f]{64}/HASH/g'
