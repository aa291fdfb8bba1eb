/* case_form.c - is a case written as cases are? */
#include "compiler/testing/case_form.h"

#include <string.h>

const char *const case_said[CASE_SAID_COUNT] = { "direction", "strength", "timing" };

/* Names, each a text; where open advice is expected also {"name": ...}. */
static bool is_name_list(json_t *value, bool open)
{
    size_t i;
    json_t *item;
    json_array_foreach(value, i, item)
    {
        json_t *name = open && json_is_object(item) ? json_object_get(item, "name") : item;
        if (!json_is_string(name)) {
            return false;
        }
    }
    return json_is_array(value);
}

/* {name: text}, or {name: [names]} */
static bool is_object_of(json_t *object, bool lists)
{
    const char *name;
    json_t *value;
    json_object_foreach(object, name, value) if (lists ? !is_name_list(value, false)
                                                       : !json_is_string(value)) return false;
    return json_is_object(object);
}

static bool is_said(const char *key)
{
    for (int k = 0; k < CASE_SAID_COUNT; k++) {
        if (strcmp(key, case_said[k]) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_advice_part(const char *key, json_t *value)
{
    if (strcmp(key, "status") == 0 || is_said(key)) {
        return is_object_of(value, false);
    }
    if (strcmp(key, "reasons") == 0 || strcmp(key, "cautions") == 0) {
        return is_object_of(value, true);
    }
    bool open = strcmp(key, "open") == 0;
    return (open || strcmp(key, "applies") == 0 || strcmp(key, "not") == 0) &&
           is_name_list(value, open);
}

static bool is_advice(json_t *advice)
{
    const char *key;
    json_t *value;
    json_object_foreach(advice, key, value) if (!is_advice_part(key, value)) return false;
    return json_is_object(advice);
}

static bool is_expectation(const char *key, json_t *value)
{
    bool cautions = strcmp(key, "cautions") == 0 || strcmp(key, "no_cautions") == 0;
    if (strcmp(key, "advice") == 0) {
        return is_advice(value);
    }
    if (cautions || strcmp(key, "problems") == 0) {
        return is_name_list(value, false);
    }
    return json_is_object(value);
}

bool case_form_check(json_t *one, StrBuf *why)
{
    const char *key;
    json_t *value, *expect = json_object_get(one, "expect");
    if (!json_is_object(json_object_get(one, "patient")) || json_object_size(expect) == 0) {
        buf_add_c(why,
                  "    a case is an object with a patient and with what to expect, both objects\n");
        return false;
    }
    json_object_foreach(expect, key, value)
    {
        if (is_expectation(key, value)) {
            continue;
        }
        buf_add_format(why, "    expect: %s is not written as a case writes it\n", key);
        return false;
    }
    return true;
}
