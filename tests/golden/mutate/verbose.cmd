"$CGLC" test --mutate --verbose --jobs 1 ward.cgl
