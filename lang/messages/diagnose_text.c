/* diagnose_text.c - messages about characters, texts and numbers as written. */
#include "lang/messages/diagnose_add.h"
#include "runtime/base/limits.h"

static Str print_hex(DiagList *list, uint32_t code, unsigned digits)
{
    static const char hex[] = "0123456789ABCDEF";
    StrBuf buf = { .arena = list->arena };
    for (unsigned i = digits; i-- > 0;) {
        buf_add_char(&buf, hex[code >> (4 * i) & 15]);
    }
    return buf_get(&buf);
}

void diagnose_bad_character(DiagList *list, Span span, unsigned char byte)
{
    Str message = byte < 0x80
                      ? TEXT("`%c` is no part of the language", byte)
                      : STR("letters outside ASCII may stand only in quoted text and comments");
    Str help = byte == '\''  ? STR("texts are quoted with \"")
               : byte == '#' ? STR("a comment begins with --")
               : byte == ';' ? STR("nothing separates declarations; remove it")
               : byte == '{' || byte == '}'
                   ? STR("a block is opened by its keyword and closed by `end`")
                   : STR_NONE;
    diagnose_add(list, D_BAD_CHARACTER, span, message, help);
}

void diagnose_invalid_utf8(DiagList *list, Span span, unsigned char byte)
{
    diagnose_add(list, D_INVALID_UTF8, span,
                 TEXT("the byte 0x%S is not UTF-8", print_hex(list, byte, 2)),
                 STR("save the file as UTF-8"));
}

void diagnose_bidi_control(DiagList *list, Span span, uint32_t code)
{
    diagnose_add(
        list, D_BIDI_CONTROL, span,
        TEXT("the invisible character U+%S changes the direction in which this line is read",
             print_hex(list, code, 4)),
        STR("remove it: a reader must see what the compiler reads"));
    diagnose_offer_removal(list, span);
}

void diagnose_control_character(DiagList *list, Span span, uint32_t code)
{
    diagnose_add(list, D_CONTROL_CHARACTER, span,
                 TEXT("the control character U+%S", print_hex(list, code, 4)), STR("remove it"));
    diagnose_offer_removal(list, span);
}

void diagnose_unterminated_text(DiagList *list, Span span)
{
    diagnose_add(list, D_UNTERMINATED_TEXT, span, STR("this text has no closing quote"),
                 STR("a quoted text ends with \" on the line where it begins"));
}

void diagnose_bad_escape(DiagList *list, Span span)
{
    diagnose_add(list, D_BAD_ESCAPE, span, STR("an unknown escape"),
                 STR("only \\\" and \\\\ exist"));
}

void diagnose_token_too_long(DiagList *list, Span span)
{
    diagnose_add(list, D_TOKEN_TOO_LONG, span,
                 TEXT("this is longer than %d bytes", (int)LIMIT_TOKEN), STR_NONE);
}

void diagnose_no_space_before_unit(DiagList *list, Span number, Str unit)
{
    diagnose_add(list, D_NO_SPACE_BEFORE_UNIT, number,
                 STR("number and unit are written with one space between them"),
                 TEXT("write a space before `%S`", unit));
    diagnose_offer_behind(list, number, STR(" "));
}

void diagnose_number_runs_into_word(DiagList *list, Span span)
{
    diagnose_add(list, D_NUMBER_RUNS_INTO_WORD, span,
                 STR("this number runs into a word that is not a unit"),
                 STR("names begin with a letter; a quantity is NUMBER, one space, UNIT; there are "
                     "no exponents"));
}

void diagnose_number_too_precise(DiagList *list, Span span)
{
    diagnose_add(list, D_NUMBER_TOO_PRECISE, span, STR("more than 8 digits after the point"),
                 STR("decimals are exact to 8 digits and are never rounded on reading"));
}

void diagnose_number_too_large(DiagList *list, Span span)
{
    diagnose_add(list, D_NUMBER_TOO_LARGE, span, STR("this number is too large"),
                 STR("integers have 64 bits, decimals reach 92233720368"));
}

void diagnose_foreign_operator(DiagList *list, Span span, Str found)
{
    const char *own = found.ptr[0] == '&'   ? "and"
                      : found.ptr[0] == '|' ? "or"
                      : found.ptr[0] == '=' ? "="
                      : found.ptr[0] == '<' ? "!="
                                            : "not";
    bool equals = str_equal(found, STR("=="));
    diagnose_add(
        list, D_FOREIGN_OPERATOR, span,
        equals ? STR("`==` is not written here") : TEXT("`%S` is written `%s` here", found, own),
        equals ? STR("`=` compares numbers and dates, `is` named values and yes or no") : STR_NONE);
    diagnose_offer(list, span, equals ? STR_NONE : str_from_c(own));
}

void diagnose_bad_date(DiagList *list, Span span, Str date)
{
    diagnose_add(list, D_BAD_DATE, span, TEXT("there is no date %S", date),
                 STR("a date is YEAR-MONTH-DAY or YEAR-MONTH"));
}

void diagnose_hidden_character(DiagList *list, Span span, uint32_t code)
{
    bool line = code == 0x2028 || code == 0x2029;
    Str hex = print_hex(list, code, 4);
    diagnose_add(list, D_HIDDEN_CHARACTER, span,
                 line ? TEXT("the invisible character U+%S ends a line for some programs only", hex)
                      : TEXT("the character U+%S is invisible", hex),
                 line ? STR("end the line with the Enter key: a reader must see what the compiler "
                            "reads")
                      : STR("remove it: a reader must see what the compiler reads"));
}
