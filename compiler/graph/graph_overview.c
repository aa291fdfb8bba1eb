/* graph_overview.c - facts, the decisions that other sections wait for, the sections. A section
 * stands behind the answers that a good part of its advice asks for. */
#include "compiler/graph/graph_overview.h"
#include "compiler/graph/graph_reading.h"
#include "compiler/index/rule_index.h"

enum { MOST_FLAT_FACTS = 6, MOST_GATES = 16, MOST_ANSWERS = 8, LEAST_READERS = 2, FAIR_PART = 5 };

typedef struct Group { /* a module with rules */
    const AstModule *module;
    GraphRules decisions, advice;
    uint32_t counts[GRAPH_KIND_COUNT_];
    const AstRule *main; /* the decision that others wait for, or NULL */
    GraphNode *main_node;
    GraphNode *list_node; /* of the other decisions, NULL if there are none; of a section that
                             advises, all of it */
    bool decides;         /* more decisions than advice */
    uint32_t position; /* of a section that a decision leads to: from 1; of a decision: twice where
                          it leads */
    uint32_t links;    /* sections that it leads to */
} Group;
typedef VEC(Group) Groups;
typedef struct Overview {
    GraphBuilder *b;
    const RuleIndex *index;
    GraphNode *facts;
    Groups groups;
    uint32_t positions;
} Overview;

/* ---- modules ---- */

static GraphKind get_kind(const AstRule *rule)
{
    return rule->kind == RULE_CAUTION ? GRAPH_CAUTION
           : rule->against            ? GRAPH_AGAINST
           : rule->gate               ? GRAPH_GATE
                                      : GRAPH_ADVISE;
}

static void sort_rule(Overview *o, Group *group, const AstRule *rule)
{
    if (graph_builder_draws(rule)) {
        vec_add(o->b->arena, &group->decisions, rule);
    }
    if (rule->kind == RULE_ADVISE) {
        vec_add(o->b->arena, &group->advice, rule);
    }
    if (rule->kind == RULE_ADVISE || rule->kind == RULE_CAUTION) {
        group->counts[get_kind(rule)]++;
    }
}

static uint32_t count_gaps(Overview *o, const AstModule *module)
{
    VEC(const AstGap *) seen = { 0 };
    for (uint32_t i = 0; i < o->index->entries.count; i++) {
        const RuleEntry *entry = &o->index->entries.items[i];
        for (uint32_t k = 0; entry->rule && entry->module == module && k < entry->reads.count;
             k++) {
            const AstGap *gap = o->index->entries.items[entry->reads.items[k]].gap;
            bool known = !gap;
            for (uint32_t s = 0; s < seen.count; s++) {
                known = known || seen.items[s] == gap;
            }
            if (!known) {
                vec_add(o->b->arena, &seen, gap);
            }
        }
    }
    return seen.count;
}

static void list_groups(Overview *o)
{
    const Ast *ast = o->b->ast;
    for (uint32_t m = 0; m < ast->modules.count; m++) {
        Group group = { .module = ast->modules.items[m] };
        for (uint32_t i = 0; i < ast->rules.count; i++) {
            if (ast->rules.items[i]->module == group.module) {
                sort_rule(o, &group, ast->rules.items[i]);
            }
        }
        group.decides = group.decisions.count > group.advice.count;
        group.counts[GRAPH_GAP] = count_gaps(o, group.module);
        if (group.decisions.count || group.advice.count) {
            vec_add(o->b->arena, &o->groups, group);
        }
    }
}

/* ---- the decision that others wait for ---- */

static uint32_t count_readers(const Overview *o, const Group *home, const AstRule *decision)
{
    uint32_t count = 0;
    for (uint32_t g = 0; g < o->groups.count; g++) {
        const Group *group = &o->groups.items[g];
        for (uint32_t i = 0; group != home && i < group->advice.count; i++) {
            count += graph_reading_of_advice(group->advice.items[i], decision).asked != 0;
        }
    }
    return count;
}

static bool can_be_main(const AstRule *rule)
{
    const Type *type = &rule->results.items[0].type_ref.type;
    return !rule->list_name.text.len && type->kind == TY_ENUM &&
           type->enumeration->values.count <= MOST_ANSWERS;
}

static void choose_main(const Overview *o, Group *group)
{
    uint32_t most = LEAST_READERS - 1;
    for (uint32_t i = 0; i < group->decisions.count; i++) {
        const AstRule *rule = group->decisions.items[i];
        uint32_t readers = can_be_main(rule) ? count_readers(o, group, rule) : 0;
        if (readers <= most) {
            continue;
        }
        most = readers;
        group->main = rule;
    }
}

/* ---- nodes ---- */

static GraphNode *add_module(Overview *o, const Group *group)
{
    return graph_model_add_node(
        o->b->model, GRAPH_SECTION, group->module->name.text,
        graph_builder_name_module(o->b->arena, o->b->wording, group->module));
}

static void add_counts(Overview *o, const Group *group, GraphNode *node)
{
    for (GraphKind kind = 0; kind < GRAPH_KIND_COUNT_; kind++) {
        if (group->counts[kind]) {
            graph_model_add_line(o->b->model, node, kind,
                                 str_format(o->b->arena, "%u", (unsigned)group->counts[kind]));
        }
    }
}

static void add_titles(Overview *o, const Group *group, GraphNode *node)
{
    for (uint32_t i = 0; i < group->decisions.count; i++) {
        if (group->decisions.items[i] != group->main) {
            graph_model_add_line(o->b->model, node, GRAPH_DECISION,
                                 words_title_result(o->b->wording, group->decisions.items[i], 0));
        }
    }
}

static void add_main(Overview *o, Group *group)
{
    Str title = words_title_result(o->b->wording, group->main, 0);
    group->main_node =
        graph_model_add_node(o->b->model, GRAPH_DECISION, group->main->name.text, title);
    const AstEnum *values = group->main->results.items[0].type_ref.type.enumeration;
    for (uint32_t i = 0; i < values->values.count; i++) {
        graph_model_add_line(o->b->model, group->main_node, GRAPH_ANSWER,
                             words_name_value(o->b->wording, values, (uint16_t)i));
    }
}

/* The other decisions by their titles, with what else the module has. */
static void add_list(Overview *o, Group *group)
{
    group->list_node = add_module(o, group);
    add_titles(o, group, group->list_node);
    add_counts(o, group, group->list_node);
    graph_model_add_edge(o->b->model, graph_model_at_node(o->facts, GRAPH_EDGE_STEP),
                         group->list_node);
    if (group->main) {
        graph_model_add_edge(o->b->model, graph_model_at_node(group->list_node, GRAPH_EDGE_STEP),
                             group->main_node);
    }
}

static void add_decisions(Overview *o, Group *group)
{
    if (!group->decides) {
        return;
    }
    choose_main(o, group);
    if (group->main) {
        add_main(o, group);
    }
    add_list(o, group);
}

/* ---- ways to a section ---- */

static uint32_t count_asking(const Group *section, const AstRule *main, uint32_t value)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < section->advice.count; i++) {
        count += graph_reading_of_advice(section->advice.items[i], main).asked >> value & 1;
    }
    return count;
}

static uint32_t count_mentioning(const Group *section, const Group *home)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < section->advice.count; i++) {
        bool found = false;
        for (uint32_t k = 0; k < home->decisions.count; k++) {
            found =
                found ||
                graph_reading_of_advice(section->advice.items[i], home->decisions.items[k]).found;
        }
        count += found;
    }
    return count;
}

/* Most of the section's advice that asks for one and the same answer. */
static uint32_t count_most(const Group *section, const Group *home)
{
    uint32_t most = 0;
    for (uint32_t v = 0; v < home->main_node->lines.count; v++) {
        uint32_t asking = count_asking(section, home->main, v);
        if (asking > most) {
            most = asking;
        }
    }
    return most;
}

static bool is_linked(const Group *home, const Group *section, uint32_t value)
{
    if (!home->main) {
        return count_mentioning(section, home) * FAIR_PART >= section->advice.count;
    }
    uint32_t most = count_most(section, home), asking = count_asking(section, home->main, value);
    return asking && asking * 2 >= most && most * FAIR_PART >= section->advice.count;
}

/* A way that some advice takes, but too little of its section to be drawn. */
static bool is_minor(const Group *home, const Group *section, uint32_t value)
{
    uint32_t count =
        home->main ? count_asking(section, home->main, value) : count_mentioning(section, home);
    return count && !is_linked(home, section, value);
}

/* Facts are obtained before anything is decided. */
static bool waits(const Group *section)
{
    return !section->decides && (section->counts[GRAPH_ADVISE] || section->counts[GRAPH_AGAINST]);
}

static void link_section(Overview *o, Group *home, GraphPlace from, Group *section)
{
    graph_model_add_edge(o->b->model, from, section->list_node);
    if (!section->position) {
        section->position = ++o->positions;
    }
    home->links++;
    home->position += 2 * section->position;
}

/* In the order of the answers: sections are drawn in it. */
static void link_from(Overview *o, Group *home)
{
    uint32_t values = home->main ? home->main_node->lines.count : home->list_node ? 1 : 0;
    for (uint32_t v = 0; v < values; v++) {
        for (uint32_t g = 0; g < o->groups.count; g++) {
            Group *section = &o->groups.items[g];
            if (section == home || !waits(section)) {
                continue;
            }
            GraphPlace from = graph_model_at_node(home->list_node, GRAPH_EDGE_STEP);
            if (home->main) {
                from = (GraphPlace){ home->main_node, v, GRAPH_EDGE_STEP };
            }
            if (is_linked(home, section, v)) {
                link_section(o, home, from, section);
            } else if (is_minor(home, section, v)) {
                o->b->model->remark = STR("arrows: the main ways, not all of them");
            }
        }
    }
}

static void add_section(Overview *o, Group *section)
{
    section->list_node = add_module(o, section);
    add_titles(o, section, section->list_node);
    add_counts(o, section, section->list_node);
}

/* ---- order ---- */

static uint32_t count_links(const Overview *o, const Group *home)
{
    uint32_t count = 0;
    for (uint32_t g = 0; home->main && g < o->groups.count; g++) {
        const Group *section = &o->groups.items[g];
        for (uint32_t v = 0; waits(section) && v < home->main_node->lines.count; v++) {
            count += is_linked(home, section, v);
        }
    }
    return count;
}

/* The decision that most sections wait for leads first, so that they stand in the order of its
 * answers. */
static void link_all(Overview *o)
{
    Group *first = NULL, *groups = o->groups.items;
    uint32_t most = 0;
    for (uint32_t i = 0; i < o->groups.count; i++) {
        uint32_t links = groups[i].decides ? count_links(o, &groups[i]) : 0;
        if (links > most) {
            most = links;
            first = &groups[i];
        }
    }
    if (first) {
        link_from(o, first);
    }
    for (uint32_t i = 0; i < o->groups.count; i++) {
        if (groups[i].decides && &groups[i] != first) {
            link_from(o, &groups[i]);
        }
    }
}

typedef VEC(Group *) Column;

static bool stands_before(const Group *a, const Group *b)
{
    uint64_t left = a->links ? a->links : 1, right = b->links ? b->links : 1;
    if (!a->position || !b->position) {
        return a->position && !b->position;
    }
    return a->position * right < b->position * left;
}

static void add_to_column(Overview *o, Column *column, Group *group)
{
    vec_add(o->b->arena, column, group);
    for (uint32_t i = column->count - 1;
         i > 0 && stands_before(column->items[i], column->items[i - 1]); i--) {
        Group *above = column->items[i - 1];
        column->items[i - 1] = column->items[i];
        column->items[i] = above;
    }
}

static void order_column(Overview *o, const Column *column)
{
    for (uint32_t i = 0; i + 1 < column->count; i++) {
        graph_model_add_edge(o->b->model,
                             graph_model_at_node(column->items[i]->list_node, GRAPH_EDGE_ORDER),
                             column->items[i + 1]->list_node);
    }
}

/* What follows from facts alone stands in the column of the decisions, above them. */
static void add_sections(Overview *o)
{
    Group *groups = o->groups.items;
    Column first = { 0 }, decisions = { 0 }, sections = { 0 };
    for (uint32_t i = 0; i < o->groups.count; i++) {
        if (!groups[i].decides) {
            add_section(o, &groups[i]);
        }
    }
    link_all(o);
    for (uint32_t i = 0; i < o->groups.count; i++) {
        bool early = !groups[i].decides && !groups[i].position;
        if (early) {
            graph_model_add_edge(o->b->model, graph_model_at_node(o->facts, GRAPH_EDGE_STEP),
                                 groups[i].list_node);
        }
        add_to_column(o, early ? &first : groups[i].decides ? &decisions : &sections, &groups[i]);
    }
    for (uint32_t i = 0; i < decisions.count; i++) {
        vec_add(o->b->arena, &first, decisions.items[i]);
    }
    order_column(o, &first);
    order_column(o, &sections);
}

/* ---- facts and gates ---- */

static Str get_prefix(Str path)
{
    for (size_t i = 0; i < path.len; i++) {
        if (path.ptr[i] == '.') {
            return (Str){ path.ptr, i };
        }
    }
    return STR_NONE;
}

static uint32_t count_with_prefix(const Ast *ast, Str prefix, uint32_t *first)
{
    uint32_t count = 0;
    *first = UINT32_MAX;
    for (uint32_t i = 0; i < ast->patient.count; i++) {
        const AstField *field = ast->patient.items[i];
        if (!field->read || !str_equal(get_prefix(field->path.text), prefix)) {
            continue;
        }
        if (!count++) {
            *first = i;
        }
    }
    return count;
}

static void add_fact_line(Overview *o, Str title, uint32_t count)
{
    GraphLine *line = graph_model_add_line(o->b->model, o->facts, GRAPH_FACTS, title);
    if (count > 1) {
        line->text = str_format(o->b->arena, "%S (%u)", title, (unsigned)count);
    }
}

/* One line for each part of the record, in its order. */
static void add_facts(Overview *o)
{
    const Ast *ast = o->b->ast;
    uint32_t first, flat = count_with_prefix(ast, STR_NONE, &first);
    o->facts =
        graph_model_add_node(o->b->model, GRAPH_FACTS, STR_NONE, STR("Facts of the patient"));
    for (uint32_t i = 0; i < ast->patient.count; i++) {
        const AstField *field = ast->patient.items[i];
        Str prefix = get_prefix(field->path.text);
        if (!field->read) {
            continue;
        }
        if (prefix.len) {
            uint32_t count = count_with_prefix(ast, prefix, &first);
            if (first == i) {
                add_fact_line(o, words_name(o->b->wording, prefix, true), count);
            }
        } else if (flat <= MOST_FLAT_FACTS || field->type_ref.type.kind == TY_LIST) {
            add_fact_line(o, words_title_field(o->b->wording, field), 1);
        }
    }
    if (flat > MOST_FLAT_FACTS) {
        add_fact_line(o, STR("other facts"), flat);
    }
}

static void add_gates(Overview *o)
{
    GraphNode *node = NULL;
    const Ast *ast = o->b->ast;
    for (uint32_t i = 0; i < ast->rules.count; i++) {
        const AstRule *rule = ast->rules.items[i];
        if (rule->kind != RULE_ADVISE || get_kind(rule) != GRAPH_GATE) {
            continue;
        }
        if (!node) {
            node = graph_model_add_node(o->b->model, GRAPH_GATE, STR_NONE, STR("To obtain first"));
        }
        if (node->lines.count < MOST_GATES) {
            graph_model_add_line(o->b->model, node, GRAPH_CONDITION,
                                 words_title_result(o->b->wording, rule, 0));
        }
    }
    if (node) {
        graph_model_add_edge(o->b->model, graph_model_at_node(o->facts, GRAPH_EDGE_BELOW), node);
    }
}

void graph_overview_build(GraphBuilder *b)
{
    Overview o = { .b = b, .index = rule_index_build(b->arena, b->ast) };
    b->model->far = true;
    graph_model_start_block(b->model);
    list_groups(&o);
    add_facts(&o);
    add_gates(&o);
    for (uint32_t i = 0; i < o.groups.count; i++) {
        add_decisions(&o, &o.groups.items[i]);
    }
    add_sections(&o);
}
