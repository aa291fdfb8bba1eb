/* trace_missing.c - what is not as it should be: statements that nothing implements, figures that
 * nothing shows, definitions that nothing reads. */
#include "compiler/tools/trace.h"

bool trace_is_missing(const RuleIndex *index, uint32_t statement)
{
    return !index->ast->statements.items[statement]->role.text.len &&
           !rule_index_is_implemented(index, statement);
}

bool trace_is_unshown(const RuleIndex *index, uint32_t statement)
{
    return str_equal(index->ast->statements.items[statement]->role.text, STR("figure")) &&
           index->of_statement[statement].count == 0;
}

bool trace_is_unread(const RuleEntry *entry)
{
    return !entry->live;
}

uint32_t trace_count_missing(const RuleIndex *index)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < index->ast->statements.count; i++) {
        count += trace_is_missing(index, i);
    }
    return count;
}
