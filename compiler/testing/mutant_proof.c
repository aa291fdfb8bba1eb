/* mutant_proof.c - two programs, block by block.
 *
 * A gap that nobody can set is open for every patient: which of its two readings is which, no
 * answer can tell. Words that look at the record (`is missing`) have no diagram. A block in which
 * one stands, or that reads such a block, is the same only if its own code is and if all that it
 * reads is. */
#include "compiler/testing/mutant_proof.h"
#include "runtime/base/limits.h"
#include "runtime/cells/cells.h"

/* What a report can say of one block: what stands in the program, and its functions of the facts.
 */
typedef struct Sayings {
    bool made;
    bool whole; /* else there is no diagram of a part of it: it equals nothing */
    Str settings;
    VEC(Diagram) diagrams;
} Sayings;

/* One program under proof. */
typedef struct Side {
    const Program *program;
    Arena *run;
    Record *record;
    Cells *cells;
    bool *gated;      /* per block: a gate, or reads one */
    Arena *arena;     /* of the sayings */
    Sayings *sayings; /* per block */
} Side;

struct Proof {
    Arena *arena;
    Side original;
    Side mutant;
    Arena *scratch; /* of one question */
};

/* ---- a side ---- */

static Side make_side(Arena *arena, Arena *run, const Program *program)
{
    Side side = { .program = program,
                  .run = run,
                  .record = record_create(arena, run, program),
                  .cells = cells_create(arena, program),
                  .gated = program_list_gated(arena, program),
                  .arena = arena,
                  .sayings = ARENA_ARRAY(arena, Sayings, program->block_count + 1) };
    return side;
}

/* Every block by itself: what was computed before would leave its cuts behind. */
static void begin(Side *side)
{
    arena_reset(side->run);
    record_clear(side->record, side->program);
    record_finish(side->record, side->program);
    cells_begin(side->cells, side->run, side->record, cells_make_lone_host());
}

/* Held at once: the next diagram may need other representatives of compared facts. */
static bool add_diagram(Side *side, Sayings *sayings, uint32_t block, CellsQuestion question)
{
    Diagram diagram;
    if (!cells_get_diagram(side->cells, block, question, &diagram)) {
        return false;
    }
    vec_add(side->arena, &sayings->diagrams, diagram_hold(side->arena, diagram));
    return true;
}

static bool add_register(Side *side, Sayings *sayings, uint32_t block, CellsQuestion question)
{
    uint16_t list = side->program->blocks[block].list;
    if (list == NO_INDEX) {
        return add_diagram(side, sayings, block, question);
    }
    /* Elements differ in nothing; but one of them may have the size of a summary. */
    for (; question.element < 2 && question.element < side->record->lists[list].hidden_most;
         question.element++) {
        if (!add_diagram(side, sayings, block, question)) {
            return false;
        }
    }
    return true;
}

static Str print_settings(Arena *arena, const Program *program, const BlockInfo *block)
{
    StrBuf out = { .arena = arena };
    buf_add_format(&out, "%S %u %u %u %S %S\n", block->name, block->kind, (unsigned)block->body,
                   (unsigned)block->against,
                   block->strength == NO_INDEX ? STR("-") : program->strengths[block->strength],
                   block->timing);
    for (uint32_t i = 0; i < block->aux_count; i++) {
        const AuxInfo *aux = &program->aux[block->aux + i];
        buf_add_format(&out, "%S %lld %u\n",
                       aux->reason == NO_INDEX ? STR("-") : program->reasons[aux->reason].name,
                       (int64_t)aux->value, aux->statement_count);
    }
    return buf_get(&out);
}

/* What a report says of a line depends on it only where the line can be shown: of `worst of` where
 * the decision has its value. */
static bool add_line(Side *side, Sayings *sayings, uint32_t b, const AuxInfo *aux)
{
    CellsGuard guard = { side->program->blocks[b].result, (uint32_t)aux->value };
    return add_register(side, sayings, b,
                        (CellsQuestion){ .reg = aux->reg, .guards = &guard, .guard_count = 1 });
}

/* An exception is shown where the advice does not apply but for exceptions. */
static bool add_exception(Side *side, Sayings *sayings, uint32_t b, const AuxInfo *aux)
{
    const BlockInfo *block = &side->program->blocks[b];
    CellsGuard guards[] = { { block->result, 0 }, { block->when, 1 } };
    return add_register(side, sayings, b,
                        (CellsQuestion){ .reg = aux->reg, .guards = guards, .guard_count = 2 });
}

static bool add_when(Side *side, Sayings *sayings, uint32_t b)
{
    const BlockInfo *block = &side->program->blocks[b];
    CellsGuard guard = { block->result, 0 };
    if (block->when == NO_INDEX || !block->aux_count) {
        return true;
    }
    return add_register(side, sayings, b,
                        (CellsQuestion){ .reg = block->when, .guards = &guard, .guard_count = 1 });
}

/* Everything that a report can say of this block. */
static Sayings make_sayings(Side *side, uint32_t b)
{
    const BlockInfo *block = &side->program->blocks[b];
    Sayings sayings = { .made = true };
    begin(side);
    sayings.settings = print_settings(side->arena, side->program, block);
    sayings.whole = add_register(side, &sayings, b, (CellsQuestion){ .reg = block->result }) &&
                    add_when(side, &sayings, b);
    for (uint32_t i = 0; sayings.whole && i < block->aux_count; i++) {
        const AuxInfo *aux = &side->program->aux[block->aux + i];
        sayings.whole = block->kind == BLOCK_ADVICE ? add_exception(side, &sayings, b, aux)
                                                    : add_line(side, &sayings, b, aux);
    }
    return sayings;
}

static const Sayings *get_sayings(Side *side, uint32_t b)
{
    if (!side->sayings[b].made) {
        side->sayings[b] = make_sayings(side, b);
    }
    return &side->sayings[b];
}

/* ---- comparing ---- */

static bool is_same_variable(void *context, uint64_t a, uint64_t b)
{
    const Proof *proof = context;
    return cells_is_same_fact(proof->original.program, a, proof->mutant.program, b);
}

static bool is_same_fault(void *context, uint32_t a, uint32_t b)
{
    const Proof *proof = context;
    return str_equal(proof->original.program->blocks[a].name,
                     proof->mutant.program->blocks[b].name);
}

/* The mutant's diagram where the two readings of a gap have changed places; gap 0: as it is. */
static bool exchange_readings(Diagram *diagram, uint64_t gap)
{
    Diagram first = *diagram, second = *diagram;
    Rat zero = rat_from_int(0), one = rat_from_int(1);
    if (!gap) {
        return true;
    }
    if (!diagram_restrict(&first, gap, zero) || !diagram_restrict(&second, gap, one)) {
        return false;
    }
    return first.root == second.root || diagram_join(gap, zero, second, first, diagram);
}

static bool is_same_function(Proof *proof, uint32_t b, uint64_t gap)
{
    const BlockInfo *block = &proof->original.program->blocks[b];
    uint32_t other = program_find_block(proof->mutant.program, block->kind, block->name);
    if (other == NO_INDEX32 || proof->original.gated[b] || proof->mutant.gated[other]) {
        return false;
    }
    const Sayings *a = get_sayings(&proof->original, b), *m = get_sayings(&proof->mutant, other);
    DiagramMatch match = { proof, is_same_variable, is_same_fault };
    bool same = a->whole && m->whole && str_equal(a->settings, m->settings) &&
                a->diagrams.count == m->diagrams.count;
    for (uint32_t i = 0; same && i < a->diagrams.count; i++) {
        Diagram turned = m->diagrams.items[i];
        same = exchange_readings(&turned, gap) &&
               diagram_compare(proof->scratch, a->diagrams.items[i], turned, match);
    }
    return same;
}

/* Of a gap that no policy can set, with two readings. */
static bool is_symmetric(const Program *program, const FieldInfo *field)
{
    uint16_t values = field->type == REG_BOOL   ? 2
                      : field->type == REG_ENUM ? program->enums[field->enumeration].count
                                                : 0;
    return field->role == FIELD_GAP && !field->policy && field->used && values == 2;
}

/* The same answer, but not the same function: who reads it must be compared by itself. */
static bool is_same_but_for_names(Proof *proof, uint32_t b)
{
    const Program *program = proof->mutant.program;
    bool same = false;
    for (uint16_t f = 0; f < program->field_count && !same; f++) {
        if (!is_symmetric(program, &program->fields[f])) {
            continue;
        }
        same = is_same_function(proof, b, cells_name_scalar(f));
    }
    return same;
}

static bool reads_the_same(const Program *program, const bool *same, const BlockInfo *block)
{
    for (uint32_t i = 0; i < block->need_count; i++) {
        if (!same[program->block_refs[block->needs + i]]) {
            return false;
        }
    }
    return true;
}

/* Blocks stand in the order of dependency: what one reads has been compared. */
static bool compare_all(Proof *proof, const bool *changed, const bool *affected, bool only_changed)
{
    const Program *program = proof->original.program;
    bool *same = ARENA_ARRAY(proof->scratch, bool, program->block_count + 1);
    for (uint32_t b = 0; b < program->block_count; b++) {
        const BlockInfo *block = &program->blocks[b];
        if (!affected[b] || (only_changed && !changed[b])) {
            same[b] = true;
        } else if (!changed[b] && reads_the_same(program, same, block)) {
            same[b] = true;
        } else {
            same[b] = is_same_function(proof, b, 0);
        }
        if (same[b] || (!only_changed && !block->reported)) {
            continue;
        }
        if (only_changed || !is_same_but_for_names(proof, b)) {
            return false;
        }
    }
    return true;
}

static bool compare(Proof *proof, const bool *changed, const bool *affected)
{
    return compare_all(proof, changed, affected, true) ||
           compare_all(proof, changed, affected, false);
}

Proof *proof_create(Arena *arena, const Program *original)
{
    Proof *proof = ARENA_NEW(arena, Proof);
    Arena *run = arena_create_within(arena, LIMIT_RUN_BYTES);
    proof->arena = arena;
    proof->original = make_side(arena, run, original);
    return proof;
}

void proof_destroy(Proof *proof)
{
    arena_destroy(proof->original.run);
}

/* Memory that runs out shows nothing. */
bool proof_is_equal(Proof *proof, const Program *mutant, const bool *changed, const bool *affected)
{
    Arena *run = arena_create(LIMIT_RUN_BYTES), *scratch = arena_create(LIMIT_RUN_BYTES);
    jmp_buf *outer = arena_get_recovery(proof->original.run), recovery;
    bool equal = false;
    if (run && scratch && !setjmp(recovery)) {
        arena_set_recovery(run, &recovery);
        arena_set_recovery(scratch, &recovery);
        arena_set_recovery(proof->original.run, &recovery);
        proof->scratch = scratch;
        proof->mutant = make_side(scratch, run, mutant);
        equal = compare(proof, changed, affected);
    } else {
        equal = false;
    }
    arena_set_recovery(proof->original.run, outer);
    arena_destroy(run);
    arena_destroy(scratch);
    return equal;
}
