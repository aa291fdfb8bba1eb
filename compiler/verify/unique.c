/* unique.c - from a suspicion to a patient, or to nothing. */
#include "compiler/verify/unique.h"
#include "compiler/verify/unknown.h"
#include "runtime/bytecode/anatomy.h"

enum { MOST_SHOWN = 8 }; /* facts of a patient in one message */

typedef struct Finder {
    Arena *arena;
    const Program *program;
    UniqueFaults *faults;
    bool *gated;
    bool *dated; /* per block: it reads the date, through others as well */
    Unknown *unknown;
    Stage *stage; /* NULL: nobody had to be run so far */
} Finder;

/* ---- who reads the date ---- */

static bool reads_date(const Program *p, const BlockInfo *block)
{
    for (uint32_t pc = block->code; pc < block->code_end; pc++) {
        uint32_t count;
        const RegRead *reads = anatomy_get_reads(p, pc, &count);
        for (uint32_t i = 0; i < count; i++) {
            if (anatomy_get_reg(p, reads[i].reg)->field == p->as_of_field) {
                return true;
            }
        }
    }
    return false;
}

/* Blocks read only those that stand before them. */
static void list_dated(Finder *f)
{
    const Program *p = f->program;
    f->dated = ARENA_ARRAY(f->arena, bool, p->block_count + 1);
    for (uint32_t i = 0; p->as_of_field != NO_INDEX && i < p->block_count; i++) {
        const BlockInfo *block = &p->blocks[i];
        f->dated[i] = reads_date(p, block);
        for (uint32_t k = 0; k < block->need_count && !f->dated[i]; k++) {
            f->dated[i] = f->dated[p->block_refs[block->needs + k]];
        }
    }
}

/* ---- words ---- */

static void say_fact(StrBuf *out, const PatientFact *fact)
{
    const char *form = fact->gap      ? "the gap `%S` is read as %S"
                       : fact->length ? "%S has %S"
                                      : "%S is %S";
    buf_add_format(out, form, fact->path, fact->value);
}

static const char *separate(uint32_t at, uint32_t count)
{
    return at == 0 ? "" : at + 1 == count ? " and " : ", ";
}

static Str say_patient(const Finder *f, uint32_t block, const ShownPatient *patient)
{
    StrBuf out = { .arena = f->arena };
    uint32_t facts = patient->facts.count, shown = facts > MOST_SHOWN ? MOST_SHOWN : facts;
    bool dated = f->dated[block], more = facts > shown;
    uint32_t count = shown + dated + more;
    buf_add_c(&out, count ? "if " : f->gated[block] ? "if nothing is known" : "whatever is known");
    for (uint32_t i = 0; i < shown; i++) {
        buf_add_c(&out, separate(i, count));
        say_fact(&out, &patient->facts.items[i]);
    }
    if (more) {
        buf_add_format(&out, "%s%u more facts are as `cglc verify` shows", separate(shown, count),
                       (unsigned)(facts - shown));
    }
    if (dated) {
        buf_add_c(&out, separate(count - 1, count));
        buf_add_c(&out, "the day is ");
        date_print(&out, patient->as_of);
    }
    return buf_get(&out);
}

/* ---- looking ---- */

static Stage *get_stage(Finder *f)
{
    if (!f->stage) {
        f->stage = stage_create(f->arena, f->program);
    }
    return f->stage;
}

/* What a gate asks is known of a record, and no diagram holds it. */
static bool find_patient(Finder *f, uint32_t block, WayTarget target, ShownPatient *patient)
{
    Diagram diagram;
    if (f->gated[block]) {
        return stage_try_empty(get_stage(f), f->arena, block, target, patient);
    }
    return unknown_get_diagram(f->unknown, block, 0, &diagram) &&
           diagram_reaches(diagram, target) &&
           stage_find(get_stage(f), f->arena, diagram, block, target, patient);
}

static void look(Finder *f, uint32_t block, Suspicion kind)
{
    ShownPatient patient;
    WayTarget target = { kind == SUSPECT_HOLE      ? TARGET_HOLE
                         : kind == SUSPECT_OVERLAP ? TARGET_TWO
                                                   : TARGET_FAILURE,
                         block };
    if (!find_patient(f, block, target, &patient) ||
        (kind == SUSPECT_RANGE && !stage_leaves_range(f->stage, block))) {
        return;
    }
    UniqueFault fault = { .block = block, .kind = kind };
    fault.patient = say_patient(f, block, &patient);
    vec_add(f->arena, f->faults, fault);
}

/* ---- what is looked at ---- */

static bool holds_range(const Program *p, const BlockInfo *block)
{
    for (uint32_t pc = block->code; pc < block->code_end; pc++) {
        if (p->code[pc].op == OP_FAIL) {
            return true;
        }
    }
    return false;
}

/* Per block a set of suspicions. False: there are none. */
static bool list_suspects(const Finder *f, const uint8_t *seen, uint8_t *suspects)
{
    bool any = false;
    for (uint32_t i = 0; i < f->program->block_count; i++) {
        const BlockInfo *block = &f->program->blocks[i];
        bool dated = f->dated[i] && block->body == BODY_UNIQUE && !f->gated[i];
        bool ranged = !f->gated[i] && holds_range(f->program, block);
        suspects[i] =
            seen[i] | (dated ? SUSPECT_HOLE | SUSPECT_OVERLAP : 0) | (ranged ? SUSPECT_RANGE : 0);
        any = any || suspects[i];
    }
    return any;
}

void unique_find(Arena *arena, const Program *program, const uint8_t *seen, UniqueFaults *faults)
{
    Finder f = { .arena = arena, .program = program, .faults = faults };
    uint8_t *suspects = ARENA_ARRAY(arena, uint8_t, program->block_count + 1);
    list_dated(&f);
    f.gated = program_list_gated(arena, program);
    if (!list_suspects(&f, seen, suspects)) {
        return;
    }
    f.unknown = unknown_create(arena, program);
    for (uint32_t i = 0; i < program->block_count; i++) {
        for (unsigned kind = SUSPECT_HOLE; kind <= SUSPECT_RANGE; kind <<= 1) {
            if (suspects[i] & kind) {
                look(&f, i, (Suspicion)kind);
            }
        }
    }
    if (f.stage) {
        stage_destroy(f.stage);
    }
    unknown_destroy(f.unknown);
}
