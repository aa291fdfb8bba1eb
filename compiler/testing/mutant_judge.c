/* mutant_judge.c - compile, run the tests that could notice, and only then ask whether there is
 * anything to notice.
 *
 * A test can fail only if it expects something of the changed rule or of one that reads it, and
 * only if its report is another than that of the original. The tests themselves are taken out of
 * the text that is compiled again and again. */
#include "compiler/testing/mutant_judge.h"
#include "compiler/testing/case_runner.h"
#include "compiler/testing/claims.h"
#include "compiler/testing/mutant_proof.h"
#include "compiler/index/rule_index.h"
#include "compiler/verify/bound.h"
#include "runtime/base/limits.h"
#include "runtime/base/map.h"
#include "runtime/bytecode/image.h"

#include <string.h>

enum { RECENT = 4 };

struct Judge {
    Arena *arena;
    const SourceProgram *original;
    Str *texts; /* per source file, without tests */
    const RuleIndex *index;
    JudgeCases cases;
    Program *program; /* of the texts */
    Str image;
    uint32_t warnings;
    Proof *proof;
    /* of the rule whose mutants are being judged */
    const AstRule *rule;
    bool *affected;          /* per entry */
    uint32_t recent[RECENT]; /* cases that killed mutants of this rule, latest first; NO_INDEX32 if
                                none */
    /* of one mutant */
    const Mutant *mutant;
    uint32_t mutated_file;
    Str mutated_text;
    Ast *ast; /* of the text compiled last */
};

/* ---- texts ---- */

/* Blanks in the place of tests; lines keep their numbers. */
static Str blank_tests(Arena *arena, const Ast *ast, uint32_t file)
{
    Str text = ast->sources->files.items[file].text;
    char *copy = arena_copy(arena, text.ptr, text.len);
    for (uint32_t i = 0; i < ast->tests.count; i++) {
        Span span = ast->tests.items[i]->span;
        for (uint32_t at = span.start; span.file == file && at < span.end; at++) {
            if (copy[at] != '\n' && copy[at] != '\r') {
                copy[at] = ' ';
            }
        }
    }
    return (Str){ copy, text.len };
}

static Str get_text(const Judge *judge, uint32_t file)
{
    return judge->mutant && file == judge->mutated_file ? judge->mutated_text : judge->texts[file];
}

/* Modules are those that the original was read from. */
static Str find_module(void *context, Arena *arena, Str dotted, Str importing_path, Str *path,
                       bool *builtin)
{
    const Judge *judge = context;
    const Ast *ast = judge->original->ast;
    (void)arena, (void)importing_path;
    for (uint32_t i = 0; i < ast->modules.count; i++) {
        const AstModule *module = ast->modules.items[i];
        const SourceFile *source = &ast->sources->files.items[module->file];
        if (!str_equal(module->name.text, dotted)) {
            continue;
        }
        *path = source->path;
        *builtin = source->builtin;
        return get_text(judge, module->file);
    }
    return STR_NONE;
}

static Program *compile_texts(Judge *judge, Arena *arena, DiagList *diags)
{
    SourceSet *sources = ARENA_NEW(arena, SourceSet);
    source_init(sources, arena);
    diag_init(diags, arena);
    ModuleFinder finder = { find_module, judge };
    judge->ast = lang_read(arena, sources, diags, judge->original->main_path,
                           get_text(judge, judge->original->ast->main->file), finder);
    return diags->errors ? NULL : compile_program(arena, judge->ast, diags, NULL);
}

/* ---- which rules a case is about ---- */

typedef struct Names {
    Map decisions, advice, cautions;
} Names;

static Names name_entries(Arena *arena, const RuleIndex *index)
{
    Names names;
    map_init(&names.decisions, arena);
    map_init(&names.advice, arena);
    map_init(&names.cautions, arena);
    for (uint32_t i = 0; i < index->entries.count; i++) {
        const AstRule *rule = index->entries.items[i].rule;
        if (!rule) {
            continue;
        }
        if (rule->kind == RULE_ADVISE) {
            map_set(&names.advice, rule->name.text, i);
        } else if (rule->kind == RULE_CAUTION) {
            map_set(&names.cautions, rule->name.text, i);
        } else {
            for (uint32_t k = 0; k < rule->results.count; k++) {
                map_set(&names.decisions, rule->results.items[k].name.text, i);
            }
        }
    }
    return names;
}

/* "name" or "name@element". */
static void note_name(JudgeCase *one, const Map *names, const char *name)
{
    const char *at = name ? strchr(name, '@') : NULL;
    uint32_t entry =
        name ? map_find(names, (Str){ name, at ? (size_t)(at - name) : strlen(name) }) : MAP_NONE;
    if (entry == MAP_NONE) {
        one->always = true;
    } else {
        one->expects[entry] = true;
    }
}

static void note_keys(JudgeCase *one, const Map *names, json_t *object)
{
    const char *name;
    json_t *value;
    json_object_foreach(object, name, value) note_name(one, names, name);
}

static void note_items(JudgeCase *one, const Map *names, json_t *array)
{
    size_t i;
    json_t *item;
    json_array_foreach(array, i, item) note_name(
        one, names, json_string_value(json_is_object(item) ? json_object_get(item, "name") : item));
}

static void note_advice(JudgeCase *one, const Names *names, json_t *advice)
{
    const char *key;
    json_t *value;
    json_object_foreach(advice, key, value)
    {
        if (json_is_object(value)) {
            note_keys(one, &names->advice, value);
        } else {
            note_items(one, &names->advice, value);
        }
    }
}

static void note_expectations(JudgeCase *one, const Names *names)
{
    const char *key, *element;
    json_t *value, *decisions;
    json_object_foreach(json_object_get(one->json, "expect"), key, value)
    {
        if (strcmp(key, "decisions") == 0) {
            note_keys(one, &names->decisions, value);
        } else if (strcmp(key, "advice") == 0) {
            note_advice(one, names, value);
        } else if (strcmp(key, "cautions") == 0 || strcmp(key, "no_cautions") == 0) {
            note_items(one, &names->cautions, value);
        } else if (strcmp(key, "problems") == 0) {
            one->always = true;
        } else {
            json_object_foreach(value, element, decisions)
                note_keys(one, &names->decisions, decisions);
        }
    }
}

/* ---- which rules a change can reach ---- */

static uint32_t get_entry(const Judge *judge, const AstRule *rule)
{
    return (uint32_t)(rule_index_get_rule(judge->index, rule) - judge->index->entries.items);
}

static void find_affected(Judge *judge, const AstRule *rule)
{
    VEC(uint32_t) open = { NULL, 0, 0 };
    memset(judge->affected, 0, judge->index->entries.count * sizeof(bool));
    judge->rule = rule;
    for (int i = 0; i < RECENT; i++) {
        judge->recent[i] = NO_INDEX32;
    }
    vec_add(judge->arena, &open, get_entry(judge, rule));
    while (open.count) {
        uint32_t entry = open.items[--open.count];
        if (judge->affected[entry]) {
            continue;
        }
        judge->affected[entry] = true;
        const IndexList *readers = &judge->index->entries.items[entry].read_by;
        for (uint32_t i = 0; i < readers->count; i++) {
            vec_add(judge->arena, &open, readers->items[i]);
        }
    }
}

static bool is_concerned(const Judge *judge, const JudgeCase *one)
{
    if (one->always) {
        return true;
    }
    for (uint32_t i = 0; i < judge->index->entries.count; i++) {
        if (one->expects[i] && judge->affected[i]) {
            return true;
        }
    }
    return false;
}

/* ---- running cases ---- */

static bool case_passes(Judge *judge, CaseRunner *runner, Arena *arena, uint32_t index)
{
    const JudgeCase *one = &judge->cases.items[index];
    StrBuf report = { .arena = arena }, why = { .arena = arena };
    if (!case_runner_report(runner, one->json, &report, &why)) {
        return false;
    }
    return str_equal(buf_get(&report), one->report) ||
           case_runner_check(runner, one->json, buf_get(&report), &why);
}

/* Moves it to the front. */
static void remember(Judge *judge, uint32_t killer)
{
    uint32_t at = 0;
    while (at + 1 < RECENT && judge->recent[at] != killer) {
        at++;
    }
    for (; at > 0; at--) {
        judge->recent[at] = judge->recent[at - 1];
    }
    judge->recent[0] = killer;
}

static bool is_recent(const Judge *judge, uint32_t index)
{
    for (int i = 0; i < RECENT; i++) {
        if (judge->recent[i] == index) {
            return true;
        }
    }
    return false;
}

/* What killed a brother first, then the tests of the rule itself, then those of the rules that read
 * it. */
static uint32_t find_killer(Judge *judge, Arena *arena, Program *program)
{
    CaseRunner *runner = case_runner_create(arena, program);
    uint32_t killer = NO_INDEX32, entry = get_entry(judge, judge->rule);
    for (int i = 0; killer == NO_INDEX32 && i < RECENT && judge->recent[i] != NO_INDEX32; i++) {
        if (!case_passes(judge, runner, arena, judge->recent[i])) {
            killer = judge->recent[i];
        }
    }
    for (int pass = 0; killer == NO_INDEX32 && pass < 2; pass++) {
        for (uint32_t i = 0; killer == NO_INDEX32 && i < judge->cases.count; i++) {
            const JudgeCase *one = &judge->cases.items[i];
            if (is_recent(judge, i) || one->expects[entry] != (pass == 0) ||
                !is_concerned(judge, one)) {
                continue;
            }
            if (!case_passes(judge, runner, arena, i)) {
                killer = i;
            }
        }
    }
    case_runner_destroy(runner);
    if (killer != NO_INDEX32) {
        remember(judge, killer);
    }
    return killer;
}

/* ---- the checks of the guideline ---- */

static bool reaches_check(const Judge *judge)
{
    for (uint32_t i = 0; i < judge->index->entries.count; i++) {
        if (judge->affected[i] && judge->index->entries.items[i].check) {
            return true;
        }
    }
    return false;
}

/* A test also fails if its patient violates a check. */
static uint32_t find_violator(Judge *judge, Arena *arena)
{
    SourceProgram mutant = { .arena = arena, .ast = judge->ast };
    Claims *claims = NULL;
    uint32_t violator = NO_INDEX32;
    if (!reaches_check(judge) || !claims_create(&mutant, &claims) || !claims) {
        return NO_INDEX32;
    }
    for (uint32_t i = 0; violator == NO_INDEX32 && i < judge->cases.count; i++) {
        StrBuf why = { .arena = arena };
        if (!claims_hold(claims, judge->cases.items[i].json, &why)) {
            violator = i;
        }
    }
    claims_destroy(claims);
    return violator;
}

/* ---- is it a change? ---- */

static bool names_block(const AstRule *rule, const BlockInfo *block)
{
    BlockKind kind = rule->kind == RULE_DEFINE    ? BLOCK_DEFINE
                     : rule->kind == RULE_ADVISE  ? BLOCK_ADVICE
                     : rule->kind == RULE_CAUTION ? BLOCK_CAUTION
                                                  : BLOCK_DECISION;
    if (block->kind != kind) {
        return false;
    }
    if (!rule->results.count) {
        return str_equal(rule->name.text, block->name);
    }
    for (uint32_t i = 0; i < rule->results.count; i++) {
        if (str_equal(rule->results.items[i].name.text, block->name)) {
            return true;
        }
    }
    return false;
}

static bool is_block_of_affected(const Judge *judge, const BlockInfo *block)
{
    for (uint32_t i = 0; i < judge->index->entries.count; i++) {
        if (judge->affected[i] && judge->index->entries.items[i].rule &&
            names_block(judge->index->entries.items[i].rule, block)) {
            return true;
        }
    }
    return false;
}

/* A function has no block: it stands in every rule that calls it. */
static bool is_proved(Judge *judge, Arena *arena, const Program *mutant)
{
    const Program *program = judge->program;
    bool *changed = ARENA_ARRAY(arena, bool, program->block_count + 1),
         *affected = ARENA_ARRAY(arena, bool, program->block_count + 1);
    bool function = judge->rule->parameters.count > 0;
    for (uint32_t b = 0; b < program->block_count; b++) {
        affected[b] = is_block_of_affected(judge, &program->blocks[b]);
        changed[b] = function ? affected[b] : names_block(judge->rule, &program->blocks[b]);
    }
    return proof_is_equal(judge->proof, mutant, changed, affected);
}

static Verdict judge_program(Judge *judge, Arena *arena, Program *program, DiagList *diags,
                             uint32_t *killer)
{
    memcpy(program->hash, judge->program->hash,
           sizeof program->hash); /* it is printed in every report */
    *killer = find_killer(judge, arena, program);
    if (*killer == NO_INDEX32) {
        *killer = find_violator(judge, arena);
    }
    if (*killer != NO_INDEX32) {
        return VERDICT_KILLED;
    }
    bound_check(arena, judge->original->ast, program, diags);
    if (diags->warnings > judge->warnings) {
        return VERDICT_WARNED;
    }
    if (str_equal(image_write(arena, program), judge->image)) {
        return VERDICT_IDENTICAL;
    }
    return is_proved(judge, arena, program) ? VERDICT_PROVED : VERDICT_SURVIVED;
}

static Verdict judge_text(Judge *judge, Arena *arena, uint32_t *killer)
{
    DiagList diags;
    Program *program = compile_texts(judge, arena, &diags);
    return program ? judge_program(judge, arena, program, &diags, killer) : VERDICT_REJECTED;
}

/* A mutant that needs more memory than a compilation may is refused like any other that does not
 * compile. */
Verdict judge_try(Judge *judge, const Mutant *mutant, uint32_t *killer)
{
    Arena *arena = arena_create(LIMIT_COMPILE_BYTES);
    jmp_buf recovery;
    volatile Verdict verdict = VERDICT_REJECTED;
    if (!arena) {
        arena_fail(judge->arena);
    }
    arena_set_recovery(arena, &recovery);
    if (judge->rule != mutant->rule) {
        find_affected(judge, mutant->rule);
    }
    *killer = NO_INDEX32;
    if (!setjmp(recovery)) {
        judge->mutated_file = mutant->place.file;
        judge->mutated_text = mutants_apply(arena, judge->texts[mutant->place.file], mutant);
        judge->mutant = mutant;
        verdict = judge_text(judge, arena, killer);
    }
    judge->mutant = NULL;
    arena_destroy(arena);
    return verdict;
}

/* ---- the original ---- */

static void prepare_cases(Judge *judge)
{
    Names names = name_entries(judge->arena, judge->index);
    CaseRunner *runner = case_runner_create(judge->arena, judge->program);
    for (uint32_t i = 0; i < judge->cases.count; i++) {
        JudgeCase *one = &judge->cases.items[i];
        StrBuf report = { .arena = judge->arena }, why = { .arena = judge->arena };
        one->expects = ARENA_ARRAY(judge->arena, bool, judge->index->entries.count + 1);
        note_expectations(one, &names);
        case_runner_report(runner, one->json, &report, &why);
        one->report = buf_get(&report);
    }
    case_runner_destroy(runner);
}

Judge *judge_create(Arena *arena, const SourceProgram *original, JudgeCases cases, Str *why)
{
    Judge *judge = ARENA_NEW(arena, Judge);
    DiagList diags;
    judge->arena = arena;
    judge->original = original;
    judge->cases = cases;
    judge->index = rule_index_build(arena, original->ast);
    judge->affected = ARENA_ARRAY(arena, bool, judge->index->entries.count + 1);
    judge->texts = ARENA_ARRAY(arena, Str, original->sources.files.count + 1);
    for (uint32_t i = 0; i < original->sources.files.count; i++) {
        judge->texts[i] = blank_tests(arena, original->ast, i);
    }
    judge->program = compile_texts(judge, arena, &diags);
    if (judge->program) {
        bound_check(arena, original->ast, judge->program, &diags);
    }
    if (judge->program) {
        judge->image = image_write(arena, judge->program);
    }
    judge->warnings = diags.warnings;
    if (!judge->program || !str_equal(judge->image, original->image)) {
        *why = STR("without its tests the guideline compiles to another program");
        return NULL;
    }
    judge->proof = proof_create(arena, judge->program);
    prepare_cases(judge);
    return judge;
}

void judge_destroy(Judge *judge)
{
    proof_destroy(judge->proof);
}

uint32_t judge_find_near(Judge *judge, const Mutant *mutant, uint32_t *cases, uint32_t most)
{
    uint32_t count = 0, entry = get_entry(judge, mutant->rule);
    if (judge->rule != mutant->rule) {
        find_affected(judge, mutant->rule);
    }
    for (int pass = 0; pass < 2 && count == 0; pass++) {
        for (uint32_t i = 0; i < judge->cases.count && count < most; i++) {
            const JudgeCase *one = &judge->cases.items[i];
            if (pass == 0 ? one->expects[entry] : !one->always && is_concerned(judge, one)) {
                cases[count++] = i;
            }
        }
    }
    return count;
}
