"$CGLC" trace book.cgl 2> /dev/null; echo "exit $?"
