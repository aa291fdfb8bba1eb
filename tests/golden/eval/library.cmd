"$CGLC" eval 'bmi_value(80 kg, 180 cm)'
"$CGLC" eval '0.1 + 0.2 = 0.3 and 2.9 cm = 29 mm'
