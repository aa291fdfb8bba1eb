/* mutate.c - find the mutants, have them judged, count, and list what nobody noticed. */
#include "compiler/testing/mutate.h"
#include "compiler/testing/mutant_crew.h"
#include "compiler/testing/mutant_reasons.h"
#include "compiler/testing/test_case.h"
#include "compiler/tools/json_build.h"

#include <string.h>
#include <unistd.h>

/* How a mutant is counted. */
typedef enum Fate {
    FATE_KILLED,
    FATE_REFUSED,
    FATE_EQUIVALENT,
    FATE_SURVIVED,
    FATE_CRASHED,
    FATE_COUNT
} Fate;

typedef struct Run {
    Arena *arena;
    const SourceProgram *sp;
    const MutateOptions *options;
    StrBuf *out;
    MutantList mutants;
    JudgeCases cases;
    Judge *judge;
    MutantReasons reasons;
    const MutantResult *results;
    uint32_t counts[MUTATION_COUNT_ + 1][FATE_COUNT]; /* the last line: all */
    uint32_t proved, stated, stale;
} Run;

/* ---- cases ---- */

static void add_tests(Run *run)
{
    const Ast *ast = run->sp->ast;
    for (uint32_t i = 0; i < ast->tests.count; i++) {
        const AstTest *test = ast->tests.items[i];
        Str why;
        JudgeCase one = { .name = test->name.text,
                          .json = test_case_make(run->arena, ast, test, &why) };
        one.place =
            str_format(run->arena, "%S:%u", run->sp->sources.files.items[test->span.file].path,
                       source_locate(&run->sp->sources, test->span).line);
        vec_add(run->arena, &run->cases, one);
    }
}

static void add_vignettes(Run *run)
{
    Str text = run->options->vignettes, line;
    for (unsigned number = 1; str_take_line(&text, &line); number++) {
        json_t *json = line.len ? json_loadb(line.ptr, line.len, 0, NULL) : NULL;
        json_build_check(run->arena);
        const char *name = json_string_value(json_object_get(json, "name"));
        JudgeCase one = { .name = str_copy(run->arena, str_from_c(name ? name : "unnamed")),
                          .json = json,
                          .place = str_format(run->arena, "%s:%u", run->options->vignettes_path,
                                              number) };
        if (json) {
            vec_add(run->arena, &run->cases, one);
        }
    }
}

static void drop_cases(Run *run)
{
    for (uint32_t i = 0; i < run->cases.count; i++) {
        json_decref(run->cases.items[i].json);
    }
}

/* ---- what became of it ---- */

static Fate find_fate(const Run *run, uint32_t mutant)
{
    switch ((Verdict)run->results[mutant].verdict) {
    case VERDICT_KILLED: return FATE_KILLED;
    case VERDICT_REJECTED:
    case VERDICT_WARNED: return FATE_REFUSED;
    case VERDICT_IDENTICAL:
    case VERDICT_PROVED: return FATE_EQUIVALENT;
    case VERDICT_SURVIVED:
        return reasons_find(&run->reasons, mutant) ? FATE_EQUIVALENT : FATE_SURVIVED;
    default: return FATE_CRASHED;
    }
}

static void count_fates(Run *run)
{
    for (uint32_t i = 0; i < run->mutants.count; i++) {
        Fate fate = find_fate(run, i);
        run->counts[run->mutants.items[i].kind][fate]++;
        run->counts[MUTATION_COUNT_][fate]++;
        if (fate != FATE_EQUIVALENT) {
            continue;
        }
        if (run->results[i].verdict == VERDICT_SURVIVED) {
            run->stated++;
        } else {
            run->proved++;
        }
    }
}

static Str describe(const Run *run, uint32_t mutant)
{
    const MutantResult *result = &run->results[mutant];
    switch ((Verdict)result->verdict) {
    case VERDICT_KILLED:
        return str_format(run->arena, "killed by \"%S\" (%S)",
                          run->cases.items[result->killer].name,
                          run->cases.items[result->killer].place);
    case VERDICT_REJECTED: return STR("refused by the compiler: it does not compile");
    case VERDICT_WARNED: return STR("refused by the compiler: it warns");
    case VERDICT_IDENTICAL: return STR("equivalent: the same program, byte for byte");
    case VERDICT_PROVED:
        return STR("equivalent: the same answers for every patient, by their diagrams");
    case VERDICT_SURVIVED:
        return reasons_find(&run->reasons, mutant) ? STR("equivalent for a stated reason")
                                                   : STR("SURVIVED");
    default: return STR("the compiler crashed");
    }
}

/* ---- printing ---- */

static void print_place(const Run *run, const Mutant *mutant)
{
    SourcePlace place = source_locate(&run->sp->sources, mutant->place);
    buf_add_format(run->out, "%S:%u:%u: ", run->sp->sources.files.items[mutant->place.file].path,
                   place.line, place.column);
}

/* The tests to begin with when one writes another. */
static void print_near(const Run *run, const Mutant *mutant)
{
    enum { MOST = 3 };
    uint32_t near[MOST], count = judge_find_near(run->judge, mutant, near, MOST);
    if (!count) {
        buf_add_c(run->out,
                  "    no test expects anything of this rule, nor of one that reads it\n");
    }
    for (uint32_t i = 0; i < count; i++) {
        const JudgeCase *one = &run->cases.items[near[i]];
        buf_add_format(run->out, "    %s \"%S\" (%S)\n", i == 0 ? "near:" : "     ", one->name,
                       one->place);
    }
}

static void print_survivor(const Run *run, uint32_t index)
{
    const Mutant *mutant = &run->mutants.items[index];
    Str line = source_locate(&run->sp->sources, mutant->place).line_text;
    while (line.len && line.ptr[0] == ' ') {
        line = (Str){ line.ptr + 1, line.len - 1 };
    }
    print_place(run, mutant);
    buf_add_format(run->out, "%s %S\n    %S\n    %S\n",
                   find_fate(run, index) == FATE_CRASHED ? "CRASHED" : "SURVIVED",
                   mutants_get_name(mutant->kind), line, mutants_name(run->arena, mutant));
    print_near(run, mutant);
}

static void print_mutants(const Run *run)
{
    for (uint32_t i = 0; i < run->mutants.count; i++) {
        Fate fate = find_fate(run, i);
        if (fate == FATE_SURVIVED || fate == FATE_CRASHED) {
            print_survivor(run, i);
        } else if (run->options->verbose) {
            print_place(run, &run->mutants.items[i]);
            buf_add_format(run->out, "%S: %S\n", mutants_name(run->arena, &run->mutants.items[i]),
                           describe(run, i));
        }
    }
}

/* A reason that is not needed hides the day on which it would be wrong. */
static void print_stale(Run *run)
{
    for (uint32_t i = 0; i < run->reasons.count; i++) {
        const MutantReason *reason = &run->reasons.items[i];
        bool known = reason->mutant != UINT32_MAX;
        if (known && run->results[reason->mutant].verdict == VERDICT_SURVIVED) {
            continue;
        }
        run->stale++;
        buf_add_format(run->out, "%s:%u: STALE %S\n    %S\n", run->options->reasons_path,
                       reason->line, reason->text,
                       known ? describe(run, reason->mutant) : STR("there is no such mutant"));
    }
}

static void add_padded(StrBuf *out, Str text, size_t width, bool right)
{
    if (!right) {
        buf_add(out, text);
    }
    for (size_t i = text.len; i < width; i++) {
        buf_add_char(out, ' ');
    }
    if (right) {
        buf_add(out, text);
    }
}

static void print_row(const Run *run, Str name, const uint32_t *counts)
{
    uint32_t all = 0;
    for (int fate = 0; fate < FATE_COUNT; fate++) {
        all += counts[fate];
    }
    if (!all) {
        return;
    }
    add_padded(run->out, name, 12, false);
    add_padded(run->out, str_format(run->arena, "%u", all), 8, true);
    for (int fate = 0; fate <= FATE_SURVIVED; fate++) {
        add_padded(run->out, counts[fate] ? str_format(run->arena, "%u", counts[fate]) : STR("-"),
                   12, true);
    }
    buf_add_char(run->out, '\n');
}

static void print_table(const Run *run)
{
    static const char *const heads[] = { "killed", "refused", "equivalent", "survived" };
    add_padded(run->out, STR("kind"), 12, false);
    add_padded(run->out, STR("mutants"), 8, true);
    for (int i = 0; i < 4; i++) {
        add_padded(run->out, str_from_c(heads[i]), 12, true);
    }
    buf_add_char(run->out, '\n');
    for (int kind = 0; kind < MUTATION_COUNT_; kind++) {
        print_row(run, mutants_get_name((MutationKind)kind), run->counts[kind]);
    }
    print_row(run, STR("all"), run->counts[MUTATION_COUNT_]);
}

static void print_summary(const Run *run)
{
    const uint32_t *all = run->counts[MUTATION_COUNT_];
    buf_add_format(
        run->out,
        "%u mutants: %u killed by a test, %u refused by the compiler, %u equivalent (%u proved, %u for a stated reason), "
        "%u survived",
        run->mutants.count, all[FATE_KILLED], all[FATE_REFUSED], all[FATE_EQUIVALENT], run->proved,
        run->stated, all[FATE_SURVIVED]);
    if (run->stale) {
        buf_add_format(run->out, "; %u stated %s", run->stale,
                       run->stale == 1 ? "reason is stale" : "reasons are stale");
    }
    if (all[FATE_CRASHED]) {
        buf_add_format(run->out, "; %u crashed the compiler", all[FATE_CRASHED]);
    }
    buf_add_char(run->out, '\n');
}

/* ---- the whole ---- */

static unsigned count_jobs(const MutateOptions *options)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    return options->jobs ? options->jobs : processors > 0 ? (unsigned)processors : 1;
}

static MutateResult judge_all(Run *run)
{
    Str why = STR_NONE;
    run->judge = judge_create(run->arena, run->sp, run->cases, &why);
    if (!run->judge) {
        buf_add_format(run->out, "cglc: %S\n", why);
        return MUTATE_FAILED;
    }
    run->results = crew_judge(run->arena, run->judge, &run->mutants, count_jobs(run->options));
    if (!run->results) {
        buf_add_c(run->out, "cglc: no process can be started\n");
        return MUTATE_FAILED;
    }
    count_fates(run);
    print_mutants(run);
    print_stale(run);
    print_table(run);
    print_summary(run);
    judge_destroy(run->judge);
    const uint32_t *all = run->counts[MUTATION_COUNT_];
    return all[FATE_CRASHED]                  ? MUTATE_FAILED
           : all[FATE_SURVIVED] || run->stale ? MUTATE_SURVIVORS
                                              : MUTATE_ALL_NOTICED;
}

MutateResult mutate_run(const SourceProgram *sp, const MutateOptions *options, StrBuf *out)
{
    Run run = { .arena = sp->arena, .sp = sp, .options = options, .out = out };
    mutants_find(sp->arena, sp->ast, &run.mutants);
    add_tests(&run);
    add_vignettes(&run);
    reasons_read(sp->arena, options->reasons, &run.mutants, &run.reasons);
    MutateResult result = judge_all(&run);
    drop_cases(&run);
    return result;
}
