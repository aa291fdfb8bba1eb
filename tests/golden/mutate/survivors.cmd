"$CGLC" test --mutate ward.cgl
