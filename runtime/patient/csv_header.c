/* csv_header.c - the first rows of a table: which sign parts its cells, and what its columns are.
 */
#include "runtime/base/limits.h"
#include "runtime/base/map.h"
#include "runtime/patient/csv.h"
#include <stdlib.h>

/* ---- columns ---- */

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

static bool is_known(const CsvColumn *column)
{
    return column->kind == COLUMN_FIELD || column->kind == COLUMN_ELEMENT ||
           column->kind == COLUMN_LIST;
}

/* ---- the separator ---- */

#define SEPARATORS ",;\t"

/* "sep=;", as spreadsheets write it before the header. */
static bool is_separator_line(Document document)
{
    Str text = { document.text, document.len };
    return str_starts_with(text, STR("sep=")) || str_starts_with(text, STR("SEP="));
}

static bool take_separator_line(CsvReader *reader, Document document)
{
    char given = document.len == 5 ? document.text[4] : '\0';
    reader->separator = given && strchr(SEPARATORS, given) ? given : '\0';
    return reader->separator != '\0';
}

/* The bytes of the next cell, its quotes included. */
static Str next_written(Document document, char separator, size_t *at)
{
    Str cell = { document.text + *at, 0 };
    bool quoted = false;
    for (; *at < document.len && (quoted || document.text[*at] != separator); ++*at) {
        quoted ^= document.text[*at] == '"';
        cell.len++;
    }
    ++*at;
    return cell;
}

/* What such a separator makes of the header. */
typedef struct Trial {
    uint32_t known, cells;
} Trial;

static Trial try_separator(const CsvReader *reader, Document document, char separator)
{
    Trial trial = { 0, 0 };
    for (size_t at = 0; at <= document.len; trial.cells++) {
        Str name = next_written(document, separator, &at);
        if (name.len >= 2 && name.ptr[0] == '"') {
            name = (Str){ name.ptr + 1, name.len - 2 };
        }
        CsvColumn column = resolve_column(reader, name);
        trial.known += is_known(&column);
    }
    return trial;
}

/* The one that finds most fields; of those, the one that finds most columns. */
static char choose_separator(const CsvReader *reader, Document document, Trial *best)
{
    char chosen = ',';
    *best = try_separator(reader, document, ',');
    for (const char *other = &SEPARATORS[1]; *other; other++) {
        Trial trial = try_separator(reader, document, *other);
        if (trial.known > best->known ||
            (trial.known == best->known && trial.cells > best->cells)) {
            chosen = *other;
            *best = trial;
        }
    }
    return chosen;
}

/* The row was cut while any separator counted as one: are its quotes well placed with this one? */
static bool check_quotes(Document document, char separator, Record *record, RecordError *error)
{
    Cut cut = { .separator = separator };
    for (size_t i = 0; i < document.len; i++) {
        stream_follow_cell(&cut, document.text[i]);
    }
    return csv_check_row(document, &cut, record, error);
}

/* ---- a table of something else ---- */

enum { MOST_NAMES = 10 };

/* Names of columns may be told; a row of a table without a header is somebody's data. */
static bool looks_like_data(const CsvReader *reader)
{
    for (uint32_t i = 0; i < reader->column_count; i++) {
        Str name = reader->columns[i].name;
        if (name.len && strchr("0123456789+-", name.ptr[0])) {
            return true;
        }
    }
    return false;
}

static Str list_names(Arena *arena, const CsvReader *reader)
{
    StrBuf buf = { .arena = arena };
    for (uint32_t i = 0; i < reader->column_count && i < MOST_NAMES; i++) {
        buf_add_format(&buf, i ? ", %S" : "%S", problem_quote_name(arena, reader->columns[i].name));
    }
    if (reader->column_count > MOST_NAMES) {
        buf_add_format(&buf, " and %u more", reader->column_count - MOST_NAMES);
    }
    return buf_get(&buf);
}

static CsvHeader refuse_table(const CsvReader *reader, Document document, Record *record,
                              RecordError *error)
{
    Arena *arena = record->arena;
    record_error_set(arena, error, RECORD_NO_FIELD, document, 0);
    if (looks_like_data(reader)) {
        error->message = str_format(arena, "%S; its first row is not a header", error->message);
    } else {
        error->message =
            str_format(arena, "%S; its columns are: %S", error->message, list_names(arena, reader));
    }
    return CSV_REFUSED;
}

/* ---- elements of lists ---- */

static int compare_numbers(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static void sort_numbers(CsvReader *reader, CsvList *list)
{
    uint32_t kept = 0, *items = list->numbers.items;
    if (list->numbers.count) {
        qsort(items, list->numbers.count, sizeof *items, compare_numbers);
    }
    for (uint32_t i = 0; i < list->numbers.count; i++) {
        if (kept == 0 || items[kept - 1] != items[i]) {
            items[kept++] = items[i];
        }
    }
    list->numbers.count = kept;
    list->places = ARENA_ARRAY(reader->arena, uint32_t, kept);
}

/* Which element each column belongs to, among those that have columns. */
static void number_elements(CsvReader *reader)
{
    for (uint32_t i = 0; i < reader->column_count; i++) {
        const CsvColumn *column = &reader->columns[i];
        if (csv_is_in_list(column)) {
            vec_add(reader->arena, &reader->lists[column->list].numbers, column->element);
        }
    }
    for (uint16_t i = 0; i < reader->form->program->list_count; i++) {
        sort_numbers(reader, &reader->lists[i]);
    }
    for (uint32_t i = 0; i < reader->column_count; i++) {
        CsvColumn *column = &reader->columns[i];
        if (!csv_is_in_list(column)) {
            continue;
        }
        const CsvList *list = &reader->lists[column->list];
        const uint32_t *found = bsearch(&column->element, list->numbers.items, list->numbers.count,
                                        sizeof *found, compare_numbers);
        column->number = (uint32_t)(found - list->numbers.items);
    }
}

/* ---- the whole ---- */

/* False: a name stands there twice. */
static bool read_names(CsvReader *reader, Document document, uint32_t count, Record *record,
                       RecordError *error)
{
    Map names;
    reader->columns = ARENA_ARRAY(reader->arena, CsvColumn, count);
    reader->cells = ARENA_ARRAY(reader->arena, Str, count);
    map_init(&names, reader->arena);
    for (size_t at = 0; at <= document.len;) {
        size_t start = at;
        Str name = csv_next_cell(document, reader->separator, &at);
        if (!map_add(&names, name, 0)) {
            record_error_set(record->arena, error, RECORD_HEADER, document, start);
            return false;
        }
        reader->columns[reader->column_count++] = resolve_column(reader, name);
    }
    return true;
}

static CsvHeader read_columns(CsvReader *reader, Document document, Trial trial, Record *record,
                              RecordError *error)
{
    char *copy = arena_alloc(reader->arena, document.len + KEY_PADDING);
    document.text = memcpy(copy, document.text, document.len);
    if (!read_names(reader, document, trial.cells, record, error)) {
        return CSV_WRONG;
    }
    if (trial.known == 0) {
        return refuse_table(reader, document, record, error);
    }
    number_elements(reader);
    return CSV_HEADER;
}

CsvHeader csv_read_header(CsvReader *reader, Document document, const Cut *cut, Record *record,
                          RecordError *error)
{
    Trial trial;
    if (!csv_check_row(document, cut, record, error)) {
        return CSV_WRONG;
    }
    if (!reader->separator && is_separator_line(document)) {
        if (take_separator_line(reader, document)) {
            return CSV_SEPARATOR_LINE;
        }
        record_error_set(record->arena, error, RECORD_SEPARATOR, document, 0);
        return CSV_WRONG;
    }
    if (reader->separator) {
        trial = try_separator(reader, document, reader->separator);
    } else {
        reader->separator = choose_separator(reader, document, &trial);
    }
    if (!check_quotes(document, reader->separator, record, error)) {
        return CSV_WRONG;
    }
    return read_columns(reader, document, trial, record, error);
}
