/* api_answers.c - a report's single answers: entries of the collected report as texts that end in
 * NUL, made when somebody asks. */
#include "runtime/api_parts.h"
#include "runtime/report/collect.h"
#include <string.h>

typedef struct Texts {
    bool made;
    VEC(const char *) items;
} Texts;

struct CglAnswer {
    CglReport *report;
    const Entry *entry;
    CglKind kind;
    Str element; /* ptr NULL: about the patient */
    const char *name, *title, *about, *value, *unit;
    Texts parts[CGL_LAST_PART + 1];
};

/* ---- inside an answer ---- */

static const Program *get_program(const CglAnswer *answer)
{
    return answer->report->session->program;
}

static const BlockInfo *get_block(const CglAnswer *answer)
{
    return &get_program(answer)->blocks[answer->entry->block];
}

static Arena *get_arena(const CglAnswer *answer)
{
    return answer->report->session->run;
}

static const Report *get_collected(const CglAnswer *answer)
{
    return report_get_collected(answer->report->writer);
}

/* NULL for a caution: that it holds is all there is to it. */
static const Answer *get_main(const CglAnswer *answer)
{
    return answer->kind == CGL_CAUTIONS ? NULL : &answer->entry->answer->main;
}

static ValueType get_type(const CglAnswer *answer)
{
    return say_get_block_type(get_program(answer), get_block(answer));
}

static ValueType get_bare_type(const CglAnswer *answer)
{
    ValueType type = get_type(answer);
    type.unit = UNIT_NONE;
    return type;
}

static bool is_settled(const CglAnswer *answer)
{
    return answer->kind == CGL_CAUTIONS || collect_is_settled(get_main(answer));
}

static bool is_unsettled_decision(const CglAnswer *answer)
{
    return answer->kind == CGL_DECISIONS && !is_settled(answer);
}

/* ---- parts ---- */

static void add_text(CglAnswer *answer, Texts *texts, Str text)
{
    vec_add(get_arena(answer), &texts->items, str_to_c(get_arena(answer), text));
}

static bool is_set_of_values(ValueType type)
{
    return type.type == REG_BOOL || type.type == REG_ENUM;
}

static void add_possible_value(CglAnswer *answer, Texts *texts, unsigned value)
{
    StrBuf out = { .arena = get_arena(answer) };
    say_value(&out, get_program(answer), get_bare_type(answer),
              (Reg){ .mask = UINT64_C(1) << value }, NULL);
    add_text(answer, texts, buf_get(&out));
}

static void add_possible_number(CglAnswer *answer, Texts *texts, Rat value)
{
    StrBuf out = { .arena = get_arena(answer) };
    say_rat(&out, get_bare_type(answer), value, RAT_NEAREST);
    add_text(answer, texts, buf_get(&out));
}

static void add_possible(CglAnswer *answer, Texts *texts)
{
    ValueType type = get_type(answer);
    const Answer *open = get_main(answer);
    if (!is_unsettled_decision(answer) || open->no_result) {
        return;
    }
    if (is_set_of_values(type)) {
        Mask left = collect_get_possible(get_program(answer), type, open);
        for (; left != 0; left &= left - 1) {
            add_possible_value(answer, texts, (unsigned)__builtin_ctzll(left));
        }
        return;
    }
    for (uint16_t i = 0; !open->settled && i < open->possible_count; i++) {
        add_possible_number(answer, texts, open->possible[i]);
    }
}

static void add_bound(CglAnswer *answer, Texts *texts, bool open, Rat bound, RatRounding rounding)
{
    StrBuf out = { .arena = get_arena(answer) };
    if (!open && bound.den != 0) {
        say_rat(&out, get_bare_type(answer), bound, rounding);
    }
    add_text(answer, texts, buf_get(&out));
}

static void add_range(CglAnswer *answer, Texts *texts)
{
    ValueType type = get_type(answer);
    const Answer *open = get_main(answer);
    if (!is_unsettled_decision(answer) || open->no_result || is_set_of_values(type) ||
        (open->possible_count > 0 && !open->settled)) {
        return;
    }
    bool nothing = open->settled || type.type == REG_REAL;
    add_bound(answer, texts, nothing || open->lo_open, open->range_lo, RAT_DOWN);
    add_bound(answer, texts, nothing || open->hi_open, open->range_hi, RAT_UP);
}

static bool is_waiting(const CglAnswer *answer)
{
    return answer->kind == CGL_RECOMMENDATIONS ? answer->entry->answer->status == STATUS_OPEN
                                               : is_unsettled_decision(answer);
}

static void add_needs(CglAnswer *answer, Texts *texts)
{
    for (uint32_t i = 0; is_waiting(answer) && i < get_main(answer)->need_count; i++) {
        StrBuf out = { .arena = get_arena(answer) };
        FactRef fact = fact_from_id(get_program(answer), get_main(answer)->needs[i]);
        fact_print_path(&out, get_program(answer), fact);
        add_text(answer, texts, buf_get(&out));
    }
}

static void add_need_labels(CglAnswer *answer, Texts *texts)
{
    for (uint32_t i = 0; is_waiting(answer) && i < get_main(answer)->need_count; i++) {
        StrBuf out = { .arena = get_arena(answer) };
        FactRef fact = fact_from_id(get_program(answer), get_main(answer)->needs[i]);
        say_fact(&out, get_program(answer), answer->report->session->record, fact);
        add_text(answer, texts, buf_get(&out));
    }
}

static void add_gaps(CglAnswer *answer, Texts *texts)
{
    const Program *program = get_program(answer);
    const Answer *open = get_main(answer);
    if (!is_waiting(answer)) {
        return;
    }
    for (uint16_t i = 0; i < open->gap_count; i++) {
        add_text(answer, texts, program->fields[open->gaps[i]].path);
    }
    for (uint16_t i = 0; i < open->fault_count; i++) {
        StrBuf out = { .arena = get_arena(answer) };
        collect_print_fault(&out, program, open->faults[i]);
        add_text(answer, texts, buf_get(&out));
    }
}

static void add_because(CglAnswer *answer, Texts *texts)
{
    for (uint32_t i = 0; i < answer->entry->because.count; i++) {
        StrBuf out = { .arena = get_arena(answer) };
        fact_print_path(&out, get_program(answer), answer->entry->because.items[i].fact);
        add_text(answer, texts, buf_get(&out));
    }
}

static void add_reasons(CglAnswer *answer, Texts *texts)
{
    const Program *program = get_program(answer);
    if (answer->kind == CGL_CAUTIONS) {
        return;
    }
    for (uint64_t bits = collect_get_reasons(program, answer->entry); bits != 0; bits &= bits - 1) {
        uint32_t aux = get_block(answer)->aux + (uint32_t)__builtin_ctzll(bits);
        uint16_t reason = program->aux[aux].reason;
        add_text(answer, texts, reason == NO_INDEX ? STR("") : program->reasons[reason].name);
    }
}

static void add_cautions(CglAnswer *answer, Texts *texts)
{
    const Program *program = get_program(answer);
    const BlockInfo *block = get_block(answer);
    if (answer->kind != CGL_RECOMMENDATIONS || answer->entry->answer->status == STATUS_OPEN) {
        return;
    }
    for (uint32_t i = 0; i < block->caution_count; i++) {
        uint32_t caution = program->block_refs[block->cautions + i];
        if (collect_caution_holds(get_collected(answer), caution, answer->entry)) {
            add_text(answer, texts, program->blocks[caution].name);
        }
    }
}

static const StatementInfo *get_statement(const CglAnswer *answer, uint32_t index)
{
    const Program *program = get_program(answer);
    return &program->statements[program->statement_refs[get_block(answer)->statements + index]];
}

static void add_statements(CglAnswer *answer, Texts *texts)
{
    for (uint32_t i = 0; i < get_block(answer)->statement_count; i++) {
        add_text(answer, texts, get_statement(answer, i)->id);
    }
}

static void add_statement_texts(CglAnswer *answer, Texts *texts)
{
    for (uint32_t i = 0; i < get_block(answer)->statement_count; i++) {
        add_text(answer, texts, get_statement(answer, i)->text);
    }
}

static void add_statement_places(CglAnswer *answer, Texts *texts)
{
    for (uint32_t i = 0; i < get_block(answer)->statement_count; i++) {
        add_text(answer, texts, get_statement(answer, i)->place);
    }
}

static void (*const part_makers[CGL_LAST_PART + 1])(CglAnswer *, Texts *) = {
    [CGL_POSSIBLE] = add_possible,
    [CGL_RANGE] = add_range,
    [CGL_NEEDS] = add_needs,
    [CGL_NEED_LABELS] = add_need_labels,
    [CGL_GAPS] = add_gaps,
    [CGL_BECAUSE] = add_because,
    [CGL_REASONS] = add_reasons,
    [CGL_ANSWER_CAUTIONS] = add_cautions,
    [CGL_STATEMENTS] = add_statements,
    [CGL_STATEMENT_TEXTS] = add_statement_texts,
    [CGL_STATEMENT_PLACES] = add_statement_places,
};

/* ---- the answers of a report ---- */

static void add_answer(CglReport *report, CglKind kind, const Report *collected, const Entry *entry)
{
    report->answers[report->answer_count++] =
        (CglAnswer){ .report = report,
                     .kind = kind,
                     .entry = entry,
                     .element = collect_get_about(collected, entry) };
}

static void add_answers(CglReport *report, CglKind kind, const Report *collected,
                        const EntryList *list)
{
    for (uint32_t i = 0; i < list->count; i++) {
        add_answer(report, kind, collected, &list->items[i]);
    }
}

static uint32_t count_entries(const Report *collected)
{
    uint32_t count = collected->decisions.count + collected->advice.count + collected->open.count +
                     collected->cautions.count;
    for (uint32_t i = 0; i < collected->plan->table_count; i++) {
        count += collected->tables[i].count;
    }
    return count;
}

static void list_answers(CglReport *report, const Report *collected)
{
    report->answer_count = 0;
    report->answers = ARENA_ARRAY(report->session->run, CglAnswer, count_entries(collected));
    add_answers(report, CGL_DECISIONS, collected, &collected->decisions);
    for (uint32_t i = 0; i < collected->plan->table_count; i++) {
        add_answers(report, CGL_DECISIONS, collected, &collected->tables[i]);
    }
    add_answers(report, CGL_RECOMMENDATIONS, collected, &collected->advice);
    add_answers(report, CGL_RECOMMENDATIONS, collected, &collected->open);
    add_answers(report, CGL_CAUTIONS, collected, &collected->cautions);
}

enum { PROBLEM_PARTS = CGL_PROBLEM_MESSAGE + 1 };

static void add_problem(CglReport *report, Str code, Str place, Str message)
{
    Arena *arena = report->session->run;
    const char **texts = report->problems + (size_t)report->problem_count * PROBLEM_PARTS;
    texts[CGL_PROBLEM_CODE] = str_to_c(arena, code);
    texts[CGL_PROBLEM_PLACE] = str_to_c(arena, place);
    texts[CGL_PROBLEM_MESSAGE] = str_to_c(arena, message);
    report->problem_count++;
}

static void list_problems(CglReport *report, const Report *collected)
{
    uint32_t count = report->error ? 1 : collected->problems.count;
    report->problem_count = 0;
    report->problems =
        ARENA_ARRAY(report->session->run, const char *, (size_t)count *PROBLEM_PARTS);
    if (report->error) {
        add_problem(report, report->unread.code, report->unread.at, report->unread.message);
        return;
    }
    for (uint32_t i = 0; i < count; i++) {
        const Problem *problem = &collected->problems.items[i];
        add_problem(report, str_from_c(problem->code), problem->at, problem->message);
    }
}

/* False if there is nothing to list, or not the memory for it. */
static bool list_all(CglReport *report)
{
    jmp_buf recovery;
    if (!report || !report->writer) {
        return false;
    }
    if (report->listed) {
        return true;
    }
    if (setjmp(recovery)) {
        return api_set_error(report->session, STR("out of memory"));
    }
    arena_set_recovery(report->session->run, &recovery);
    const Report *collected = report_get_collected(report->writer);
    if (!report->error) {
        list_answers(report, collected);
    }
    list_problems(report, collected);
    report->listed = true;
    return true;
}

/* ---- cgl.h: finding an answer ---- */

/* The place of the first answer of this kind; *count: how many there are. */
static CglAnswer *get_kind(CglReport *report, CglKind kind, size_t *count)
{
    uint32_t first = 0, end;
    *count = 0;
    if (!list_all(report)) {
        return NULL;
    }
    while (first < report->answer_count && report->answers[first].kind != kind) {
        first++;
    }
    for (end = first; end < report->answer_count && report->answers[end].kind == kind;) {
        end++;
    }
    *count = end - first;
    return report->answers ? report->answers + first : NULL;
}

size_t cgl_report_count(CglReport *report, CglKind kind)
{
    size_t count;
    get_kind(report, kind, &count);
    return count;
}

CglAnswer *cgl_report_get(CglReport *report, CglKind kind, size_t index)
{
    size_t count;
    CglAnswer *first = get_kind(report, kind, &count);
    return index < count ? first + index : NULL;
}

static bool is_about(const CglAnswer *answer, const char *element)
{
    return element ? answer->element.ptr && str_equal(answer->element, str_from_c(element))
                   : !answer->element.ptr;
}

CglAnswer *cgl_report_find(CglReport *report, CglKind kind, const char *name, const char *element)
{
    size_t count;
    CglAnswer *first = get_kind(report, kind, &count);
    for (size_t i = 0; name && i < count; i++) {
        if (str_equal(get_block(&first[i])->name, str_from_c(name)) &&
            is_about(&first[i], element)) {
            return &first[i];
        }
    }
    return NULL;
}

/* ---- cgl.h: texts ---- */

/* *kept: the text as a string that lives as long as the report; made once. `without` if there is no
 * memory for it. */
static const char *keep(CglAnswer *answer, const char **kept, Str text, const char *without)
{
    jmp_buf recovery;
    if (*kept) {
        return *kept;
    }
    if (setjmp(recovery)) {
        api_set_error(answer->report->session, STR("out of memory"));
        return without;
    }
    arena_set_recovery(get_arena(answer), &recovery);
    *kept = str_to_c(get_arena(answer), text);
    return *kept;
}

const char *cgl_answer_get_name(CglAnswer *answer)
{
    return answer ? keep(answer, &answer->name, get_block(answer)->name, "") : "";
}

const char *cgl_answer_get_title(CglAnswer *answer)
{
    return answer ? keep(answer, &answer->title, get_block(answer)->title, "") : "";
}

const char *cgl_answer_get_element(CglAnswer *answer)
{
    return answer && answer->element.ptr ? keep(answer, &answer->about, answer->element, NULL)
                                         : NULL;
}

CglStatus cgl_answer_get_status(const CglAnswer *answer)
{
    static const CglStatus statuses[] = { [STATUS_NOT_APPLICABLE] = CGL_NOT_APPLICABLE,
                                          [STATUS_APPLIES] = CGL_APPLIES,
                                          [STATUS_RULED_OUT] = CGL_RULED_OUT,
                                          [STATUS_OPEN] = CGL_OPEN };
    if (!answer) {
        return CGL_NO_STATUS;
    }
    if (answer->kind == CGL_RECOMMENDATIONS) {
        return statuses[answer->entry->answer->status & 3];
    }
    return is_settled(answer) ? CGL_SETTLED : CGL_UNSETTLED;
}

CglType cgl_answer_get_type(const CglAnswer *answer)
{
    if (!answer || answer->kind != CGL_DECISIONS) {
        return CGL_NO_TYPE;
    }
    switch ((RegType)get_type(answer).type) {
    case REG_BOOL: return CGL_YES_NO;
    case REG_ENUM: return CGL_CHOICE;
    case REG_INT: return CGL_INTEGER;
    case REG_DATE: return CGL_DATE;
    case REG_DEC:
    case REG_REAL: break;
    }
    return CGL_DECIMAL;
}

const char *cgl_answer_get_value(CglAnswer *answer)
{
    jmp_buf recovery;
    if (!answer || answer->kind != CGL_DECISIONS || !is_settled(answer) || answer->value) {
        return answer ? answer->value : NULL;
    }
    if (setjmp(recovery)) {
        api_set_error(answer->report->session, STR("out of memory"));
        return NULL;
    }
    arena_set_recovery(get_arena(answer), &recovery);
    const Answer *settled = get_main(answer);
    StrBuf out = { .arena = get_arena(answer) };
    say_value(&out, get_program(answer), get_bare_type(answer), settled->value,
              settled->off_grid ? &settled->exact : NULL);
    return keep(answer, &answer->value, buf_get(&out), NULL);
}

const char *cgl_answer_get_unit(CglAnswer *answer)
{
    if (!answer || answer->kind != CGL_DECISIONS || get_type(answer).unit == UNIT_NONE) {
        return "";
    }
    return keep(answer, &answer->unit, unit_get_code(get_type(answer).unit), "");
}

bool cgl_answer_is_undecided(const CglAnswer *answer)
{
    return answer && get_main(answer) && is_waiting(answer) && get_main(answer)->undecided;
}

/* False if there is no memory for it. */
static bool make_part(CglAnswer *answer, CglPart part)
{
    jmp_buf recovery;
    if (setjmp(recovery)) {
        return api_set_error(answer->report->session, STR("out of memory"));
    }
    arena_set_recovery(get_arena(answer), &recovery);
    answer->parts[part] = (Texts){ 0 };
    part_makers[part](answer, &answer->parts[part]);
    answer->parts[part].made = true;
    return true;
}

static const Texts *get_part(CglAnswer *answer, CglPart part)
{
    if (!answer || (unsigned)part > CGL_LAST_PART) {
        return NULL;
    }
    return answer->parts[part].made || make_part(answer, part) ? &answer->parts[part] : NULL;
}

size_t cgl_answer_count(CglAnswer *answer, CglPart part)
{
    const Texts *texts = get_part(answer, part);
    return texts ? texts->items.count : 0;
}

const char *cgl_answer_get(CglAnswer *answer, CglPart part, size_t index)
{
    const Texts *texts = get_part(answer, part);
    return texts && index < texts->items.count ? texts->items.items[index] : NULL;
}

/* ---- cgl.h: problems ---- */

size_t cgl_report_count_problems(CglReport *report)
{
    return list_all(report) ? report->problem_count : 0;
}

const char *cgl_report_get_problem(CglReport *report, size_t index, CglProblemPart part)
{
    if (!list_all(report) || index >= report->problem_count || (unsigned)part >= PROBLEM_PARTS) {
        return NULL;
    }
    return report->problems[index * PROBLEM_PARTS + (unsigned)part];
}
