"$CGLC" doc ward.cgl -o "$TMPDIR/pages/of/ward" && cd "$TMPDIR/pages/of/ward" && for page in *; do
    echo "=== $page"
    sed -E '/^<style>$/,/^<\/style>$/d; /<svg /,/<\/svg>/d; s/SHA-256 [0-9a-f<>wbr]+/SHA-256 HASH/; s/cglc [0-9.]+[0-9]/cglc VERSION/' "$page"
done
