/* probe.c - notes of lowering become blocks that nothing reads and no report shows. */
#include "compiler/lower/probe.h"
#include "compiler/lower/ir.h"
#include "compiler/lower/ir_bounds.h"

typedef struct ProbeNote {
    uint32_t point;
    IrBlock *block;
    IrNode *node;
} ProbeNote;

void probe_init(Probes *probes, Arena *arena)
{
    *probes = (Probes){ .arena = arena };
    map_init(&probes->wanted, arena);
}

void probe_want(Probes *probes, const void *node, uint32_t point)
{
    map_add(&probes->wanted, str_copy(probes->arena, (Str){ (const char *)&node, sizeof node }),
            point);
}

void probe_note(Compilation *c, IrBlock *b, const void *node, IrNode *made)
{
    if (!c->probes) {
        return;
    }
    uint32_t point = map_find(&c->probes->wanted, (Str){ (const char *)&node, sizeof node });
    if (point == MAP_NONE || made->type != REG_BOOL || made->kind == IR_CONST) {
        return;
    }
    vec_add(c->arena, &c->probes->notes, ((ProbeNote){ point, b, made }));
}

/* ---- blocks ---- */

static uint32_t add_block(Compilation *c, const IrBlock *of, uint16_t list, IrNode *result)
{
    IrBlock *b = ARENA_NEW(c->arena, IrBlock);
    b->table = of->table;
    b->rule = of->rule;
    b->list = list;
    b->result = result;
    b->info = (BlockInfo){ .kind = BLOCK_DEFINE,
                           .body = BODY_EXPR,
                           .gate = of->info.gate,
                           .name = STR("probe"),
                           .list = list,
                           .when = NO_INDEX,
                           .strength = NO_INDEX,
                           .lo = INT64_MIN,
                           .hi = INT64_MAX,
                           .line = of->info.line,
                           .file = of->info.file };
    vec_add(c->arena, &c->blocks, b);
    return c->blocks.count - 1;
}

/* Of an element's condition: is there a listed element for which it holds? */
static IrNode *close_lists(Compilation *c, IrBlock *b, IrNode *node)
{
    for (uint16_t list = 0; list < c->program->list_count; list++) {
        if (node->lists >> list & 1) {
            node = ir_loop(c, b, OP_ACC_ANY, list, ir_bool(c, b, false), node, NULL, NULL);
        }
    }
    return node;
}

/* The condition of the element that a rule is for each of is asked of each element. */
static bool is_of_own_element(const ProbeNote *note)
{
    return note->block->list != NO_INDEX && note->node->lists == UINT64_C(1) << note->block->list;
}

static void add_probe(Compilation *c, const ProbeNote *note, ProbePart part, IrNode *node,
                      Probe proved)
{
    bool own = is_of_own_element(note);
    uint32_t block = add_block(c, note->block, own ? note->block->list : NO_INDEX,
                               own ? node : close_lists(c, note->block, node));
    Probe probe = { .point = note->point,
                    .part = (uint8_t)part,
                    .rule = note->block->rule,
                    .block = block,
                    .never_yes = proved.never_yes,
                    .never_no = proved.never_no };
    vec_add(c->arena, &c->probes->items, probe);
}

/* `n in 0..3` of an n that is declared 0..9: nothing is below. */
static Probe prove_sides(Compilation *c, const IrNode *node)
{
    bool negated = false;
    for (; node->kind == IR_OP && node->op == OP_NOT; node = node->args[0]) {
        negated = !negated;
    }
    if (node->kind != IR_OP || (node->op != OP_LT && node->op != OP_LE)) {
        return (Probe){ .point = 0 };
    }
    IrBounds x = ir_get_bounds(c, node->args[0], 0), y = ir_get_bounds(c, node->args[1], 0);
    if (!x.known || !y.known) {
        return (Probe){ .point = 0 };
    }
    bool strict = node->op == OP_LT;
    bool always = strict ? x.hi < y.lo : x.hi <= y.lo, never = strict ? x.lo >= y.hi : x.lo > y.hi;
    return (Probe){ .never_yes = negated ? always : never, .never_no = negated ? never : always };
}

/* x = y for an order of numbers or dates; NULL for everything else. Of `=` it is the yes side
 * itself. */
static IrNode *make_boundary(Compilation *c, IrBlock *b, const IrNode *node)
{
    while (node->kind == IR_OP && node->op == OP_NOT) {
        node = node->args[0];
    }
    if (node->kind != IR_OP || (node->op != OP_LT && node->op != OP_LE)) {
        return NULL;
    }
    return ir_op(c, b, OP_EQ, REG_BOOL, NO_INDEX, node->args[0], node->args[1], NULL, 0);
}

static void add_probes(Compilation *c, const ProbeNote *note)
{
    Probe proved = prove_sides(c, note->node);
    if (!note->node->lists || is_of_own_element(note)) {
        add_probe(c, note, PROBE_SIDES, note->node, proved);
    } else {
        add_probe(c, note, PROBE_YES, note->node, proved);
        add_probe(c, note, PROBE_NO, ir_not(c, note->block, note->node), proved);
    }
    IrNode *boundary = make_boundary(c, note->block, note->node);
    if (boundary) {
        add_probe(c, note, PROBE_BOUNDARY, boundary, (Probe){ .point = 0 });
    }
}

/* Every block stands in the order of declaration, too. */
static void declare_blocks(Compilation *c, uint32_t first)
{
    Program *p = c->program;
    uint32_t *declared = ARENA_ARRAY(c->arena, uint32_t, c->blocks.count);
    if (first) {
        memcpy(declared, p->declared, first * sizeof *declared);
    }
    for (uint32_t i = first; i < c->blocks.count; i++) {
        declared[i] = i;
    }
    p->declared = declared;
    p->block_count = c->blocks.count;
}

void probe_finish(Compilation *c)
{
    if (!c->probes) {
        return;
    }
    uint32_t first = c->blocks.count;
    for (uint32_t i = 0; i < c->probes->notes.count; i++) {
        add_probes(c, &c->probes->notes.items[i]);
    }
    declare_blocks(c, first);
}
