/* graph_caution.c - where cautions stand. */
#include "compiler/graph/graph_tree.h"

static Str say_remaining(Arena *arena, const GraphAsks *asks)
{
    StrBuf buf = { .arena = arena };
    for (uint32_t i = 0; i < asks->count; i++) {
        buf_add_format(&buf, "%s%S", i ? " and " : "if ", asks->items[i].sentence);
    }
    return buf_get(&buf);
}

static void add_caution(GraphBuilder *b, GraphNode *node, const AstRule *rule,
                        const GraphAsks *remaining)
{
    GraphLine *line = graph_model_add_line(b->model, node, GRAPH_CAUTION,
                                           words_title_result(b->wording, rule, 0));
    line->name = rule->name.text;
    line->mark = say_remaining(b->arena, remaining);
    line->note = graph_model_list_statements(b->arena, &rule->from);
}

static State *find_state(const Tree *tree, const GraphAsks *asks)
{
    State *best = NULL;
    for (uint32_t i = 0; i < tree->states.count; i++) {
        State *state = &tree->states.items[i];
        bool holds = true;
        for (uint32_t k = 0; k < state->path.count; k++) {
            holds = holds && graph_tree_has_ask(asks, &state->path.items[k]);
        }
        if (holds && (!best || state->path.count > best->path.count)) {
            best = state;
        }
    }
    return best;
}

static GraphAsks drop_ask(Arena *arena, const GraphAsks *asks, uint32_t at)
{
    GraphAsks left = { 0 };
    for (uint32_t i = 0; i < asks->count; i++) {
        if (i != at) {
            vec_add(arena, &left, asks->items[i]);
        }
    }
    return left;
}

/* Beside each advice that it speaks of and that is drawn here: there its question is answered.
 * False if the caution holds in other cases, too. */
static bool attach_to_advice(Tree *tree, const AstRule *rule, const GraphAsks *asks)
{
    bool complete = false;
    for (uint32_t i = 0; i < asks->count; i++) {
        const GraphAsk *ask = &asks->items[i];
        GraphAsks others = drop_ask(tree->b->arena, asks, i);
        uint32_t found = 0;
        for (uint32_t k = 0; k < ask->advice.count; k++) {
            const Item *item = graph_tree_find_item(tree, ask->advice.items[k]);
            if (!item) {
                continue;
            }
            add_caution(tree->b, item->leaf, rule, &others);
            found++;
        }
        complete = complete || (found && found == ask->advice.count && ask->only_advice);
    }
    return complete;
}

static GraphNode *get_caution_node(Tree *tree, State *state)
{
    GraphNode **node = state ? &state->cautions : &tree->cautions;
    if (*node) {
        return *node;
    }
    if (!state) {
        graph_model_start_block(tree->b->model);
    }
    *node = graph_model_add_node(tree->b->model, GRAPH_CAUTION, STR_NONE, STR_NONE);
    if (state) {
        graph_tree_connect(tree->b, &state->places, *node);
    }
    if (state) {
        (*node)->block = state->places.items[0].node->block;
    }
    return *node;
}

void graph_caution_place(Tree *tree, const AstRule *rule)
{
    GraphBuilder *b = tree->b;
    GraphAsks asks = graph_condition_split(b->arena, b->wording, rule->when);
    if (attach_to_advice(tree, rule, &asks)) {
        return;
    }
    State *state = find_state(tree, &asks);
    if (state) {
        asks = graph_tree_drop_asks(b->arena, &asks, &state->path);
    }
    add_caution(b, get_caution_node(tree, state), rule, &asks);
}
