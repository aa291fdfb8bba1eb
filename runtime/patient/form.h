/* form.h - the keys of a record, prepared once per reader: one table per object level, so that a
 * key costs one look-up and nothing is allocated per field. A form belongs to one reader: it also
 * remembers which keys the current object has had. */
#ifndef PATIENT_FORM_H
#define PATIENT_FORM_H
#include "runtime/base/map.h"
#include "runtime/patient/problem.h"

typedef enum EntryKind { ENTRY_FIELD, ENTRY_GROUP, ENTRY_LIST } EntryKind;

typedef struct FormLevel FormLevel;

/* Length and first 16 bytes of a key: nearly always all of it. */
typedef struct KeyWords {
    uint64_t first, second;
    size_t len;
} KeyWords;

#define KEY_PADDING 16u /* readable bytes that must follow the start of a key */

typedef struct FormEntry {
    Str key;
    KeyWords words;
    uint8_t kind;      /* EntryKind */
    uint16_t index;    /* of the field or list in the program */
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
    uint32_t guess; /* where the next key is looked for first */
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
FormEntry *form_find(FormLevel *level, Str key);
/* "; did you mean labs.cea?" for an unknown key of a level. */
Str form_suggest(Arena *arena, const Form *form, const FormLevel *level, Str key);
#endif
