/* csv.c - header and rows. A row is read as the JSON object that it stands for, so both have the
 * same outcome. */
#include "runtime/patient/csv.h"
#include "runtime/base/map.h"

void csv_open(CsvReader *reader, Arena *arena, Form *form)
{
    *reader = (CsvReader){ .arena = arena, .form = form };
    reader->counts = ARENA_ARRAY(arena, uint32_t, form->program->list_count);
}

/* ---- cells ---- */

/* The next cell, unquoted in place; *at moves behind its comma. The quotes are well placed. */
static Str next_cell(Document document, size_t *at)
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
        *at = i < document.len && text[i] != ',' ? i + 2 : i + 1;
        return (Str){ cell, length };
    }
    char *comma = i < document.len ? memchr(text + i, ',', document.len - i) : NULL;
    length = comma ? (size_t)(comma - text) - i : document.len - i;
    *at = i + length + 1;
    return (Str){ text + i, length };
}

static Document drop_carriage_return(Document document, const Cut *cut)
{
    if (cut->cell != CELL_QUOTED && document.len && document.text[document.len - 1] == '\r') {
        document.len--;
    }
    return document;
}

/* What makes the row unreadable as a whole. */
static bool check_row(Document document, const Cut *cut, Record *record, RecordError *error)
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

/* ---- header ---- */

static const FormEntry *find_path(FormLevel *level, Str path)
{
    for (;;) {
        const char *dot = path.len ? memchr(path.ptr, '.', path.len) : NULL;
        Str key = { path.ptr, dot ? (size_t)(dot - path.ptr) : path.len };
        const FormEntry *entry = form_find(level, key);
        if (!entry || !dot) {
            return entry;
        }
        if (entry->kind != ENTRY_GROUP) {
            return NULL;
        }
        level = entry->level;
        path = (Str){ dot + 1, path.len - key.len - 1 };
    }
}

/* "[12]." as people write it: from 1, no leading zero. Returns the bytes read, 0 if it is something
 * else. */
static size_t read_index(Str text, uint32_t *element)
{
    uint32_t index = 0;
    size_t i = 1;
    if (text.len < 4 || text.ptr[0] != '[' || text.ptr[1] == '0') {
        return 0;
    }
    for (; i < text.len && text.ptr[i] >= '0' && text.ptr[i] <= '9' && index < 1000000; i++) {
        index = index * 10 + (uint32_t)(text.ptr[i] - '0');
    }
    if (i == 1 || i + 1 >= text.len || text.ptr[i] != ']' || text.ptr[i + 1] != '.') {
        return 0;
    }
    *element = index - 1;
    return i + 2;
}

static bool resolve_element(const CsvReader *reader, Str name, CsvColumn *column)
{
    for (uint16_t i = 0; i < reader->form->program->list_count; i++) {
        Str path = reader->form->program->lists[i].path;
        Str rest = { name.ptr + path.len, name.len - path.len };
        size_t size = str_starts_with(name, path) ? read_index(rest, &column->element) : 0;
        if (!size) {
            continue;
        }
        column->list = i;
        column->name = (Str){ rest.ptr + size, rest.len - size };
        const FormEntry *entry = find_path(reader->form->elements[i], column->name);
        bool known = entry && entry->kind == ENTRY_FIELD;
        column->kind = known ? COLUMN_ELEMENT : COLUMN_UNKNOWN_ELEMENT;
        column->field = known ? entry->index : NO_INDEX;
        return true;
    }
    return false;
}

static CsvColumn resolve_column(const CsvReader *reader, Str name)
{
    CsvColumn column = {
        .kind = COLUMN_UNKNOWN, .field = NO_INDEX, .list = NO_INDEX, .name = name
    };
    const FormEntry *entry = find_path(reader->form->root, name);
    if (entry && entry->kind == ENTRY_FIELD) {
        column.kind = COLUMN_FIELD;
        column.field = entry->index;
    } else if (entry && entry->kind == ENTRY_LIST) {
        column.kind = COLUMN_LIST;
        column.list = entry->index;
    } else {
        resolve_element(reader, name, &column);
    }
    return column;
}

static uint32_t count_cells(Document document)
{
    uint32_t count = 0;
    bool quoted = false;
    for (size_t i = 0; i < document.len; i++) {
        quoted ^= document.text[i] == '"';
        count += !quoted && document.text[i] == ',';
    }
    return count + 1;
}

bool csv_read_header(CsvReader *reader, Document document, const Cut *cut, Record *record,
                     RecordError *error)
{
    Map names;
    document = drop_carriage_return(document, cut);
    if (!check_row(document, cut, record, error)) {
        return false;
    }
    char *copy = arena_alloc(reader->arena, document.len + KEY_PADDING);
    document.text = memcpy(copy, document.text, document.len);
    uint32_t count = count_cells(document);
    reader->columns = ARENA_ARRAY(reader->arena, CsvColumn, count);
    reader->cells = ARENA_ARRAY(reader->arena, Str, count);
    map_init(&names, reader->arena);
    for (size_t at = 0; at <= document.len;) {
        size_t start = at;
        Str name = next_cell(document, &at);
        if (!map_add(&names, name, 0)) {
            record_error_set(record->arena, error, RECORD_HEADER, document, start);
            return false;
        }
        reader->columns[reader->column_count++] = resolve_column(reader, name);
    }
    return true;
}

/* ---- rows ---- */

static bool split_row(CsvReader *reader, Document document)
{
    uint32_t count = 0;
    for (size_t at = 0; at <= document.len; count++) {
        Str cell = next_cell(document, &at);
        if (count == reader->column_count) {
            return false;
        }
        reader->cells[count] = cell;
    }
    return count == reader->column_count;
}

static Given get_given(const FieldInfo *field, Str cell)
{
    Given given = { .kind = JSON_STRING, .text = cell };
    if (field->role == FIELD_KEY || field->role == FIELD_TEXT) {
        return given;
    }
    if (field->type == REG_BOOL && str_equal(cell, STR("true"))) {
        given.kind = JSON_TRUE;
    } else if (field->type == REG_BOOL && str_equal(cell, STR("false"))) {
        given.kind = JSON_FALSE;
    } else if (field->type != REG_BOOL && field->type != REG_ENUM && field->type != REG_DATE &&
               json_is_number(cell.ptr, cell.len)) {
        given.kind = JSON_NUMBER;
    }
    return given;
}

static bool is_in_list(const CsvColumn *column)
{
    return column->kind == COLUMN_ELEMENT || column->kind == COLUMN_UNKNOWN_ELEMENT;
}

/* A list has as many elements as its last column with something in it says. */
static void count_elements(CsvReader *reader)
{
    for (uint32_t i = 0; i < reader->column_count; i++) {
        const CsvColumn *column = &reader->columns[i];
        if (!is_in_list(column) || !reader->cells[i].len) {
            continue;
        }
        uint32_t *count = &reader->counts[column->list];
        *count = *count > column->element ? *count : column->element + 1;
    }
}

/* The cell of the list itself: only "[]" has a meaning there, and only if there are no elements. */
static void take_list_cell(const CsvReader *reader, const Fill *fill, uint16_t list, Str cell)
{
    if (!str_equal(cell, STR("[]"))) {
        fill_fault_list(fill, list, PROBLEM_WRONG_TYPE,
                        STR("[] or empty, with the elements in columns of their own"));
    } else if (reader->counts[list]) {
        fill_fault_list(fill, list, PROBLEM_DUPLICATE_FIELD, STR(""));
    } else {
        fill_start_list(fill, list, 0);
    }
}

static void take_cell(const CsvReader *reader, const Fill *fill, const CsvColumn *column, Str cell)
{
    Given given;
    Place place = fill_get_patient(fill);
    if (is_in_list(column)) {
        if (reader->counts[column->list] > fill->program->lists[column->list].most) {
            return;
        }
        place = fill_get_element(fill, column->list, (uint16_t)column->element);
    }
    const FormLevel *level =
        is_in_list(column) ? reader->form->elements[column->list] : reader->form->root;
    switch ((ColumnKind)column->kind) {
    case COLUMN_FIELD:
    case COLUMN_ELEMENT:
        given = get_given(&fill->program->fields[column->field], cell);
        fill_field(fill, &place, column->field, &given);
        break;
    case COLUMN_LIST: take_list_cell(reader, fill, column->list, cell); break;
    case COLUMN_UNKNOWN:
    case COLUMN_UNKNOWN_ELEMENT: fill_note_unknown(fill, &place, level, column->name); break;
    }
}

static void take_row(CsvReader *reader, Record *record)
{
    Fill fill = { .form = reader->form, .program = reader->form->program, .record = record };
    for (uint16_t i = 0; i < fill.program->list_count; i++) {
        reader->counts[i] = 0;
    }
    count_elements(reader);
    for (uint16_t i = 0; i < fill.program->list_count; i++) {
        if (reader->counts[i]) {
            fill_start_list(&fill, i, reader->counts[i]);
        }
    }
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
    document = drop_carriage_return(document, cut);
    if (!check_row(document, cut, record, error)) {
        return false;
    }
    if (!split_row(reader, document)) {
        record_error_set(record->arena, error, RECORD_RAGGED, document, 0);
        return false;
    }
    take_row(reader, record);
    return true;
}
