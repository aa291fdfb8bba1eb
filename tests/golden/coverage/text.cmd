"$CGLC" test --coverage half.cgl; echo "exit $?"
