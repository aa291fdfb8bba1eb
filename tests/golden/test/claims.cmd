"$CGLC" test claims.cgl
