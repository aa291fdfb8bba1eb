"$CGLC" diff old.cgl old.cgl; "$CGLC" diff --format json old.cgl new.cgl
