/* fields.c - the fields of a record: `name : type  label`. Names and types go up to the next
 * multiple of four, so that a name longer by one character seldom moves its neighbours. */
#include "compiler/format/layout.h"

enum {
    LABEL_FITTED = 50, /* with its quotes: every label up to here gets its column */
    LABEL_SPACE = 2    /* between type and label, at least */
};

typedef struct Field {
    uint32_t first, type, label, end; /* `type` is the first token behind the colon */
    uint32_t name_width, type_width, label_width;
    Parts clauses;
    bool kept; /* comments inside: the author's lines */
    bool tall; /* a clause a line */
} Field;

typedef struct Group {
    VEC(Field) fields;
    uint32_t type_column, label_column;
} Group;

static uint32_t round_up(uint32_t width)
{
    return (width + 3) / 4 * 4;
}

/* ---- reading ---- */

static uint32_t find_label(const Layout *layout, const Parts *clauses, uint32_t end)
{
    for (uint32_t i = 0; i < clauses->count; i++) {
        if (layout->tokens[clauses->items[i].first].kind == TOK_STRING) {
            return clauses->items[i].first;
        }
    }
    return end;
}

/* Without columns: would it fit if its label went to the next line? */
static bool is_tall(const Field *field)
{
    uint32_t line = LAYOUT_INDENT + field->name_width + 3 + field->type_width;
    return field->clauses.count > 1 && line > LAYOUT_WIDTH;
}

static Field read_field(const Layout *layout, const Part *part)
{
    Field field = { .first = part->first, .type = part->first + 2, .end = part->end };
    field.clauses = layout_split_roles(layout, part->first + 1, part->end, TRAIL_CLAUSE);
    field.label = find_label(layout, &field.clauses, part->end);
    field.name_width = layout->tokens[part->first].width;
    field.type_width = layout_width(layout, field.type, field.label);
    field.label_width = layout_width(layout, field.label, field.end);
    field.kept = layout_has_inner_comment(layout, part->first, part->end);
    field.tall = !field.kept && is_tall(&field);
    return field;
}

/* ---- columns ---- */

static bool counts(const Field *field)
{
    return !field->kept && !field->tall && field->label_width;
}

static uint32_t find_longest_label(const Group *group)
{
    uint32_t longest = 0;
    for (uint32_t i = 0; i < group->fields.count; i++) {
        const Field *field = &group->fields.items[i];
        bool fitted = counts(field) && field->label_width <= LABEL_FITTED;
        longest = fitted && field->label_width > longest ? field->label_width : longest;
    }
    return longest;
}

static void find_columns(Group *group)
{
    uint32_t name = 0, type = 0, label = find_longest_label(group);
    for (uint32_t i = 0; i < group->fields.count; i++) {
        const Field *field = &group->fields.items[i];
        name = !field->kept && field->name_width > name ? field->name_width : name;
    }
    group->type_column = LAYOUT_INDENT + round_up(name) + 3;
    for (uint32_t i = 0; i < group->fields.count; i++) {
        const Field *field = &group->fields.items[i];
        uint32_t column = group->type_column + round_up(field->type_width + LABEL_SPACE);
        bool fits = counts(field) && column + label <= LAYOUT_WIDTH;
        type = fits && field->type_width > type ? field->type_width : type;
    }
    group->label_column = group->type_column + round_up(type + LABEL_SPACE);
}

/* ---- laying ---- */

/* In the label's column if it fits there, else ending at the last column. */
static uint32_t get_own_line_column(const Group *group, const Field *field)
{
    if (group->label_column + field->label_width <= LAYOUT_WIDTH) {
        return group->label_column;
    }
    bool room = field->label_width + LAYOUT_DEEP < LAYOUT_WIDTH;
    return room ? LAYOUT_WIDTH - field->label_width : LAYOUT_DEEP;
}

/* at: the column behind the type, which may have taken several lines */
static void lay_label(Layout *layout, const Group *group, const Field *field, uint32_t at)
{
    uint32_t column =
        at + LABEL_SPACE > group->label_column ? at + LABEL_SPACE : group->label_column;
    if (column + field->label_width <= LAYOUT_WIDTH) {
        layout_set_space(layout, field->label, column - at);
    } else {
        layout_set_line(layout, field->label, get_own_line_column(group, field));
    }
}

static void lay_tall(Layout *layout, const Field *field)
{
    for (uint32_t i = 0; i < field->clauses.count; i++) {
        layout_set_line(layout, field->clauses.items[i].first, LAYOUT_DEEP);
    }
}

/* Values in place may be too many for a line. The column behind the last clause before the label.
 */
static uint32_t lay_type(Layout *layout, const Group *group, const Field *field)
{
    uint32_t end = field->clauses.count ? field->clauses.items[0].first : field->end;
    Parts values = layout_split_list(layout, field->type, end);
    uint32_t at = expression_fill(layout, &values, group->type_column, 0);
    return at + field->type_width - layout_width(layout, field->type, end);
}

static void lay_field(Layout *layout, const Group *group, const Field *field)
{
    layout_set_clause(layout, field->first, LAYOUT_INDENT);
    if (field->kept) {
        layout_keep_lines(layout, field->first, field->end, LAYOUT_DEEP);
        return;
    }
    layout_set_flat(layout, field->first, field->end);
    layout_set_space(layout, field->first + 1,
                     group->type_column - LAYOUT_INDENT - field->name_width - 2);
    uint32_t at = lay_type(layout, group, field);
    bool tall = field->clauses.count && (field->tall || at > LAYOUT_WIDTH);
    if (tall && field->label != field->clauses.items[0].first) {
        lay_tall(layout, field);
    } else if (field->label_width) {
        lay_label(layout, group, field, at);
    }
}

static void lay_group(Layout *layout, Group *group)
{
    find_columns(group);
    for (uint32_t i = 0; i < group->fields.count; i++) {
        lay_field(layout, group, &group->fields.items[i]);
    }
    group->fields.count = 0;
}

void fields_lay(Layout *layout, uint32_t first, uint32_t end)
{
    Parts parts = layout_split_roles(layout, first, end, TRAIL_FIELD);
    Group group = { 0 };
    for (uint32_t i = 0; i < parts.count; i++) {
        if (group.fields.count && layout_had_blank(layout, parts.items[i].first)) {
            lay_group(layout, &group);
        }
        Field field = read_field(layout, &parts.items[i]);
        vec_add(layout->arena, &group.fields, field);
        if (field.kept || field.tall) {
            lay_group(layout, &group);
        }
    }
    lay_group(layout, &group);
    uint32_t head = parts.count ? parts.items[0].first : end;
    layout_keep_lines(layout, first, head, LAYOUT_DEEP);
    if (!layout_has_inner_comment(layout, first, head)) {
        layout_set_flat(layout, first, head);
    }
}
