"$CGLC" graph --format dot small.cgl | sed -E 's/<\/?[A-Z][^>]*>/ /g; s/ +/ /g'
