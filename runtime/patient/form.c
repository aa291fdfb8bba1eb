/* form.c - the paths of a program as a tree of levels with hash tables. */
#include "runtime/patient/form.h"
#include "runtime/base/limits.h"

static FormLevel *create_level(Arena *arena, Str path, uint16_t list)
{
    FormLevel *level = ARENA_NEW(arena, FormLevel);
    level->path = path;
    level->list = list;
    map_init(&level->names, arena);
    return level;
}

static FormEntry *find_entry(const FormLevel *level, Str key)
{
    uint32_t index = map_find(&level->names, key);
    return index == MAP_NONE ? NULL : &level->entries.items[index];
}

static FormEntry *add_entry(Arena *arena, FormLevel *level, Str key, EntryKind kind)
{
    map_add(&level->names, key, level->entries.count);
    vec_add(arena, &level->entries, ((FormEntry){ .key = key, .kind = (uint8_t)kind }));
    return &level->entries.items[level->entries.count - 1];
}

/* The entry for a whole path; NULL if the path cannot stand in a record (taken, or deeper than JSON
 * may be). */
static FormEntry *add_path(Arena *arena, FormLevel *level, Str path, EntryKind kind)
{
    size_t start = 0;
    unsigned depth = 2;
    for (size_t i = 0; i < path.len; i++) {
        if (path.ptr[i] != '.') {
            continue;
        }
        if (++depth > LIMIT_JSON_DEPTH) {
            return NULL;
        }
        Str key = { path.ptr + start, i - start };
        FormEntry *group = find_entry(level, key);
        if (!group) {
            group = add_entry(arena, level, key, ENTRY_GROUP);
            group->level = create_level(arena, (Str){ path.ptr, i }, level->list);
        }
        if (group->kind != ENTRY_GROUP) {
            return NULL;
        }
        level = group->level;
        start = i + 1;
    }
    Str key = { path.ptr + start, path.len - start };
    return find_entry(level, key) ? NULL : add_entry(arena, level, key, kind);
}

static bool is_in_record(const FieldInfo *field)
{
    return field->role != FIELD_GAP && field->role != FIELD_AS_OF;
}

static Shape get_shape(const FieldInfo *field)
{
    if (field->role == FIELD_KEY || field->role == FIELD_TEXT) {
        return SHAPE_OTHER;
    }
    switch ((RegType)field->type) {
    case REG_BOOL: return SHAPE_YES_NO;
    case REG_ENUM: return SHAPE_CODE;
    case REG_INT:
    case REG_DEC: return SHAPE_NUMBER;
    case REG_DATE:
    case REG_REAL: break;
    }
    return SHAPE_OTHER;
}

static void add_fields(Arena *arena, Form *form)
{
    const Program *program = form->program;
    for (uint32_t i = 0; i < program->field_count; i++) {
        const FieldInfo *field = &program->fields[i];
        if (!is_in_record(field)) {
            continue;
        }
        FormLevel *level = field->list == NO_INDEX ? form->root : form->elements[field->list];
        FormEntry *entry = add_path(arena, level, field->path, ENTRY_FIELD);
        if (!entry) {
            continue;
        }
        entry->index = (uint16_t)i;
        entry->field = field;
        entry->shape = (uint8_t)get_shape(field);
    }
}

static void add_lists(Arena *arena, Form *form)
{
    for (uint16_t i = 0; i < form->program->list_count; i++) {
        const ListInfo *list = &form->program->lists[i];
        form->elements[i] = create_level(arena, STR(""), i);
        form->labels[i] = ARENA_ARRAY(arena, Str, list->most);
        for (unsigned k = 0; k < list->most; k++) {
            form->labels[i][k] = str_format(arena, "%u", k + 1);
        }
        FormEntry *entry = add_path(arena, form->root, list->path, ENTRY_LIST);
        if (entry) {
            entry->index = i;
            entry->level = form->elements[i];
        }
    }
}

/* The first `count` bytes of eight, the others 0: a mask is a window over ones and zeros. */
static const unsigned char ones[16] = { 255, 255, 255, 255, 255, 255, 255, 255 };

static inline uint64_t make_mask(size_t count)
{
    uint64_t mask;
    memcpy(&mask, ones + 8 - (count < 8 ? count : 8), 8);
    return mask;
}

static inline uint64_t keep_bytes(const char *text, uint64_t mask)
{
    uint64_t word;
    memcpy(&word, text, 8);
    return word & mask;
}

/* Without a branch on the length: keys of all lengths come in turn. */
static inline KeyWords read_words(Str key)
{
    return (KeyWords){ .len = key.len,
                       .first = keep_bytes(key.ptr, make_mask(key.len)),
                       .second =
                           keep_bytes(key.ptr + 8, make_mask(key.len > 8 ? key.len - 8 : 0)) };
}

static inline uint32_t hash_words(const KeyWords *words)
{
    uint64_t hash =
        (words->first ^ words->len * UINT64_C(0x9E3779B97F4A7C15)) * UINT64_C(0xD6E8FEB86659FD93);
    return (uint32_t)((hash ^ (words->second ^ hash >> 32) * UINT64_C(0xA0761D6478BD642F)) >> 32);
}

static KeyWords read_own_words(Str key)
{
    char padded[KEY_PADDING] = { 0 };
    if (key.len) {
        memcpy(padded, key.ptr, key.len < KEY_PADDING ? key.len : KEY_PADDING);
    }
    return read_words((Str){ padded, key.len });
}

static void freeze_level(Arena *arena, FormLevel *level)
{
    uint32_t size = 8;
    while (size < level->entries.count * 2) {
        size *= 2;
    }
    level->mask = size - 1;
    level->table = ARENA_ARRAY(arena, uint32_t, size);
    for (uint32_t i = 0; i < level->entries.count; i++) {
        FormEntry *entry = &level->entries.items[i];
        entry->words = read_own_words(entry->key);
        entry->first_mask = make_mask(entry->key.len);
        entry->second_mask = make_mask(entry->key.len > 8 ? entry->key.len - 8 : 0);
        uint32_t at = hash_words(&entry->words) & level->mask;
        while (level->table[at]) {
            at = (at + 1) & level->mask;
        }
        level->table[at] = i + 1;
        if (entry->level) {
            freeze_level(arena, entry->level); /* as deep as a path has dots: bounded by add_path */
        }
    }
}

FormEntry *form_find(const FormLevel *level, Str key)
{
    KeyWords words = read_words(key);
    uint32_t index, at = hash_words(&words) & level->mask;
    for (; (index = level->table[at]); at = (at + 1) & level->mask) {
        if (form_is_key(&level->entries.items[index - 1], key)) {
            return &level->entries.items[index - 1];
        }
    }
    return NULL;
}

static void list_paths(Arena *arena, Form *form)
{
    const Program *program = form->program;
    NameList *paths = &form->paths;
    paths->items = ARENA_ARRAY(arena, Str, (size_t)program->field_count + program->list_count);
    for (uint32_t i = 0; i < program->field_count; i++) {
        if (is_in_record(&program->fields[i]) && program->fields[i].list == NO_INDEX) {
            paths->items[paths->count++] = program->fields[i].path;
        }
    }
    for (uint32_t i = 0; i < program->list_count; i++) {
        paths->items[paths->count++] = program->lists[i].path;
    }
}

Form *form_create(Arena *arena, const Program *program)
{
    Form *form = ARENA_NEW(arena, Form);
    form->program = program;
    form->root = create_level(arena, STR(""), NO_INDEX);
    form->elements = ARENA_ARRAY(arena, FormLevel *, program->list_count);
    form->labels = ARENA_ARRAY(arena, Str *, program->list_count);
    add_lists(arena, form);
    add_fields(arena, form);
    freeze_level(arena, form->root);
    for (uint32_t i = 0; i < program->list_count; i++) {
        if (!form->elements[i]->table) {
            freeze_level(arena, form->elements[i]);
        }
    }
    list_paths(arena, form);
    return form;
}

/* ---- suggestions ---- */

static bool ends_with_key(Str path, Str key)
{
    return path.len > key.len && path.ptr[path.len - key.len - 1] == '.' &&
           memcmp(path.ptr + path.len - key.len, key.ptr, key.len) == 0;
}

/* The right key at the wrong level: "flr" beside "liver". */
static Str suggest_path(Arena *arena, const Form *form, Str key)
{
    const Str *found = NULL;
    for (uint32_t i = 0; key.len && i < form->paths.count; i++) {
        if (!ends_with_key(form->paths.items[i], key) && !str_equal(form->paths.items[i], key)) {
            continue;
        }
        if (found) {
            return STR("");
        }
        found = &form->paths.items[i];
    }
    return found ? str_format(arena, "; did you mean %S?", *found) : STR("");
}

Str form_suggest(Arena *arena, const Form *form, const FormLevel *level, Str key)
{
    NameList keys = { ARENA_ARRAY(arena, Str, level->entries.count), level->entries.count };
    for (uint32_t i = 0; i < keys.count; i++) {
        keys.items[i] = level->entries.items[i].key;
    }
    const Str *near = suggest_find(arena, key, keys);
    if (!near) {
        return suggest_path(arena, form, key);
    }
    const char *dot = level->path.len ? "." : "";
    return str_format(arena, "; did you mean %S%s%S?", level->path, dot, *near);
}
