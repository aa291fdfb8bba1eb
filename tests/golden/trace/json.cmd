"$CGLC" trace --format json book.cgl 2> /dev/null; echo "exit $?"
