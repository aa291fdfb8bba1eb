#include "runtime/report/plan.h"
#include "runtime/base/json_writer.h"

void plan_add_hash(StrBuf *out, const uint8_t hash[32])
{
    char text[64];

    for (int i = 0; i < 32; i++) {
        unsigned high = hash[i] >> 4, low = hash[i] & 15;
        text[2 * i] = (char)(high + (high > 9 ? 'a' - 10 : '0'));
        text[2 * i + 1] = (char)(low + (low > 9 ? 'a' - 10 : '0'));
    }
    json_add_literal(out, "sha256:");
    json_add(out, (Str){ text, sizeof text });
}

/* ---- pieces of JSON ---- */

static void add_statements(StrBuf *out, const Program *program, uint32_t first, uint32_t count)
{
    json_add_literal(out, "[");
    for (uint32_t i = 0; i < count; i++) {
        json_separate(out);
        json_add_string(out, program->statements[program->statement_refs[first + i]].id);
    }
    json_add_literal(out, "]");
}

static void add_refs(StrBuf *out, const Program *program, uint32_t first, uint32_t count)
{
    json_add_literal(out, "[");
    for (uint32_t i = 0; i < count; i++) {
        json_separate(out);
        buf_add_int(out, program->refs[first + i]);
    }
    json_add_literal(out, "]");
}

/* A piece of JSON: before, the escaped name, after. */
static Str make_piece(Arena *arena, const char *before, Str name, const char *after)
{
    StrBuf out = { .arena = arena };

    buf_add_c(&out, before);
    json_add_escaped(&out, name);
    buf_add_c(&out, after);
    return buf_get(&out);
}

static Str make_advice(const Plan *plan, Arena *arena, const BlockInfo *block)
{
    const Program *program = plan->program;
    StrBuf out = { .arena = arena };
    Str strength = block->strength == NO_INDEX ? STR_NONE : program->strengths[block->strength];

    json_add_literal(&out, "{\"name\":");
    json_add_string(&out, block->name);
    json_add_literal(&out, ",\"title\":");
    json_add_string_or_null(&out, block->title);
    json_add_literal(&out, ",\"direction\":");
    json_add_string(&out, block->against ? STR("against") : STR("for"));
    json_add_literal(&out, ",\"strength\":");
    json_add_string_or_null(&out, strength);
    json_add_literal(&out, ",\"status\":");
    return buf_get(&out);
}

static Str make_sources(const Plan *plan, Arena *arena, const BlockInfo *block)
{
    StrBuf out = { .arena = arena };

    json_add_literal(&out, ",\"evidence\":");
    json_add_string_or_null(&out, block->evidence);
    json_add_literal(&out, ",\"statements\":");
    add_statements(&out, plan->program, block->statements, block->statement_count);
    json_add_literal(&out, ",\"refs\":");
    add_refs(&out, plan->program, block->refs, block->ref_count);
    return buf_get(&out);
}

static Str make_shows(const Plan *plan, Arena *arena, const BlockInfo *block)
{
    const Program *program = plan->program;
    StrBuf out = { .arena = arena };

    json_add_literal(&out, ",\"shows\":[");
    for (uint32_t i = 0; i < block->show_count; i++) {
        const StatementInfo *shown =
            &program->statements[program->statement_refs[block->shows + i]];
        json_separate(&out);
        json_add_literal(&out, "{\"statement\":");
        json_add_string(&out, shown->id);
        json_add_literal(&out, ",\"text\":");
        json_add_string(&out, shown->text);
        json_add_literal(&out, ",\"refs\":");
        add_refs(&out, program, shown->refs, shown->ref_count);
        json_add_literal(&out, "}");
    }
    json_add_literal(&out, "]");
    return buf_get(&out);
}

static Str make_timing(Arena *arena, const BlockInfo *block)
{
    StrBuf out = { .arena = arena };

    json_add_literal(&out, ",\"timing\":");
    json_add_string_or_null(&out, block->timing);
    json_add_literal(&out, "}");
    return buf_get(&out);
}

static Str make_caution(const Plan *plan, Arena *arena, const BlockInfo *block)
{
    StrBuf out = { .arena = arena };

    json_add_literal(&out, "{\"name\":");
    json_add_string(&out, block->name);
    json_add_literal(&out, ",\"text\":");
    json_add_string(&out, block->title);
    if (block->gate) {
        json_add_literal(&out, ",\"gate\":true");
    }
    json_add_literal(&out, ",\"statements\":");
    add_statements(&out, plan->program, block->statements, block->statement_count);
    json_add_literal(&out, "}");
    return buf_get(&out);
}

static Str make_unless(const Plan *plan, Arena *arena, const AuxInfo *aux)
{
    const Program *program = plan->program;
    const ReasonInfo *reason = aux->reason == NO_INDEX ? NULL : &program->reasons[aux->reason];
    bool own = aux->statement_count == 0 && reason;
    StrBuf out = { .arena = arena };

    json_add_literal(&out, "{\"reason\":");
    json_add_string_or_null(&out, reason ? reason->name : STR_NONE);
    json_add_literal(&out, ",\"statements\":");
    add_statements(&out, program, own ? reason->statements : aux->statements,
                   own ? reason->statement_count : aux->statement_count);
    json_add_literal(&out, "}");
    return buf_get(&out);
}

static Str make_guideline(const Plan *plan, Arena *arena)
{
    const Program *program = plan->program;
    StrBuf out = { .arena = arena };

    json_add_literal(&out, "{\"guideline\":{\"name\":");
    json_add_string(&out, program->name);
    json_add_literal(&out, ",\"version\":");
    json_add_string(&out, program->version);
    json_add_literal(&out, ",\"hash\":\"");
    plan_add_hash(&out, program->hash);
    json_add_literal(&out, "\"},\"patient\":");
    return buf_get(&out);
}

/* ---- who stands where ---- */

static void fill_block(Plan *plan, Arena *arena, uint32_t index)
{
    const BlockInfo *block = &plan->program->blocks[index];
    BlockText *text = &plan->blocks[index];

    text->key = make_piece(arena, "\"", block->name, "\":{");
    text->settled = make_piece(arena, "\"", block->name, "\":{\"value\":");
    text->name = make_piece(arena, "\"", block->name, "\"");
    text->rule = make_piece(arena, "\",\"rule\":\"", block->name, "\"}");
    text->gate = block->gate ? STR(",\"gate\":true") : STR("");
    if (block->kind == BLOCK_ADVICE) {
        text->advice = make_advice(plan, arena, block);
        text->sources = make_sources(plan, arena, block);
        text->shows = make_shows(plan, arena, block);
        text->timing = make_timing(arena, block);
        text->open = make_piece(arena, "{\"name\":\"", block->name, "\",\"about\":");
    } else if (block->kind == BLOCK_CAUTION) {
        text->caution = make_caution(plan, arena, block);
    }
}

static void fill_tables(Plan *plan, Arena *arena)
{
    const Program *program = plan->program;
    uint32_t used = 0;

    plan->element_decisions = ARENA_ARRAY(arena, uint32_t, program->block_count);
    plan->tables = ARENA_ARRAY(arena, PlanTable, program->list_count);
    for (uint16_t list = 0; list < program->list_count; list++) {
        PlanTable *table = &plan->tables[plan->table_count];
        *table = (PlanTable){ .list = list, .first = used };
        for (uint32_t i = 0; i < program->block_count; i++) {
            const BlockInfo *block = &program->blocks[program->declared[i]];
            if (block->kind == BLOCK_DECISION && block->reported && block->list == list) {
                plan->element_decisions[used++] = program->declared[i];
            }
        }
        table->count = used - table->first;
        table->head = make_piece(arena, "\"", program->lists[list].path, "\":[");
        if (table->count > 0) {
            plan->table_count++;
        }
    }
}

static void sort_blocks(Plan *plan, Arena *arena)
{
    const Program *program = plan->program;

    plan->decisions = ARENA_ARRAY(arena, uint32_t, program->block_count);
    plan->advice = ARENA_ARRAY(arena, uint32_t, program->block_count);
    plan->cautions = ARENA_ARRAY(arena, uint32_t, program->block_count);
    for (uint32_t i = 0; i < program->block_count; i++) {
        uint32_t index = program->declared[i];
        const BlockInfo *block = &program->blocks[index];
        if (block->kind == BLOCK_ADVICE) {
            plan->advice[plan->advice_count++] = index;
        } else if (block->kind == BLOCK_CAUTION) {
            plan->cautions[plan->caution_count++] = index;
        } else if (block->kind == BLOCK_DECISION && block->reported && block->list == NO_INDEX) {
            plan->decisions[plan->decision_count++] = index;
        }
    }
}

static void fill_values(Plan *plan, Arena *arena)
{
    const Program *program = plan->program;

    plan->values = ARENA_ARRAY(arena, Str *, program->enum_count);
    for (uint16_t i = 0; i < program->enum_count; i++) {
        const EnumInfo *info = &program->enums[i];
        plan->values[i] = ARENA_ARRAY(arena, Str, info->count);
        for (uint16_t k = 0; k < info->count; k++) {
            plan->values[i][k] = make_piece(arena, "\"", info->values[k], "\"");
        }
    }
}

/* ---- names ---- */

static bool is_plain(Str name)
{
    for (size_t i = 0; i < name.len; i++) {
        if ((unsigned char)name.ptr[i] < 0x20 || name.ptr[i] == '"' || name.ptr[i] == '\\') {
            return false;
        }
    }
    return true;
}

static bool has_plain_names(const Program *program)
{
    bool plain = true;

    for (uint16_t i = 0; i < program->field_count; i++) {
        plain &= is_plain(program->fields[i].path);
    }
    for (uint16_t i = 0; i < program->list_count; i++) {
        plain &= is_plain(program->lists[i].path);
    }
    for (uint32_t i = 0; i < program->block_count; i++) {
        plain &= is_plain(program->blocks[i].name);
    }
    for (uint16_t i = 0; i < program->enum_count; i++) {
        for (uint16_t k = 0; k < program->enums[i].count; k++) {
            plain &= is_plain(program->enums[i].values[k]);
        }
    }
    return plain;
}

static void fill_facts(Plan *plan, Arena *arena)
{
    const Program *program = plan->program;

    plan->facts = ARENA_ARRAY(arena, Str, program->field_count);
    plan->lists = ARENA_ARRAY(arena, Str, program->list_count);
    for (uint32_t i = 0; i < program->field_count; i++) {
        const FieldInfo *field = &program->fields[i];
        plan->facts[i] = make_piece(arena, field->list == NO_INDEX ? "{\"fact\":\"" : "].",
                                    field->path, "\",\"value\":\"");
    }
    for (uint32_t i = 0; i < program->list_count; i++) {
        plan->lists[i] = make_piece(arena, "{\"fact\":\"", program->lists[i].path, "[");
    }
    plan->plain = has_plain_names(program);
}

static void fill_paths(Plan *plan, Arena *arena)
{
    const Program *program = plan->program;
    uint32_t *ids = ARENA_ARRAY(arena, uint32_t, program->field_count);

    fact_list_ids(program, ids);
    plan->paths = ARENA_ARRAY(arena, PlanPath, program->field_count);
    for (uint16_t i = 0; i < program->field_count; i++) {
        const FieldInfo *field = &program->fields[i];
        if (field->role != FIELD_SCALAR) {
            continue;
        }
        PlanPath *path = &plan->paths[plan->path_count++];
        path->id = ids[i];
        path->path = make_piece(arena, "\"", field->path, "\"");
    }
}

const Str *plan_find_path(const Plan *plan, uint32_t fact_id)
{
    uint32_t low = 0, high = plan->path_count;

    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (plan->paths[middle].id < fact_id) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < plan->path_count && plan->paths[low].id == fact_id ? &plan->paths[low].path : NULL;
}

Plan *plan_create(Arena *arena, const Program *program)
{
    Plan *plan = ARENA_NEW(arena, Plan);

    plan->program = program;
    plan->guideline = make_guideline(plan, arena);
    plan->blocks = ARENA_ARRAY(arena, BlockText, program->block_count);
    plan->unless = ARENA_ARRAY(arena, Str, program->aux_count);
    plan->reasons = ARENA_ARRAY(arena, Str, program->reason_count);
    fill_facts(plan, arena);
    fill_paths(plan, arena);
    sort_blocks(plan, arena);
    fill_tables(plan, arena);
    fill_values(plan, arena);
    for (uint32_t i = 0; i < program->block_count; i++) {
        fill_block(plan, arena, i);
    }
    for (uint32_t i = 0; i < program->aux_count; i++) {
        plan->unless[i] = make_unless(plan, arena, &program->aux[i]);
    }
    for (uint32_t i = 0; i < program->reason_count; i++) {
        plan->reasons[i] = make_piece(arena, "\"", program->reasons[i].name, "\"");
    }
    return plan;
}
