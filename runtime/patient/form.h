/* form.h - the keys of a record, prepared once per reader: one table per object level, so that a
 * key costs one look-up and nothing is allocated per field. A form belongs to one reader: it also
 * remembers which keys the current object has had. */
#ifndef PATIENT_FORM_H
#define PATIENT_FORM_H
#include "runtime/base/map.h"
#include "runtime/patient/problem.h"

typedef enum EntryKind { ENTRY_FIELD, ENTRY_GROUP, ENTRY_LIST } EntryKind;

/* What a plain value of a field looks like. */
typedef enum Shape { SHAPE_OTHER, SHAPE_YES_NO, SHAPE_CODE, SHAPE_NUMBER } Shape;

typedef struct FormLevel FormLevel;

/* Length and first 16 bytes of a key: nearly always all of it. */
typedef struct KeyWords {
    uint64_t first, second;
    size_t len;
} KeyWords;

#define KEY_PADDING 16u /* readable bytes that must follow the start of a key */
#define KEY_IN_WORDS 16u

typedef struct FormEntry {
    Str key;
    KeyWords words;
    uint64_t first_mask, second_mask; /* which bytes of the words are the key's */
    uint32_t follower; /* index of the key that came after it last time, in any object */
    uint8_t kind;      /* EntryKind */
    uint8_t shape;     /* Shape of a field's plain values */
    uint16_t index;    /* of the field or list in the program */
    const FieldInfo *field;
    FormLevel *level;  /* keys inside a group, or inside an element of a list */
    uint64_t seen;     /* number of the object in which the key was met last */
    uint64_t repeated; /* and met again last */
} FormEntry;

struct FormLevel {
    Str path;      /* "" or "liver": from the patient, or from the element */
    uint16_t list; /* of an element's levels, else NO_INDEX */
    VEC(FormEntry) entries;
    Map names;       /* while the form is built */
    uint32_t *table; /* index into entries + 1, by hash */
    uint32_t mask;
    uint32_t first; /* index of the key that came first last time */
};

typedef struct Form {
    const Program *program;
    FormLevel *root;
    FormLevel **elements; /* per list: the keys of an element */
    Str **labels;         /* per list: "1", "2", ... up to its bound */
    NameList paths;       /* every path as people write it, for suggestions */
    uint64_t object;      /* number of the current object */
} Form;

Form *form_create(Arena *arena, const Program *program);
/* NULL if the level has no such key. KEY_PADDING bytes are readable from key.ptr on. */
FormEntry *form_find(const FormLevel *level, Str key);

/* Is it this entry's key? The same about the padding. */
static inline bool form_is_key(const FormEntry *entry, Str key)
{
    uint64_t first, second;
    if (entry->words.len != key.len) {
        return false;
    }
    memcpy(&first, key.ptr, 8);
    memcpy(&second, key.ptr + 8, 8);
    bool same = (((first & entry->first_mask) ^ entry->words.first) |
                 ((second & entry->second_mask) ^ entry->words.second)) == 0;
    return same &&
           (key.len <= KEY_IN_WORDS || memcmp(entry->key.ptr + KEY_IN_WORDS, key.ptr + KEY_IN_WORDS,
                                              key.len - KEY_IN_WORDS) == 0);
}
/* The records of a file have their keys in the same order: first it is tried whether it is *next,
 * the one that came here last time. next: where that is noted, level->first at the start of an
 * object. */
static inline FormEntry *form_find_next(const FormLevel *level, uint32_t **next, Str key)
{
    FormEntry *entry = level->entries.items + **next;
    if (**next == level->entries.count || !form_is_key(entry, key)) {
        entry = form_find(level, key);
        if (!entry) {
            return NULL;
        }
        **next = (uint32_t)(entry - level->entries.items);
    }
    *next = &entry->follower;
    return entry;
}

/* "; did you mean labs.cea?" for an unknown key of a level. */
Str form_suggest(Arena *arena, const Form *form, const FormLevel *level, Str key);
#endif
