"$CGLC" test --mutate --verbose --jobs 1 gaps.cgl
