"$CGLC" trace --format csv book.cgl 2> /dev/null; echo "exit $?"
