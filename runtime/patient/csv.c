/* csv.c - rows. A row is read as the JSON object that it stands for, so both have the same
 * outcome. */
#include "runtime/patient/csv.h"

void csv_open(CsvReader *reader, Arena *arena, Form *form)
{
    *reader = (CsvReader){ .arena = arena, .form = form };
    reader->lists = ARENA_ARRAY(arena, CsvList, form->program->list_count);
}

/* ---- cells ---- */

Str csv_next_cell(Document document, char separator, size_t *at)
{
    char *text = document.text;
    size_t i = *at, length = 0;
    if (i < document.len && text[i] == '"') {
        char *cell = text + ++i;
        for (; i < document.len; i++) {
            if (text[i] == '"' && (i + 1 >= document.len || text[++i] != '"')) {
                break;
            }
            cell[length++] = text[i];
        }
        *at = i < document.len && text[i] != separator ? i + 2 : i + 1;
        return (Str){ cell, length };
    }
    char *end = i < document.len ? memchr(text + i, separator, document.len - i) : NULL;
    length = end ? (size_t)(end - text) - i : document.len - i;
    *at = i + length + 1;
    return (Str){ text + i, length };
}

bool csv_check_row(Document document, const Cut *cut, Record *record, RecordError *error)
{
    size_t fault = utf8_find_fault((Str){ document.text, document.len });
    if (fault < document.len) {
        record_error_set(record->arena, error, RECORD_UTF8, document, fault);
    } else if (cut->misplaced) {
        record_error_set(record->arena, error, RECORD_QUOTES, document, 0);
    } else if (cut->cell == CELL_QUOTED) {
        record_error_set(record->arena, error, RECORD_OPEN_QUOTE, document, 0);
    } else {
        return true;
    }
    return false;
}

/* ---- rows ---- */

static bool split_row(CsvReader *reader, Document document)
{
    uint32_t count = 0;
    for (size_t at = 0; at <= document.len; count++) {
        Str cell = csv_next_cell(document, reader->separator, &at);
        if (count == reader->column_count) {
            return false;
        }
        reader->cells[count] = cell;
    }
    return count == reader->column_count;
}

static bool is_number_field(const FieldInfo *field)
{
    return field->role != FIELD_KEY && field->role != FIELD_TEXT &&
           (field->type == REG_INT || field->type == REG_DEC || field->type == REG_REAL);
}

/* As JSON, spreadsheets and Python write them. */
static bool is_yes(Str cell)
{
    return str_equal(cell, STR("true")) || str_equal(cell, STR("TRUE")) ||
           str_equal(cell, STR("True"));
}

static bool is_no(Str cell)
{
    return str_equal(cell, STR("false")) || str_equal(cell, STR("FALSE")) ||
           str_equal(cell, STR("False"));
}

static Given get_given(const FieldInfo *field, Str cell)
{
    Given given = { .kind = JSON_STRING, .text = cell };
    if (field->role == FIELD_KEY || field->role == FIELD_TEXT) {
        return given;
    }
    if (field->type == REG_BOOL && is_yes(cell)) {
        given.kind = JSON_TRUE;
    } else if (field->type == REG_BOOL && is_no(cell)) {
        given.kind = JSON_FALSE;
    } else if (is_number_field(field) && json_is_number(cell.ptr, cell.len)) {
        given.kind = JSON_NUMBER;
    }
    return given;
}

/* ---- decimal commas ---- */

/* A comma where a number has its point, before a unit if there is one; NULL if it is not that. The
 * row is ours: the comma is a point for the time of the question. */
static char *find_decimal_comma(Str cell)
{
    const char *space = memchr(cell.ptr, ' ', cell.len);
    size_t len = space ? (size_t)(space - cell.ptr) : cell.len;
    char *comma = memchr((char *)cell.ptr, ',', len);
    if (!comma) {
        return NULL;
    }
    *comma = '.';
    bool number = json_is_number(cell.ptr, len);
    *comma = ',';
    return number ? comma : NULL;
}

static bool has_point(Str cell)
{
    const char *space = memchr(cell.ptr, ' ', cell.len);
    size_t len = space ? (size_t)(space - cell.ptr) : cell.len;
    return memchr(cell.ptr, '.', len) != NULL;
}

/* Neither sign is guessed: "1.234" beside decimal commas may be a thousand times another number. */
static ProblemId settle_decimals(const CsvReader *reader, const FieldInfo *field, Str cell)
{
    if (!is_number_field(field)) {
        return PROBLEM_NONE;
    }
    char *comma = find_decimal_comma(cell);
    if (!reader->decimal_comma) {
        return comma ? PROBLEM_DECIMAL_COMMA : PROBLEM_NONE;
    }
    if (has_point(cell)) {
        return PROBLEM_DECIMAL_POINT;
    }
    if (comma) {
        *comma = '.';
    }
    return PROBLEM_NONE;
}

/* ---- elements ---- */

/* An element without anything in its cells is not listed; those that are listed are counted in the
 * order of their columns' numbers. */
static void count_elements(CsvReader *reader)
{
    for (uint16_t i = 0; i < reader->form->program->list_count; i++) {
        CsvList *list = &reader->lists[i];
        list->count = 0;
        for (uint32_t k = 0; k < list->numbers.count; k++) {
            list->places[k] = list->places[k] == ROW_FILLED ? list->count++ : ROW_EMPTY;
        }
    }
}

static void find_elements(CsvReader *reader)
{
    for (uint16_t i = 0; i < reader->form->program->list_count; i++) {
        CsvList *list = &reader->lists[i];
        for (uint32_t k = 0; k < list->numbers.count; k++) {
            list->places[k] = ROW_EMPTY;
        }
    }
    for (uint32_t i = 0; i < reader->column_count; i++) {
        const CsvColumn *column = &reader->columns[i];
        if (csv_is_in_list(column) && reader->cells[i].len) {
            reader->lists[column->list].places[column->number] = ROW_FILLED;
        }
    }
    count_elements(reader);
}

/* Are all the elements listed that the header has room for, up to its last one? */
static bool is_full(const CsvList *list)
{
    return list->count == list->numbers.items[list->numbers.count - 1] + 1;
}

/* Columns without anything in them may mean that there is no such element or that nothing is known
 * of it: the list is open behind what it lists. */
static void start_lists(const CsvReader *reader, const Fill *fill)
{
    for (uint16_t i = 0; i < fill->program->list_count; i++) {
        const CsvList *list = &reader->lists[i];
        if (list->count && fill_start_list(fill, i, list->count)) {
            fill->record->lists[i].unsaid = !is_full(list);
        }
    }
}

/* The cell of the list itself: only "[]" has a meaning there, and only if there are no elements. */
static void take_list_cell(const CsvReader *reader, const Fill *fill, uint16_t list, Str cell)
{
    if (!str_equal(cell, STR("[]"))) {
        fill_fault_list(fill, list, PROBLEM_WRONG_TYPE,
                        STR("[] or empty, with the elements in columns of their own"));
    } else if (reader->lists[list].count) {
        fill_fault_list(fill, list, PROBLEM_DUPLICATE_FIELD, STR(""));
    } else {
        fill_start_list(fill, list, 0);
    }
}

static void take_field(const CsvReader *reader, const Fill *fill, const Place *place,
                       uint16_t index, Str cell)
{
    const FieldInfo *field = &fill->program->fields[index];
    ProblemId problem = settle_decimals(reader, field, cell);
    Given given = get_given(field, cell);
    if (problem) {
        fill_fault(fill, place, index, problem, &given);
    } else {
        fill_field(fill, place, index, &given);
    }
}

static void take_cell(const CsvReader *reader, const Fill *fill, const CsvColumn *column, Str cell)
{
    Place place = fill_get_patient(fill);
    const FormLevel *level = reader->form->root;
    if (csv_is_in_list(column)) {
        const CsvList *list = &reader->lists[column->list];
        if (list->count > fill->program->lists[column->list].most) {
            return;
        }
        place = fill_get_element(fill, column->list, (uint16_t)list->places[column->number]);
        level = reader->form->elements[column->list];
    }
    switch ((ColumnKind)column->kind) {
    case COLUMN_FIELD:
    case COLUMN_ELEMENT: take_field(reader, fill, &place, column->field, cell); break;
    case COLUMN_LIST: take_list_cell(reader, fill, column->list, cell); break;
    case COLUMN_UNKNOWN:
    case COLUMN_UNKNOWN_ELEMENT: fill_note_unknown(fill, &place, level, column->name); break;
    }
}

static void take_row(CsvReader *reader, Record *record)
{
    Fill fill = { .form = reader->form, .program = reader->form->program, .record = record };
    find_elements(reader);
    start_lists(reader, &fill);
    for (uint32_t i = 0; i < reader->column_count; i++) {
        if (reader->cells[i].len) {
            take_cell(reader, &fill, &reader->columns[i], reader->cells[i]);
        }
    }
    fill_finish(&fill);
}

bool csv_read_row(CsvReader *reader, Document document, const Cut *cut, Record *record,
                  RecordError *error)
{
    if (!csv_check_row(document, cut, record, error)) {
        return false;
    }
    if (!split_row(reader, document)) {
        record_error_set(record->arena, error, RECORD_RAGGED, document, 0);
        return false;
    }
    take_row(reader, record);
    return true;
}
