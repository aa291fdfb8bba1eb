/* summary_print.c - the cohort table. */
#include "runtime/patient/problem.h"
#include "runtime/report/say.h"
#include "runtime/report/summary.h"
#include "runtime/report/wrap.h"

enum { FACTS_MOST = 15, NUMBER = 9, TITLE_MOST = 48 };

typedef struct Table {
    Wrap wrap;
    Arena *arena;
    const Summary *summary;
    const Program *program;
    unsigned numbers; /* column at which numbers start */
} Table;

/* ---- pieces ---- */

/* 1234567 as 1,234,567 */
static Str make_number(Arena *arena, uint64_t value)
{
    StrBuf digits = { .arena = arena }, out = { .arena = arena };

    buf_add_int(&digits, (int64_t)value);
    for (size_t i = 0; i < digits.len; i++) {
        if (i > 0 && (digits.len - i) % 3 == 0)
            buf_add_char(&out, ',');
        buf_add_char(&out, digits.ptr[i]);
    }
    return buf_get(&out);
}

static void add_number(Table *table, unsigned column, WrapStyle style, uint64_t value)
{
    Str text = make_number(table->arena, value);
    unsigned end = table->numbers + (column + 1) * (NUMBER + 2);

    wrap_move_to(&table->wrap, text.len < end ? end - (unsigned)text.len : end);
    wrap_add_glued(&table->wrap, style, text);
}

/* Tenths of a percent, rounded half up. */
static void add_share(Table *table, unsigned column, uint64_t part, uint64_t whole)
{
    uint64_t tenths = whole == 0 ? 0 : (part * 1000 + whole / 2) / whole;
    Str text = str_format(table->arena, "%lld.%d %%", (int64_t)(tenths / 10), (int)(tenths % 10));
    unsigned end = table->numbers + (column + 1) * (NUMBER + 2);

    wrap_move_to(&table->wrap, end - (unsigned)text.len);
    wrap_add_glued(&table->wrap, WRAP_DIM, text);
}

static void add_heading(Table *table, const char *heading)
{
    wrap_blank_line(&table->wrap);
    wrap_add_c(&table->wrap, WRAP_HEADING, heading);
}

static Str get_title(Table *table, uint32_t block)
{
    StrBuf piece = { .arena = table->arena };

    say_title(&piece, table->program->blocks[block].title, table->program->blocks[block].name);
    return buf_get(&piece);
}

/* A title, cut to the columns before the numbers at a word. */
static void add_title(Table *table, unsigned indent, Str title)
{
    wrap_start_line(&table->wrap, indent, indent + 2);
    unsigned width = table->wrap.width;
    table->wrap.width = table->numbers;
    wrap_add(&table->wrap, WRAP_PLAIN, title);
    table->wrap.width = width;
}

/* ---- decisions ---- */

static Str get_value(Table *table, const BlockInfo *block, uint32_t value)
{
    ValueType type = say_get_block_type(table->program, block);
    StrBuf piece = { .arena = table->arena };
    Reg reg = { .mask = UINT64_C(1) << (value & 63) };

    if (type.type == REG_INT)
        reg = (Reg){ .lo = block->lo + value, .hi = block->lo + value };
    say_value_kindly(&piece, table->program, type, reg, NULL);
    return buf_get(&piece);
}

static void add_line(Table *table, Str name, WrapStyle style, uint64_t part, uint64_t whole)
{
    wrap_start_line(&table->wrap, 4, 6);
    wrap_add(&table->wrap, style, name);
    add_number(table, 0, WRAP_PLAIN, part);
    add_share(table, 1, part, whole);
}

static void add_decision(Table *table, uint32_t index)
{
    const DecisionCount *count = &table->summary->decisions[index];
    const BlockInfo *block = &table->program->blocks[index];
    uint64_t whole = count->settled + count->open;

    wrap_start_line(&table->wrap, 2, 4);
    wrap_add(&table->wrap, WRAP_STRONG, get_title(table, index));
    if (block->list != NO_INDEX)
        wrap_add(&table->wrap, WRAP_DIM,
                 str_format(table->arena, "(each %S)", table->program->lists[block->list].element));
    for (uint32_t i = 0; i < count->value_count; i++)
        if (count->values[i] > 0)
            add_line(table, get_value(table, block, i), WRAP_PLAIN, count->values[i], whole);
    if (count->value_count == 0)
        add_line(table, STR("settled"), WRAP_PLAIN, count->settled, whole);
    if (count->open > 0)
        add_line(table, STR("open"), WRAP_ASK, count->open, whole);
}

static void add_decisions(Table *table)
{
    const Plan *plan = table->summary->plan;

    if (plan->decision_count + plan->table_count == 0)
        return;
    add_heading(table, "DECISIONS");
    for (uint32_t i = 0; i < plan->decision_count; i++)
        add_decision(table, plan->decisions[i]);
    for (uint32_t t = 0; t < plan->table_count; t++)
        for (uint32_t i = 0; i < plan->tables[t].count; i++)
            add_decision(table, plan->element_decisions[plan->tables[t].first + i]);
}

/* ---- advice ---- */

static void add_advice(Table *table)
{
    static const uint8_t order[] = { STATUS_APPLIES, STATUS_RULED_OUT, STATUS_OPEN,
                                     STATUS_NOT_APPLICABLE };
    static const char *const names[] = { "applies", "ruled out", "open", "not appl." };
    const Plan *plan = table->summary->plan;

    if (plan->advice_count == 0)
        return;
    add_heading(table, "ADVICE");
    for (unsigned i = 0; i < 4; i++) {
        Str name = str_from_c(names[i]);
        wrap_move_to(&table->wrap, table->numbers + (i + 1) * (NUMBER + 2) - (unsigned)name.len);
        wrap_add_glued(&table->wrap, WRAP_DIM, name);
    }
    for (uint32_t i = 0; i < plan->advice_count; i++) {
        const AdviceCount *count = &table->summary->advice[plan->advice[i]];
        add_title(table, 2, get_title(table, plan->advice[i]));
        for (unsigned k = 0; k < 4; k++)
            add_number(table, k, count->status[order[k]] > 0 ? WRAP_PLAIN : WRAP_DIM,
                       count->status[order[k]]);
    }
}

/* ---- facts, gaps, problems ---- */

static bool is_gap(const Table *table, uint32_t fact)
{
    return fact < table->program->field_count && table->program->fields[fact].role == FIELD_GAP;
}

static void say_counted_fact(Table *table, StrBuf *out, uint32_t fact)
{
    const Program *program = table->program;

    if (fact >= program->field_count) {
        const ListInfo *list = &program->lists[fact - program->field_count];
        say_title(out, list->label, list->path);
        buf_add_c(out, " (listed completely)");
        return;
    }
    const FieldInfo *field = &program->fields[fact];
    say_title(out, field->label, field->path);
    if (field->list != NO_INDEX)
        buf_add_format(out, " (%S)", program->lists[field->list].element);
}

/* The next most frequent after (records, index); false if there is none. */
static bool find_next(const Table *table, bool gaps, uint64_t *records, uint32_t *index)
{
    uint64_t best = 0;
    uint32_t found = NO_INDEX32;

    for (uint32_t i = 0; i < table->summary->fact_count; i++) {
        uint64_t n = table->summary->facts[i].records;
        bool later = n < *records || (n == *records && *index != NO_INDEX32 && i > *index);
        if (is_gap(table, i) != gaps || !later || n <= best)
            continue;
        best = n;
        found = i;
    }
    *records = best;
    *index = found;
    return found != NO_INDEX32;
}

static void add_facts(Table *table, bool gaps)
{
    uint64_t records = UINT64_MAX;
    uint32_t index = NO_INDEX32;

    for (unsigned n = 0; n < FACTS_MOST && find_next(table, gaps, &records, &index); n++) {
        StrBuf name = { .arena = table->arena };
        if (n == 0)
            add_heading(table, gaps ? "GAPS OF THE GUIDELINE MOST OFTEN OPEN (records)"
                                    : "FACTS MOST OFTEN NEEDED (records)");
        say_counted_fact(table, &name, index);
        add_title(table, 2, buf_get(&name));
        add_number(table, 0, WRAP_PLAIN, records);
        add_share(table, 1, records, table->summary->records);
    }
}

static const char *get_problem_title(const char *code)
{
    for (int id = PROBLEM_NONE + 1; id < PROBLEM_COUNT_; id++)
        if (str_equal(str_from_c(problem_get_code((ProblemId)id)), str_from_c(code)))
            return problem_get_title((ProblemId)id);
    return "";
}

static void add_problems(Table *table)
{
    const Summary *summary = table->summary;

    if (summary->problems.count == 0)
        return;
    add_heading(table, "PROBLEMS IN THE DATA");
    for (uint32_t i = 0; i < summary->problems.count; i++) {
        const ProblemCount *count = &summary->problems.items[i];
        add_title(table, 2,
                  str_format(table->arena, "%s %s", count->code, get_problem_title(count->code)));
        add_number(table, 0, WRAP_PLAIN, summary->problems.items[i].count);
    }
}

static void add_head(Table *table)
{
    const Summary *summary = table->summary;
    Wrap *wrap = &table->wrap;

    wrap_rule(wrap, "\xe2\x94\x80");
    wrap_start_line(wrap, 0, 2);
    wrap_add_c(wrap, WRAP_HEADING, "COHORT");
    wrap_add(wrap, WRAP_STRONG,
             table->program->title.len > 0 ? table->program->title : table->program->name);
    wrap_add(wrap, WRAP_DIM, table->program->version);
    wrap_start_line(wrap, 0, 2);
    wrap_add(wrap, WRAP_STRONG, make_number(table->arena, summary->records));
    wrap_add_c(wrap, WRAP_PLAIN,
               summary->records == 1 ? "record evaluated," : "records evaluated,");
    wrap_add(wrap, WRAP_PLAIN, make_number(table->arena, summary->with_problems));
    wrap_add_c(wrap, WRAP_PLAIN, "of them with problems in the data;");
    wrap_add(wrap, summary->errors > 0 ? WRAP_BAD : WRAP_PLAIN,
             make_number(table->arena, summary->errors));
    wrap_add_c(wrap, WRAP_PLAIN, "could not be read");
    wrap_end_line(wrap);
    wrap_rule(wrap, "\xe2\x94\x80");
}

void summary_print(const Summary *summary, StrBuf *buf, bool color, unsigned width)
{
    unsigned columns = width == 0 ? 96 : width < 80 ? 80 : width;
    Table table = { .wrap = { .buf = buf, .width = columns, .color = color, .parted = true },
                    .arena = summary->arena,
                    .summary = summary,
                    .program = summary->program };

    table.numbers = columns - 1 - 4 * (NUMBER + 2); /* the last column is kept for joined marks */
    table.numbers = table.numbers < TITLE_MOST ? table.numbers : TITLE_MOST;
    add_head(&table);
    add_decisions(&table);
    add_advice(&table);
    add_facts(&table, false);
    add_facts(&table, true);
    add_problems(&table);
    wrap_end_line(&table.wrap);
}
