"$CGLC" graph --format dot --section small small.cgl | sed -E 's/<\/?[A-Z][^>]*>/ /g; s/ +/ /g'
