/* claims_say.c - how a violated claim is worded: the check with its place, and what it reads of
 * this patient. */
#include "compiler/testing/claims_parts.h"
#include "runtime/report/say.h"

enum { MOST_ELEMENTS = 5 };

void claims_begin_line(const Claims *claims, const Claim *claim, StrBuf *why)
{
    SourcePlace place = source_locate(claims->ast->sources, claim->check->span);
    buf_add_format(why, "    check \"%S\" (%S:%u) is violated: ", claim->check->text.text,
                   claims->ast->sources->files.items[claim->check->span.file].path,
                   (unsigned)place.line);
}

static Str name_status(uint8_t status)
{
    switch (status) {
    case STATUS_APPLIES: return STR("applies");
    case STATUS_RULED_OUT: return STR("is ruled out");
    case STATUS_OPEN: return STR("is open");
    default: return STR("does not apply");
    }
}

static void say_answer_of(const Claims *claims, uint32_t block, const BlockAnswer *answer,
                          StrBuf *out)
{
    const BlockInfo *info = &claims->program->blocks[block];
    if (info->kind == BLOCK_ADVICE) {
        buf_add(out, name_status(answer->status));
    } else if (!answer->main.settled || answer->main.failed) {
        buf_add_c(out, "is open");
    } else {
        buf_add_c(out, "is ");
        say_value(out, claims->program, say_get_block_type(claims->program, info),
                  answer->main.value, answer->main.off_grid ? &answer->main.exact : NULL);
    }
}

/* A rule for each element: what it says of those that are listed. */
static void say_elements_of(const Claims *claims, uint32_t block, const Shown *shown, StrBuf *why)
{
    const BlockInfo *info = &claims->program->blocks[block];
    Str path = claims->program->lists[info->list].path;
    uint16_t count = shown->record->lists[info->list].count;
    for (uint16_t i = 0; i < count && i < MOST_ELEMENTS; i++) {
        buf_add_format(why, "%sof %S[%u] ", i ? ", " : "", path, i + 1u);
        say_answer_of(claims, block, evaluation_get(shown->evaluation, block, i), why);
    }
    if (count == 0 || count > MOST_ELEMENTS) {
        buf_add_format(why, "%sof others", count ? ", " : "");
    }
}

void claims_say_reads(const Claims *claims, const Claim *claim, const Shown *shown, StrBuf *why)
{
    for (uint32_t i = 0; i < claim->blocks.count; i++) {
        uint32_t block = claim->blocks.items[i];
        const BlockInfo *info = &claims->program->blocks[block];
        buf_add_format(why, "%s`%S` ", i ? ", " : "", info->name);
        if (info->list == NO_INDEX) {
            const BlockAnswer *answer = evaluation_get(shown->evaluation, block, NO_INDEX);
            say_answer_of(claims, block, answer, why);
        } else {
            say_elements_of(claims, block, shown, why);
        }
    }
    buf_add_c(why, claim->blocks.count ? "\n" : "it reads facts alone\n");
}
