/* graph_advice.c - advice as a tree of questions: what most of them ask is asked first, what all
 * that remain ask alike is asked at once. */
#include "compiler/graph/graph_tree.h"

static void grow(Tree *tree, const Places *from, Items items, const GraphAsks *path);

/* ---- leaves ---- */

static GraphKind get_kind(const AstRule *rule)
{
    return rule->kind == RULE_CAUTION ? GRAPH_CAUTION
           : rule->against            ? GRAPH_AGAINST
           : rule->gate               ? GRAPH_GATE
                                      : GRAPH_ADVISE;
}

static void add_part(StrBuf *buf, Str text)
{
    if (buf->len && text.len) {
        buf_add_c(buf, " · ");
    }
    buf_add(buf, text);
}

static Str describe_advice(GraphBuilder *b, const AstRule *rule)
{
    StrBuf buf = { .arena = b->arena };
    if (rule->against) {
        buf_add_c(&buf, "advised against");
    }
    if (rule->list_name.text.len) {
        add_part(&buf, STR("for each"));
    }
    if (rule->list_name.text.len) {
        buf_add_format(&buf, " %S", words_name(b->wording, rule->list_name.text, false));
    }
    if (rule->timing.text.ptr) {
        add_part(&buf, words_name_timing(b->arena, rule->timing.text));
    }
    if (rule->strength.text.len) {
        add_part(&buf, words_name_strength(b->wording, rule));
    }
    add_part(&buf, graph_model_list_statements(b->arena, &rule->from));
    return buf_get(&buf);
}

static void add_figures(GraphBuilder *b, GraphNode *leaf, const NameList *shows)
{
    StrBuf ids = { .arena = b->arena };
    for (uint32_t i = 0; i < shows->count; i++) {
        buf_add_format(&ids, "%s%S", i ? ", " : "", shows->items[i].text);
    }
    if (ids.len) {
        graph_model_add_line(b->model, leaf, GRAPH_FIGURE, STR("Figures"))->note = buf_get(&ids);
    }
}

static GraphNode *get_exception(Tree *tree, const Expr *when)
{
    Str title = graph_condition_say(tree->b->arena, tree->b->wording, when);
    for (uint32_t i = 0; i < tree->exceptions.count; i++) {
        if (tree->exceptions.items[i]->block == tree->b->model->blocks - 1 &&
            str_equal(tree->exceptions.items[i]->title, title)) {
            return tree->exceptions.items[i];
        }
    }
    GraphNode *node = graph_model_add_node(tree->b->model, GRAPH_UNLESS, STR_NONE, title);
    GraphOpenings gaps = graph_condition_list_gaps(tree->b->arena, when);
    for (uint32_t g = 0; g < gaps.count; g++) {
        graph_builder_add_gap(tree->b, gaps.items[g].gap, STR_NONE, node);
    }
    vec_add(tree->b->arena, &tree->exceptions, node);
    return node;
}

static void add_exceptions(Tree *tree, const AstRule *rule, GraphNode *leaf)
{
    GraphBuilder *b = tree->b;
    for (uint32_t i = 0; i < rule->unless.count; i++) {
        GraphNode *node = get_exception(tree, rule->unless.items[i].when);
        graph_model_add_edge(b->model, graph_model_at_node(node, GRAPH_EDGE_UNLESS), leaf);
    }
}

static GraphNode *add_leaf(Tree *tree, const AstRule *rule)
{
    GraphBuilder *b = tree->b;
    GraphNode *leaf = graph_model_add_node(b->model, get_kind(rule), rule->name.text,
                                           words_title_result(b->wording, rule, 0));
    leaf->note = describe_advice(b, rule);
    return leaf;
}

/* ---- questions ---- */

static Str say_where(GraphBuilder *b, const AstRule *rule)
{
    if (!rule || !graph_builder_draws(rule) || rule->module == b->module) {
        return STR_NONE;
    }
    return str_format(b->arena, "see %S",
                      graph_builder_name_module(b->arena, b->wording, rule->module));
}

static GraphNode *add_question(GraphBuilder *b, const GraphAsk *ask)
{
    if (ask->gap) {
        return graph_builder_add_gap_node(b, ask->gap);
    }
    Str name = ask->rule ? ask->rule->name.text : STR_NONE;
    GraphKind kind = ask->alternatives.count ? GRAPH_CONDITION : GRAPH_QUESTION;
    GraphNode *node = graph_model_add_node(b->model, kind, name, ask->question);
    node->note = say_where(b, ask->rule);
    for (uint32_t i = 0; i < ask->alternatives.count; i++) {
        graph_model_add_line(b->model, node, GRAPH_CONDITION, ask->alternatives.items[i]);
    }
    return node;
}

static void add_openings(GraphBuilder *b, const GraphAsk *ask, GraphNode *node, Places *places)
{
    for (uint32_t i = 0; i < ask->openings.count; i++) {
        graph_builder_add_gap(b, ask->openings.items[i].gap, ask->openings.items[i].answer, node);
        vec_add(b->arena, places, graph_model_at_last_line(node, GRAPH_EDGE_OPEN));
    }
}

static uint32_t get_answer_line(GraphBuilder *b, GraphNode *question, Str answer)
{
    for (uint32_t i = 0; i < question->lines.count; i++) {
        if (question->lines.items[i].kind == GRAPH_ANSWER &&
            str_equal(question->lines.items[i].text, answer)) {
            return i;
        }
    }
    graph_model_add_line(b->model, question, GRAPH_ANSWER, answer);
    return question->lines.count - 1;
}

/* The ways out of a question with this answer: the answer itself, and the gaps that may stand in
 * for it. */
static Places add_answer(GraphBuilder *b, GraphNode *question, const GraphAsk *ask)
{
    Places places = { 0 };
    GraphEdgeKind kind = question->kind == GRAPH_GAP ? GRAPH_EDGE_OPEN : GRAPH_EDGE_STEP;
    vec_add(b->arena, &places,
            ((GraphPlace){ question, get_answer_line(b, question, ask->answer), kind }));
    add_openings(b, ask, question, &places);
    return places;
}

/* ---- growing ---- */

static const GraphAsk *find_ask(const GraphAsks *asks, uint32_t question)
{
    for (uint32_t i = 0; i < asks->count; i++) {
        if (asks->items[i].number == question) {
            return &asks->items[i];
        }
    }
    return NULL;
}

static GraphAsks join_asks(Arena *arena, const GraphAsks *a, const GraphAsks *b)
{
    GraphAsks all = { 0 };
    for (uint32_t i = 0; i < a->count; i++) {
        vec_add(arena, &all, a->items[i]);
    }
    for (uint32_t i = 0; i < b->count; i++) {
        vec_add(arena, &all, b->items[i]);
    }
    return all;
}

static void count_questions(Tree *tree, const Items *items)
{
    memset(tree->counts, 0, tree->keys.count * sizeof *tree->counts);
    for (uint32_t i = 0; i < items->count; i++) {
        for (uint32_t k = 0; k < items->items[i]->asks.count; k++) {
            tree->counts[items->items[i]->asks.items[k].number]++;
        }
    }
}

/* The question that most items ask; of equals the first written. */
static uint32_t choose_question(Tree *tree, const Items *items)
{
    uint32_t best = items->items[0]->asks.items[0].number;
    count_questions(tree, items);
    for (uint32_t i = 0; i < items->count; i++) {
        for (uint32_t k = 0; k < items->items[i]->asks.count; k++) {
            uint32_t question = items->items[i]->asks.items[k].number;
            if (tree->counts[question] > tree->counts[best]) {
                best = question;
            }
        }
    }
    return best;
}

/* What all items ask with the same answer, and no gap may answer: a gap stands in for one question
 * only. */
static GraphAsks list_common(Arena *arena, const Items *items)
{
    GraphAsks common = { 0 };
    const GraphAsks *first = &items->items[0]->asks;
    for (uint32_t k = 0; k < first->count; k++) {
        bool all = first->items[k].openings.count == 0;
        for (uint32_t i = 1; i < items->count; i++) {
            all = all && graph_tree_has_ask(&items->items[i]->asks, &first->items[k]);
        }
        if (all) {
            vec_add(arena, &common, first->items[k]);
        }
    }
    return common;
}

/* A name for alternatives, with what it stands for. */
static Str explain(Arena *arena, const GraphAsk *ask)
{
    StrBuf buf = { .arena = arena };
    if (!ask->labelled) {
        return ask->sentence;
    }
    buf_add(&buf, ask->sentence);
    for (uint32_t i = 0; i < ask->alternatives.count; i++) {
        buf_add_format(&buf, "%s%S", i ? "; " : " (one of: ", ask->alternatives.items[i]);
    }
    buf_add_char(&buf, ')');
    return buf_get(&buf);
}

/* Several things at once in one box. */
static Places add_conditions(Tree *tree, const Places *from, const GraphAsks *common)
{
    GraphBuilder *b = tree->b;
    Places places = { 0 };
    GraphNode *box =
        graph_model_add_node(b->model, GRAPH_CONDITION, STR_NONE, STR("All of these?"));
    graph_tree_connect(b, from, box);
    for (uint32_t i = 0; i < common->count; i++) {
        graph_model_add_line(b->model, box, GRAPH_CONDITION, explain(b->arena, &common->items[i]));
    }
    vec_add(b->arena, &places, graph_model_at_node(box, GRAPH_EDGE_STEP));
    return places;
}

static void grow_further(Tree *tree, Places places, const Items *items, const GraphAsks *path,
                         const GraphAsks *asked)
{
    GraphAsks longer = join_asks(tree->b->arena, path, asked);
    for (uint32_t i = 0; i < items->count; i++) {
        items->items[i]->asks = graph_tree_drop_asks(tree->b->arena, &items->items[i]->asks, asked);
    }
    vec_add(tree->b->arena, &tree->states, ((State){ .places = places, .path = longer }));
    grow(tree, &places, *items, &longer);
}

/* One question, a branch for each answer. */
static void branch(Tree *tree, const Places *from, const Items *items, uint32_t question,
                   const GraphAsks *path)
{
    GraphBuilder *b = tree->b;
    GraphNode *node = add_question(b, find_ask(&items->items[0]->asks, question));
    graph_tree_connect(b, from, node);
    GraphAsks done = { 0 };
    for (uint32_t i = 0; i < items->count; i++) {
        const GraphAsk *ask = find_ask(&items->items[i]->asks, question);
        if (!ask || graph_tree_has_ask(&done, ask)) {
            continue;
        }
        Items alike = { 0 };
        GraphAsks asked = { 0 };
        vec_add(b->arena, &asked, *ask);
        vec_add(b->arena, &done, *ask);
        for (uint32_t k = i; k < items->count; k++) {
            if (graph_tree_has_ask(&items->items[k]->asks, ask)) {
                vec_add(b->arena, &alike, items->items[k]);
            }
        }
        grow_further(tree, add_answer(b, node, &asked.items[0]), &alike, path, &asked);
    }
}

static void ask_next(Tree *tree, const Places *from, Items *items, const GraphAsks *path)
{
    Arena *arena = tree->b->arena;
    uint32_t question = choose_question(tree, items);
    Items asking = { 0 }, rest = { 0 };
    for (uint32_t i = 0; i < items->count; i++) {
        if (find_ask(&items->items[i]->asks, question)) {
            vec_add(arena, &asking, items->items[i]);
        } else {
            vec_add(arena, &rest, items->items[i]);
        }
    }
    GraphAsks common = list_common(arena, &asking);
    if (common.count >= 2) {
        grow_further(tree, add_conditions(tree, from, &common), &asking, path, &common);
    } else {
        branch(tree, from, &asking, question, path);
    }
    *items = rest;
}

/* What hangs on an advice needs not ask again what the advice asked. */
static void grow_dependents(Tree *tree, const Item *parent, const GraphAsks *path)
{
    Arena *arena = tree->b->arena;
    Items after = { 0 };
    for (uint32_t i = 0; i < tree->items.count; i++) {
        Item *item = tree->items.items[i];
        if (item->after != parent->rule) {
            continue;
        }
        item->asks = graph_tree_drop_asks(arena, &item->asks, path);
        vec_add(arena, &after, item);
    }
    Places places = { 0 };
    vec_add(arena, &places, graph_model_at_node(parent->leaf, GRAPH_EDGE_STEP));
    if (after.count) {
        grow(tree, &places, after, path);
    }
}

static void place_leaf(Tree *tree, const Places *from, Item *item, const GraphAsks *path)
{
    item->leaf = add_leaf(tree, item->rule);
    graph_tree_connect(tree->b, from, item->leaf);
    add_figures(tree->b, item->leaf, &item->rule->shows);
    add_exceptions(tree, item->rule, item->leaf);
    grow_dependents(tree, item, path);
}

/* At the root every question begins a block; advice for everybody begins with the patient. */
static void grow_root(Tree *tree, const Items *items)
{
    GraphBuilder *b = tree->b;
    GraphAsks nothing = { 0 };
    Places nowhere = { 0 }, start = { 0 };
    Items always = { 0 }, asking = { 0 };
    for (uint32_t i = 0; i < items->count; i++) {
        if (items->items[i]->asks.count) {
            vec_add(b->arena, &asking, items->items[i]);
        } else {
            vec_add(b->arena, &always, items->items[i]);
        }
    }
    if (always.count) {
        graph_model_start_block(b->model);
        GraphNode *everybody =
            graph_model_add_node(b->model, GRAPH_START, STR_NONE, STR("Every patient"));
        vec_add(b->arena, &start, graph_model_at_node(everybody, GRAPH_EDGE_STEP));
        grow(tree, &start, always, &nothing);
    }
    while (asking.count) {
        graph_model_start_block(b->model);
        ask_next(tree, &nowhere, &asking, &nothing);
    }
}

static void grow(Tree *tree, const Places *from, Items items, const GraphAsks *path)
{
    Items asking = { 0 };
    for (uint32_t i = 0; i < items.count; i++) {
        if (items.items[i]->asks.count) {
            vec_add(tree->b->arena, &asking, items.items[i]);
        } else {
            place_leaf(tree, from, items.items[i], path);
        }
    }
    while (asking.count) {
        ask_next(tree, from, &asking, path);
    }
}

/* ---- the whole ---- */

static void number_questions(Tree *tree, GraphAsks *asks)
{
    for (uint32_t i = 0; i < asks->count; i++) {
        map_add(&tree->keys, asks->items[i].key, tree->keys.count);
        asks->items[i].number = map_find(&tree->keys, asks->items[i].key);
    }
}

/* Advice that asks for other advice of this drawing hangs on it. */
static void hang_on_advice(Tree *tree, Item *item)
{
    GraphAsks left = { 0 };
    for (uint32_t i = 0; i < item->asks.count; i++) {
        const GraphAsk *ask = &item->asks.items[i];
        bool hangs = !item->after && ask->only_advice && ask->advice.count == 1 &&
                     ask->alternatives.count == 0 &&
                     graph_tree_find_item(tree, ask->advice.items[0]);
        if (hangs) {
            item->after = ask->advice.items[0];
        } else {
            vec_add(tree->b->arena, &left, *ask);
        }
    }
    item->asks = left;
}

void graph_advice_build(GraphBuilder *b, const GraphRules *rules)
{
    Tree tree = { .b = b };
    Items first = { 0 };
    map_init(&tree.keys, b->arena);
    for (uint32_t i = 0; i < rules->count; i++) {
        const AstRule *rule = rules->items[i];
        if (rule->kind != RULE_ADVISE) {
            continue;
        }
        Item *item = ARENA_NEW(b->arena, Item);
        *item =
            (Item){ .rule = rule, .asks = graph_condition_split(b->arena, b->wording, rule->when) };
        number_questions(&tree, &item->asks);
        vec_add(b->arena, &tree.items, item);
    }
    tree.counts = ARENA_ARRAY(b->arena, uint32_t, tree.keys.count);
    for (uint32_t i = 0; i < tree.items.count; i++) {
        hang_on_advice(&tree, tree.items.items[i]);
        if (!tree.items.items[i]->after) {
            vec_add(b->arena, &first, tree.items.items[i]);
        }
    }
    grow_root(&tree, &first);
    for (uint32_t i = 0; i < rules->count; i++) {
        if (rules->items[i]->kind == RULE_CAUTION) {
            graph_caution_place(&tree, rules->items[i]);
        }
    }
}
