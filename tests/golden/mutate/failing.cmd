"$CGLC" test --mutate ../test/advised.cgl
