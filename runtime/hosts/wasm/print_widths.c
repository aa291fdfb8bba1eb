/* print_widths.c - runs on the machine that builds: the code points that do not take one column, as
 * rows of a table, {first, last, columns}. */
#include <stdio.h>
#include <utf8proc.h>

enum { MOST_CODE = 0x10ffff };

int main(void)
{
    for (utf8proc_int32_t code = 0; code <= MOST_CODE; code++) {
        utf8proc_int32_t first = code;
        int width = utf8proc_charwidth(code);
        while (code < MOST_CODE && utf8proc_charwidth(code + 1) == width) {
            code++;
        }
        if (width != 1) {
            printf("{ 0x%x, 0x%x, %d },\n", (unsigned)first, (unsigned)code, width);
        }
    }
    return 0;
}
