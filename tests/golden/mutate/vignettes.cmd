"$CGLC" test --mutate --jobs 3 --vignettes cases.ndjson ward.cgl
