"$CGLC" test --mutate --equivalent reasons.txt ward.cgl
