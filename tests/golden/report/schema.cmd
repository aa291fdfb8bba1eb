"$CGLC" schema clinic.cgl
