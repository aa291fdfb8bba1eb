/* guideline_check.c - the first engine's answers against random completions, valued by the second
 * engine.
 *
 *   guideline_check FILE.cgl COMPLETIONS [--as-of DATE] < PATIENTS.ndjson
 *   guideline_check FILE.cgl --gates       the answers that depend on what the record leaves out
 *
 * In every completion a settled answer has its value, an open one a value among the possible ones.
 * Half of the completions differ in one fact from the one before: an answer that changes must have
 * asked for that fact. The reverse, that a fact asked for can matter, is only counted: chance may
 * miss it. Where few facts are asked for and chance still finds no effect, it is listed for a
 * person to look at. */
#include "compiler/tools/source_program.h"
#include "compiler/verify/bound.h"
#include "compiler/lower/visit.h"
#include "runtime/patient/patient.h"
#include "runtime/reason/reason.h"
#include "tests/oracle/plain_random.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FLIPS = 3, FEW_NEEDS = 4, MORE_TRIES = 3000, SHOWN = 40 };

/* One answer of one record. */
typedef struct Ask {
    AstRule *rule;
    uint32_t result, block;
    uint16_t element; /* CELLS_HIDDEN: the first that is not listed */
    const BlockAnswer *answer;
    uint8_t *seen_needs, *seen_gaps; /* a completion was seen where it matters */
    Mask seen;                       /* values met, of a possible-set */
    Plain last;
} Ask;

typedef struct Check {
    Arena *session, *run, *scratch;
    const Ast *ast;
    const Program *program;
    Evaluation *evaluation;
    Oracle oracle;
    Random *random;
    Record *record;
    VEC(Ask) asks;
    World *world;
    uint32_t *unseen; /* per spot: answers that ask for it and have not been seen to depend on it */
    uint32_t completions;
    bool wrong; /* this record */
    uint64_t passed, failed, shown;
    uint64_t values, needs, needs_seen, possible, possible_seen;
} Check;

static void print(StrBuf *buf)
{
    fwrite(buf_get(buf).ptr, 1, buf_get(buf).len, stdout);
}

/* ---- what is asked ---- */

static bool is_number(const Check *c, const Ask *ask)
{
    uint8_t type = c->program->regs[c->program->blocks[ask->block].result].type;
    return ask->rule->kind != RULE_ADVISE && ask->rule->kind != RULE_CAUTION && type != REG_BOOL &&
           type != REG_ENUM;
}

static void add_ask(Check *c, AstRule *rule, uint32_t result, uint16_t element)
{
    Ask ask = { .rule = rule, .result = result, .block = rule->index + result, .element = element };
    ask.answer = evaluation_get(c->evaluation, ask.block, element);
    ask.seen_needs = ARENA_ARRAY(c->run, uint8_t, ask.answer->main.need_count + 1);
    ask.seen_gaps = ARENA_ARRAY(c->run, uint8_t, ask.answer->main.gap_count + 1u);
    vec_add(c->run, &c->asks, ask);
}

static void list_asks(Check *c)
{
    memset(&c->asks, 0, sizeof c->asks);
    for (uint32_t i = 0; i < c->ast->rules.count; i++) {
        AstRule *rule = c->ast->rules.items[i];
        if (rule->kind == RULE_DEFINE || rule->is_gate || rule->index == NO_INDEX32) {
            continue;
        }
        for (uint32_t r = 0; r == 0 || r < rule->results.count; r++) {
            if (!rule->list) {
                add_ask(c, rule, r, NO_INDEX);
                continue;
            }
            const ListRecord *list = &c->record->lists[rule->list->index];
            for (uint16_t k = 0; k < list->count; k++) {
                add_ask(c, rule, r, k);
            }
            if (list->hidden_most && rule->kind == RULE_ADVISE) {
                add_ask(c, rule, r, CELLS_HIDDEN);
            }
        }
    }
}

/* ---- one value ---- */

static bool has_element(const Check *c, const Ask *ask, PlainScope *scope)
{
    if (!ask->rule->list) {
        return true;
    }
    uint32_t l = ask->rule->list->index;
    scope->element[l] = ask->element == CELLS_HIDDEN ? c->record->lists[l].count : ask->element;
    return scope->element[l] < c->world->lists[l].count;
}

static Plain get_value(Check *c, const Ask *ask)
{
    PlainScope scope = { .oracle = &c->oracle, .world = c->world };
    if (!has_element(c, ask, &scope)) {
        return plain_bool(false); /* no such element: it does not apply */
    }
    return plain_rule(&scope, ask->rule, ask->result);
}

static Rat as_rat(Plain value)
{
    return value.kind == PL_NUM ? value.n : rat_from_int(value.i);
}

static bool is_value(const Answer *a, Plain v)
{
    if (v.kind == PL_BOOL || v.kind == PL_ENUM) {
        return a->value.mask == UINT64_C(1) << v.i;
    }
    if (v.kind == PL_REAL) {
        return a->value.real == v.r;
    }
    if (v.kind == PL_NUM) {
        return rat_compare(a->off_grid ? a->exact : rat_from_dec(a->value.lo), v.n) == 0;
    }
    return plain_is_value(v) && a->value.lo == v.i && a->value.hi == v.i;
}

static bool may_be_number(const Answer *a, Plain v)
{
    if (v.kind == PL_REAL) {
        return true; /* no bounds are promised */
    }
    for (uint32_t i = 0; i < a->possible_count; i++) {
        if (rat_compare(a->possible[i], as_rat(v)) == 0) {
            return true;
        }
    }
    if (a->possible_count) {
        return false;
    }
    return (a->lo_open || rat_compare(a->range_lo, as_rat(v)) <= 0) &&
           (a->hi_open || rat_compare(as_rat(v), a->range_hi) <= 0);
}

static bool allows(const Check *c, const Ask *ask, Plain v)
{
    const Answer *a = &ask->answer->main;
    if (ask->element == CELLS_HIDDEN && !ask->answer->ready) {
        return v.kind == PL_BOOL && !v.i;
    }
    if (v.kind == PL_HOLE || v.kind == PL_TWO) {
        for (uint32_t i = 0; i < a->fault_count; i++) {
            if (a->faults[i] == (uint32_t)v.i * 2 + (v.kind == PL_TWO)) {
                return !a->settled;
            }
        }
        return a->undecided;
    }
    if (!plain_is_value(v)) {
        return a->fails || a->undecided;
    }
    if (a->no_result) {
        return false;
    }
    if (a->settled) {
        return is_value(a, v);
    }
    return is_number(c, ask) ? may_be_number(a, v) : (a->value.mask >> v.i & 1) != 0;
}

/* Lines known to hold: an advice ruled out by them, a value that stands for them. */
static bool do_lines_hold(Check *c, const Ask *ask)
{
    PlainScope scope = { .oracle = &c->oracle, .world = c->world };
    uint32_t at = 0;
    if (!ask->answer->main.settled || !ask->answer->aux_holds || !has_element(c, ask, &scope)) {
        return true;
    }
    for (uint32_t i = 0; i < ask->rule->unless.count + ask->rule->cases.count; i++) {
        bool unless = i < ask->rule->unless.count;
        AstCase *line = unless ? NULL : &ask->rule->cases.items[i - ask->rule->unless.count];
        uint32_t n = (unless ? &ask->rule->unless.items[i].because : &line->because)->reasons.count;
        if (!unless && !n) {
            continue;
        }
        Plain holds = plain_eval(&scope, unless ? ask->rule->unless.items[i].when : line->when);
        for (uint32_t k = 0; k == 0 || k < n; k++, at++) {
            if (ask->answer->aux_holds >> at & 1 && !(holds.kind == PL_BOOL && holds.i)) {
                return false;
            }
        }
    }
    if (ask->answer->status != STATUS_RULED_OUT) {
        return true;
    }
    Plain when = plain_when(&scope, ask->rule);
    return when.kind == PL_BOOL && when.i;
}

/* ---- telling ---- */

static void add_value(StrBuf *buf, Plain v)
{
    if (v.kind == PL_NUM) {
        rat_print(buf, v.n);
    } else if (!plain_is_value(v)) {
        buf_add(buf, STR("failure"));
    } else {
        buf_add_int(buf, v.i);
    }
}

static void add_name(const Check *c, StrBuf *buf, const Ask *ask)
{
    buf_add(buf, c->record->key);
    buf_add(buf, STR(": "));
    buf_add(buf, c->program->blocks[ask->block].name);
    if (ask->element == CELLS_HIDDEN) {
        buf_add(buf, STR(" of *"));
    } else if (ask->element != NO_INDEX) {
        buf_add_format(buf, " of %u", ask->element + 1u);
    }
}

static void add_spot(const Check *c, StrBuf *buf, const Spot *spot)
{
    if (spot->gap) {
        buf_add(buf, c->program->fields[spot->field].path);
    } else {
        fact_print_path(buf, c->program, fact_from_id(c->program, spot->id));
    }
}

static Plain *get_place(Check *c, const Spot *spot)
{
    static Plain none;
    if (spot->field == NO_INDEX) {
        none = plain_int(c->world->lists[spot->list].count);
        return &none;
    }
    if (spot->list == NO_INDEX) {
        return &c->world->scalars[spot->field];
    }
    return &c->world->lists[spot->list]
                .rows[spot->element][spot->field - c->program->lists[spot->list].first_field];
}

static void tell(Check *c, const Ask *ask, const char *what, Plain value, const Spot *spot)
{
    StrBuf buf = { .arena = c->scratch };
    c->wrong = true;
    if (c->shown++ >= SHOWN) {
        return;
    }
    add_name(c, &buf, ask);
    buf_add_format(&buf, " %s ", what);
    if (spot) {
        add_spot(c, &buf, spot);
    }
    buf_add(&buf, STR(" value "));
    add_value(&buf, value);
    buf_add_format(&buf, "; answer %s, in:", ask->answer->main.settled ? "settled" : "open");
    for (uint32_t i = 0; i < c->random->spots.count; i++) {
        buf_add(&buf, STR(" "));
        add_spot(c, &buf, &c->random->spots.items[i]);
        buf_add(&buf, STR("="));
        add_value(&buf, *get_place(c, &c->random->spots.items[i]));
    }
    buf_add(&buf, STR("\n"));
    print(&buf);
}

/* ---- needs ---- */

/* The mark of a fact that the answer asks for; NULL if it does not. */
static uint8_t *find_need(const Ask *ask, const Spot *spot)
{
    const Answer *a = &ask->answer->main;
    if (!ask->answer->ready) {
        return NULL; /* the advice cannot apply to elements that are not listed */
    }
    for (uint32_t i = 0; spot->gap && i < a->gap_count; i++) {
        if (a->gaps[i] == spot->id) {
            return &ask->seen_gaps[i];
        }
    }
    for (uint32_t i = 0; !spot->gap && i < a->need_count; i++) {
        if (a->needs[i] == spot->id) {
            return &ask->seen_needs[i];
        }
    }
    return NULL;
}

static void count_unseen(Check *c)
{
    c->unseen = ARENA_ARRAY(c->run, uint32_t, c->random->spots.count + 1);
    for (uint32_t s = 0; s < c->random->spots.count; s++) {
        for (uint32_t i = 0; i < c->asks.count; i++) {
            if (find_need(&c->asks.items[i], &c->random->spots.items[s])) {
                c->unseen[s]++;
            }
        }
    }
}

static void note_change(Check *c, const Ask *ask, uint32_t s, Plain value)
{
    const Spot *spot = &c->random->spots.items[s];
    uint8_t *seen = find_need(ask, spot);
    if (!seen) {
        if (!ask->answer->main.undecided) {
            tell(c, ask, "changes with", value, spot);
        }
    } else if (!*seen) {
        *seen = 1;
        c->unseen[s]--;
    }
}

/* ---- one record ---- */

static void look_at_all(Check *c, uint32_t flipped)
{
    for (uint32_t i = 0; i < c->asks.count; i++) {
        Ask *ask = &c->asks.items[i];
        Plain value = get_value(c, ask);
        c->values++;
        if (!allows(c, ask, value)) {
            tell(c, ask, "cannot have the", value, NULL);
        }
        if (!do_lines_hold(c, ask)) {
            tell(c, ask, "has lines that do not hold, at the", value, NULL);
        }
        if (flipped != NO_INDEX32 && !plain_equal(value, ask->last)) {
            note_change(c, ask, flipped, value);
        }
        if (plain_is_value(value) && !is_number(c, ask)) {
            ask->seen |= UINT64_C(1) << value.i;
        }
        ask->last = value;
    }
}

/* Rather a fact of which some answer waits to be seen to depend on it. */
static uint32_t choose_spot(Check *c)
{
    uint32_t spot = 0;
    for (unsigned i = 0; i < 4; i++) {
        spot = random_below(c->random, c->random->spots.count);
        if (c->unseen[spot]) {
            break;
        }
    }
    return spot;
}

static bool try_completions(Check *c)
{
    for (uint32_t done = 0; done < c->completions;) {
        arena_reset(c->scratch);
        if (!random_fill(c->random, c->world)) {
            return false;
        }
        look_at_all(c, NO_INDEX32);
        done++;
        if (c->random->spots.count == 0) {
            break; /* a complete record is its only completion */
        }
        for (unsigned k = 0; k < FLIPS && done < c->completions; k++, done++) {
            arena_reset(c->scratch);
            uint32_t spot = choose_spot(c);
            if (random_flip(c->random, c->world, spot)) {
                look_at_all(c, spot);
            }
        }
    }
    return true;
}

/* An answer that asks for few facts, one of which never mattered: look at this pair alone, much
 * longer. */
static bool try_harder(Check *c, Ask *ask, uint32_t s)
{
    for (unsigned i = 0; i < MORE_TRIES; i++) {
        arena_reset(c->scratch);
        if (!random_fill(c->random, c->world)) {
            return false;
        }
        Plain before = get_value(c, ask);
        for (unsigned k = 0; k < FLIPS; k++) {
            if (random_flip(c->random, c->world, s) && !plain_equal(before, get_value(c, ask))) {
                return true;
            }
        }
    }
    return false;
}

static void look_at_needs(Check *c, Ask *ask)
{
    uint32_t few = ask->answer->main.need_count + ask->answer->main.gap_count;
    for (uint32_t s = 0; s < c->random->spots.count; s++) {
        uint8_t *seen = find_need(ask, &c->random->spots.items[s]);
        /* Which elements there are is asked with every answer about those that are not listed. */
        bool always = ask->element == CELLS_HIDDEN && c->random->spots.items[s].field == NO_INDEX;
        if (!seen || always || ask->answer->main.undecided) {
            continue;
        }
        if (!*seen && few <= FEW_NEEDS && try_harder(c, ask, s)) {
            *seen = 1;
        }
        c->needs++;
        c->needs_seen += *seen;
        if (*seen || few > FEW_NEEDS) {
            continue;
        }
        StrBuf buf = { .arena = c->scratch };
        buf_add(&buf, STR("to be looked at: "));
        add_name(c, &buf, ask);
        buf_add(&buf, STR(" asks for "));
        add_spot(c, &buf, &c->random->spots.items[s]);
        buf_add(&buf, STR(", which was not seen to matter\n"));
        print(&buf);
    }
}

static void count_possible(Check *c, const Ask *ask)
{
    const Answer *a = &ask->answer->main;
    if (!ask->answer->ready || a->settled || a->undecided || is_number(c, ask)) {
        return;
    }
    c->possible += (unsigned)__builtin_popcountll(a->value.mask);
    c->possible_seen += (unsigned)__builtin_popcountll(a->value.mask & ask->seen);
}

static void check_record(Check *c)
{
    c->wrong = false;
    evaluation_run(c->evaluation, c->run, c->record);
    c->oracle.record = c->record;
    c->oracle.arena = c->run;
    list_asks(c);
    c->world = plain_world(&c->oracle);
    plain_remember(&c->oracle, c->world);
    random_begin(c->random);
    count_unseen(c);
    c->oracle.arena = c->scratch;
    if (!try_completions(c)) {
        printf("record on line %llu: no completion was found\n",
               (unsigned long long)c->record->line);
        c->wrong = true;
    }
    for (uint32_t i = 0; i < c->asks.count; i++) {
        look_at_needs(c, &c->asks.items[i]);
        count_possible(c, &c->asks.items[i]);
    }
    if (c->wrong) {
        c->failed++;
    } else {
        c->passed++;
    }
}

/* ---- the program ---- */

/* Answers that are asked about never ask for others: gates are left out. */
static const Answer *refuse_answer(void *context, const AstRule *rule, uint32_t result,
                                   uint32_t element)
{
    (void)context, (void)rule, (void)result, (void)element;
    abort();
}

static void note_gate(void *context, Expr *e)
{
    bool *gate = context;
    if (e->rule && (e->rule->is_gate || e->rule->gate || e->rule->visited)) {
        *gate = true;
    }
}

/* Marked a gate, or reads something that is, by whatever way. */
static void print_gates(const Ast *ast)
{
    for (uint32_t i = 0; i < ast->ordered.count; i++) {
        AstRule *rule = ast->ordered.items[i];
        bool gate = rule->is_gate || rule->gate;
        visit_rule(rule, note_gate, &gate);
        rule->visited = gate;
        for (uint32_t r = 0; gate && (r == 0 || r < rule->results.count); r++) {
            Str name = r < rule->results.count ? rule->results.items[r].name.text : rule->name.text;
            if (rule->kind != RULE_DEFINE) {
                printf("%.*s\n", (int)name.len, name.ptr);
            }
        }
    }
}

static int run_all(Check *c, const char *date)
{
    Day as_of = 0, last;
    RecordError error;
    PatientNext next;
    if (date && !date_parse(str_from_c(date), &as_of, &last)) {
        return 64;
    }
    c->evaluation = evaluation_create(c->session, c->program);
    c->oracle = (Oracle){
        .arena = c->session, .ast = c->ast, .program = c->program, .answer = refuse_answer
    };
    c->random = random_create(c->session, &c->oracle, 2020);
    c->record = record_create(c->session, c->run, c->program);
    PatientReader *reader = patient_open(c->session, c->program, 0, PATIENT_NDJSON);
    while (arena_reset(c->run), (next = patient_next(reader, c->record, &error)) != PATIENT_END) {
        if (next == PATIENT_READ_FAILED) {
            return 74;
        }
        if (next == PATIENT_ERROR) {
            printf("a record cannot be read\n");
            c->failed++;
            continue;
        }
        if (date) {
            record_set_date(c->record, c->program, as_of);
        }
        check_record(c);
    }
    patient_close(reader);
    printf(
        "%llu values; of %llu facts asked for %llu were seen to matter; of %llu possible values %llu were met\n",
        (unsigned long long)c->values, (unsigned long long)c->needs,
        (unsigned long long)c->needs_seen, (unsigned long long)c->possible,
        (unsigned long long)c->possible_seen);
    printf("%llu passed, %llu failed\n", (unsigned long long)c->passed,
           (unsigned long long)c->failed);
    return c->failed > 0;
}

static int check_file(Check *c, char **argv, const char *date)
{
    SourceProgram sp;
    source_program_read(&sp, c->session, argv[1], true,
                        NULL); /* without the bound, which takes longer than all the rest */
    if (sp.ast && !sp.diags.errors) {
        c->program = compile_program(c->session, sp.ast, &sp.diags, NULL);
    }
    if (!c->program) {
        StrBuf buf = { .arena = c->session };
        diag_print(&buf, &sp.sources, &sp.diags, DIAG_STYLE_TEXT, false);
        print(&buf);
        return 65;
    }
    c->ast = sp.ast;
    if (strcmp(argv[2], "--gates") == 0) {
        print_gates(sp.ast);
        return 0;
    }
    c->completions = (uint32_t)strtoul(argv[2], NULL, 10);
    return run_all(c, date);
}

int main(int argc, char **argv)
{
    jmp_buf recovery;
    static Check c;
    c.session = arena_create(0);
    c.run = arena_create(0);
    c.scratch = arena_create(0);
    if (argc < 3 || !c.session || !c.run || !c.scratch || setjmp(recovery)) {
        return 70;
    }
    arena_set_recovery(c.session, &recovery);
    arena_set_recovery(c.run, &recovery);
    arena_set_recovery(c.scratch, &recovery);
    return check_file(&c, argv, argc == 5 && strcmp(argv[3], "--as-of") == 0 ? argv[4] : NULL);
}
