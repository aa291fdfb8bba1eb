#!/bin/sh
# embed.sh FILES... - the standard library as a C table, so that cglc needs no files beside it.
# Bytes are written as numbers: no text of a module can break the C source.
set -eu
printf '/* Made by stdlib/embed.sh. */\n#include "compiler/modules.h"\n'
n=0
for file in "$@"; do
    n=$((n + 1))
    printf 'static const unsigned char text_%d[] = {\n' "$n"
    od -An -v -tu1 "$file" | sed -e 's/^ *//' -e 's/  */,/g' -e 's/$/,/'
    printf '0};\n'
done
# `stdlib` imports every other module: for expressions that stand alone.
printf 'static const char all[] = "module stdlib end\\n"\n'
for file in "$@"; do printf '    "import %s\\n"\n' "$(basename "$file" .cgl)"; done
printf ';\nconst BuiltinModule builtin_modules[] = {\n    { "stdlib", all, sizeof all - 1 },\n'
n=0
for file in "$@"; do
    n=$((n + 1))
    name=$(basename "$file" .cgl)
    printf '    { "%s", (const char *)text_%d, sizeof text_%d - 1 },\n' "$name" "$n" "$n"
done
printf '    { 0, 0, 0 }\n};\n'
