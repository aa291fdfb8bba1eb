for expression in '3 cm * 2 cm' '3 cm * 2 mm' '3 cm * 2 cm * 4 cm' '10 mg / 2 mL' '10 mg/kg * 70 kg' '60 % * 3 cm' \
    '3 cm / 60 %' '60 % * 1 %' '5 mg/dL * 2 dL' '81 kg / (180 cm * 180 cm)' '2 * 3 cm' '3 cm / 2' '3 cm / 5 mm'; do
    "$CGLC" eval "$expression"
done
