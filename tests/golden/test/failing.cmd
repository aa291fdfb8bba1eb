"$CGLC" test wards.cgl
