"$CGLC" test advised.cgl
