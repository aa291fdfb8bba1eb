"$CGLC" verify faults.cgl 2>/dev/null
