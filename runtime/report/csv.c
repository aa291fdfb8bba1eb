#include "runtime/report/csv.h"
#include "runtime/report/say.h"
#include <string.h>

/* ---- cells ---- */

static bool needs_quotes(Str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == ',' || text.ptr[i] == '"' || text.ptr[i] == '\n' ||
            text.ptr[i] == '\r') {
            return true;
        }
    }
    return text.len > 0 && (text.ptr[0] == ' ' || text.ptr[text.len - 1] == ' ');
}

/* Quotes the cell that was added since `start`, if it needs it. */
static void finish_cell(StrBuf *out, size_t start)
{
    size_t end = out->len;
    Str cell = { out->ptr + start, end - start };

    if (!needs_quotes(cell)) {
        return;
    }
    /* Quoted behind itself, then moved down. If the buffer grows meanwhile, the old bytes stay
     * readable. */
    buf_add_char(out, '"');
    for (size_t i = 0; i < cell.len; i++) {
        if (cell.ptr[i] == '"') {
            buf_add_char(out, '"');
        }
        buf_add_char(out, cell.ptr[i]);
    }
    buf_add_char(out, '"');
    memmove(out->ptr + start, out->ptr + end, out->len - end);
    out->len -= end - start;
}

static void add_cell(StrBuf *out, Str text)
{
    size_t start = out->len;

    buf_add(out, text);
    finish_cell(out, start);
}

/* A key is text of the record. A spreadsheet would run it as a formula if it began like one, in
 * some languages with the wide forms of the signs; an apostrophe before it says that it is text.
 * Numbers of our own keep their minus. */
static bool begins_formula(Str key)
{
    static const char *const wide[] = { "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20" };

    if (key.len > 0 && key.ptr[0] != '\0' && strchr("=+-@\t\r", key.ptr[0])) {
        return true;
    }
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++) {
        if (str_starts_with(key, str_from_c(wide[i]))) {
            return true;
        }
    }
    return false;
}

static void disarm(StrBuf *out, Str key)
{
    if (begins_formula(key)) {
        buf_add_char(out, '\'');
    }
}

static void add_patient(StrBuf *out, Str key)
{
    size_t start = out->len;

    disarm(out, key);
    buf_add(out, key);
    finish_cell(out, start);
}

/* ---- header ---- */

static bool is_decision(const Plan *plan, Str name)
{
    for (uint32_t i = 0; i < plan->decision_count; i++) {
        if (str_equal(plan->program->blocks[plan->decisions[i]].name, name)) {
            return true;
        }
    }
    return false;
}

void csv_begin(StrBuf *out, const Plan *plan)
{
    const Program *program = plan->program;

    buf_add_c(out, "patient");
    for (uint32_t i = 0; i < plan->decision_count; i++) {
        buf_add_char(out, ',');
        add_cell(out, program->blocks[plan->decisions[i]].name);
    }
    for (uint32_t t = 0; t < plan->table_count; t++) {
        const PlanTable *table = &plan->tables[t];
        for (uint32_t i = 0; i < table->count; i++) {
            uint32_t block = plan->element_decisions[table->first + i];
            buf_add_char(out, ',');
            add_cell(out, str_format(out->arena, "%S.%S", program->lists[table->list].path,
                                     program->blocks[block].name));
        }
    }
    for (uint32_t i = 0; i < plan->advice_count; i++) {
        Str name = program->blocks[plan->advice[i]].name;
        buf_add_char(out, ',');
        /* decisions and advice are two namespaces; two columns of one name would be one too many */
        add_cell(out, is_decision(plan, name) ? str_format(out->arena, "advice.%S", name) : name);
    }
    buf_add_c(out, ",problems,error\n");
}

/* ---- rows ---- */

static void add_masks(StrBuf *out, const Program *program, ValueType type, const Answer *answer)
{
    unsigned count = type.type == REG_BOOL ? 2 : program->enums[type.enumeration].count;
    Mask mask = answer->settled || answer->value.mask == 0 ? mask_all(count) : answer->value.mask;
    bool first = true;

    for (unsigned i = 0; i < count; i++) {
        if ((mask >> i & 1) == 0) {
            continue;
        }
        if (!first) {
            buf_add_char(out, '|');
        }
        say_value(out, program, type, (Reg){ .lo = (int64_t)(UINT64_C(1) << i), .hi = 0 }, NULL);
        first = false;
    }
}

static void add_numbers(StrBuf *out, ValueType type, const Answer *answer)
{
    if (answer->settled) {
        return;
    }
    for (uint16_t i = 0; i < answer->possible_count; i++) {
        if (i > 0) {
            buf_add_char(out, '|');
        }
        say_rat(out, type, answer->possible[i], RAT_NEAREST);
    }
    if (answer->possible_count > 0 || type.type == REG_REAL) {
        return;
    }
    if (!answer->lo_open && answer->range_lo.den != 0) {
        say_rat(out, type, answer->range_lo, RAT_DOWN);
    }
    buf_add_c(out, "..");
    if (!answer->hi_open && answer->range_hi.den != 0) {
        say_rat(out, type, answer->range_hi, RAT_UP);
    }
}

/* Where some completion has no result, "(fails)" stands beside the others. */
static void add_possible_or_failure(StrBuf *out, const Program *program, ValueType type,
                                    const Answer *answer)
{
    if (answer->no_result) {
        buf_add_c(out, "(fails)");
        return;
    }
    if (type.type == REG_BOOL || type.type == REG_ENUM) {
        add_masks(out, program, type, answer);
    } else {
        add_numbers(out, type, answer);
    }
    if (answer->fails) {
        buf_add_c(out, "|(fails)");
    }
}

/* What was not worked out to the end says so: these are all that it might be, not what it can be.
 */
static void add_undecided(StrBuf *out, const Answer *answer)
{
    if (answer->undecided) {
        buf_add_c(out, "|(undecided)");
    }
}

static void add_possible(StrBuf *out, const Program *program, ValueType type, const Answer *answer)
{
    add_possible_or_failure(out, program, type, answer);
    add_undecided(out, answer);
}

/* "low", what is still possible as "low|high", a range as "2..4". Numbers stand in the declared
 * unit. */
static void add_answer(StrBuf *out, const Program *program, const Entry *entry)
{
    ValueType type = say_get_block_type(program, &program->blocks[entry->block]);
    const Answer *answer = &entry->answer->main;

    type.unit = UNIT_NONE;
    if (collect_is_settled(answer)) {
        say_value(out, program, type, answer->value, answer->off_grid ? &answer->exact : NULL);
    } else {
        add_possible(out, program, type, answer);
    }
}

/* KEY: of a joined cell; what separates is escaped in a key. */
static void add_key(StrBuf *out, Str key, size_t start)
{
    if (out->len > start) {
        buf_add_char(out, ';');
    }
    disarm(out,
           key); /* of each: where semicolons separate cells, the second one begins a cell, too */
    for (size_t i = 0; i < key.len; i++) {
        if (key.ptr[i] == ';' || key.ptr[i] == ':' || key.ptr[i] == '\\') {
            buf_add_char(out, '\\');
        }
        buf_add_char(out, key.ptr[i]);
    }
    buf_add_char(out, ':');
}

static void add_tables(StrBuf *out, const Report *report)
{
    const Plan *plan = report->plan;

    for (uint32_t t = 0; t < plan->table_count; t++) {
        const EntryList *rows = &report->tables[t];
        for (uint32_t column = 0; column < plan->tables[t].count; column++) {
            buf_add_char(out, ',');
            size_t start = out->len;
            for (uint32_t i = column; i < rows->count; i += plan->tables[t].count) {
                add_key(out, collect_get_about(report, &rows->items[i]), start);
                add_answer(out, report->program, &rows->items[i]);
            }
            finish_cell(out, start);
        }
    }
}

static void add_status(StrBuf *out, const BlockAnswer *answer)
{
    buf_add(out, collect_get_status(answer->status));
    add_undecided(out, &answer->main);
}

static void add_advice_cell(StrBuf *out, const Report *report, uint32_t block)
{
    uint16_t list = report->program->blocks[block].list;
    size_t start = out->len;
    const BlockAnswer *hidden;

    if (list == NO_INDEX) {
        add_status(out, evaluation_get(report->evaluation, block, NO_INDEX));
        return;
    }
    for (uint16_t i = 0; i < report->record->lists[list].count; i++) {
        add_key(out, report->record->lists[list].keys[i], start);
        add_status(out, evaluation_get(report->evaluation, block, i));
    }
    hidden = evaluation_get(report->evaluation, block, CELLS_HIDDEN);
    if (hidden->ready && hidden->status == STATUS_OPEN) {
        add_key(out, STR("*"), start);
        add_status(out, hidden);
    }
    finish_cell(out, start);
}

void csv_add(StrBuf *out, const Report *report)
{
    add_patient(out, report->record->key);
    for (uint32_t i = 0; i < report->decisions.count; i++) {
        buf_add_char(out, ',');
        size_t start = out->len;
        add_answer(out, report->program, &report->decisions.items[i]);
        finish_cell(out, start);
    }
    add_tables(out, report);
    for (uint32_t i = 0; i < report->plan->advice_count; i++) {
        buf_add_char(out, ',');
        add_advice_cell(out, report, report->plan->advice[i]);
    }
    buf_add_char(out, ',');
    size_t start = out->len;
    for (uint32_t i = 0; i < report->problems.count; i++) {
        buf_add_format(out, "%s%s %S", i > 0 ? "; " : "", report->problems.items[i].code,
                       report->problems.items[i].at);
    }
    finish_cell(out, start);
    buf_add_c(out, ",\n");
}

void csv_add_error(StrBuf *out, const Plan *plan, const RecordError *error)
{
    uint32_t columns = plan->decision_count + plan->advice_count + 1;

    for (uint32_t t = 0; t < plan->table_count; t++) {
        columns += plan->tables[t].count;
    }
    add_patient(out, error->patient);
    for (uint32_t i = 0; i < columns; i++) {
        buf_add_char(out, ',');
    }
    buf_add_char(out, ',');
    size_t start = out->len;
    buf_add_format(out, "%S line %lld: %S", error->code, (int64_t)error->line, error->message);
    finish_cell(out, start);
    buf_add_char(out, '\n');
}
