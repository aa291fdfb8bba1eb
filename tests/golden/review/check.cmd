for day in 2025-06-30 2025-07-01; do "$CGLC" check --as-of $day clinic.cgl; echo "$day: exit $?"; done
"$CGLC" check clinic.cgl; echo "no date: exit $?"
"$CGLC" check --as-of 2025-07 clinic.cgl; echo "no day: exit $?"
