"$CGLC" test --coverage shapes.cgl; echo "exit $?"
