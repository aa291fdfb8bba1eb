/* native_test.c - libraries are loaded when allowed, checked against their manifest, called with
 * known values, and may crash without harm in a process of their own. The library is compiled from
 * native_sample.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <math.h>
#include <openssl/sha.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include "runtime/base/io.h"
#include "runtime/native/native.h"
#include "tests/unit/program_builder.h"

static Arena *arena;
static char folder[] = "/tmp/cgl_native_XXXXXX";

/* The folder of this source file, which holds the sample as well. */
static Str get_source_folder(void)
{
    Str path = str_from_c(__FILE__);
    while (path.len > 0 && path.ptr[path.len - 1] != '/') {
        path.len--;
    }
    return path.len > 0 ? path : STR("./");
}

/* Path of the sample, compiled with this macro. */
static const char *compile_sample(const char *macro)
{
    Str source = get_source_folder();
    const char *path = str_to_c(arena, str_format(arena, "%s/%s/libsample.so", folder, macro));
    if (access(path, R_OK) == 0) {
        return path;
    }
    mkdir(str_to_c(arena, str_format(arena, "%s/%s", folder, macro)), 0700);
    const char *command = str_to_c(
        arena,
        str_format(
            arena,
            "cc -std=c11 -shared -fPIC -fvisibility=hidden -D%s -I%S../.. -o %s %Snative_sample.c",
            macro, source, path, source));
    assert_int_equal(system(command), 0);
    return path;
}

static int set_up(void **state)
{
    (void)state;
    arena = arena_create(0);
    return mkdtemp(folder) == NULL;
}

static int tear_down(void **state)
{
    (void)state;
    const char *command = str_to_c(arena, str_format(arena, "rm -r %s", folder));
    int status = system(command);
    arena_destroy(arena);
    return status;
}

enum { ADD, MIX, NOT, CHOICE, LATER, RATIO, REAL, CRASH, CONSTANT, NATIVE_COUNT };

static NativeInfo declare(const char *name, const char *symbol, RegType result, unsigned count,
                          RegType a, RegType b, RegType c)
{
    return (NativeInfo){ .name = str_from_c(name),
                         .library = STR("sample"),
                         .symbol = str_from_c(symbol),
                         .parameter_count = (uint8_t)count,
                         .result = (uint8_t)result,
                         .parameters = { (uint8_t)a, (uint8_t)b, (uint8_t)c } };
}

static const Program *build_program(void)
{
    Builder *b = ARENA_NEW(arena, Builder);
    build_begin(b, arena);
    uint16_t colour = build_enum(b, "colour", false, "red green blue");
    build_native(b, declare("add", "sample_add", REG_INT, 2, REG_INT, REG_INT, 0));
    build_native(b, declare("mix", "sample_mix", REG_DEC, 3, REG_DEC, REG_INT, REG_BOOL));
    build_native(b, declare("not", "sample_not", REG_BOOL, 1, REG_BOOL, 0, 0));
    build_native(b, declare("choice", "sample_choice", REG_ENUM, 1, REG_INT, 0, 0));
    build_native(b, declare("later", "sample_later", REG_DATE, 2, REG_DATE, REG_INT, 0));
    build_native(b, declare("ratio", "sample_ratio", REG_DEC, 2, REG_DEC, REG_DEC, 0));
    build_native(b, declare("real", "sample_real", REG_REAL, 1, REG_REAL, 0, 0));
    build_native(b, declare("crash", "sample_crash", REG_INT, 1, REG_INT, 0, 0));
    build_native(b, declare("constant", "sample_constant", REG_BOOL, 0, 0, 0, 0));
    uint32_t block = build_block(b, BLOCK_DECISION, "d", REG_ENUM, colour);
    BReg seven = build_new(b, OP_MOVE, build_int(b, 7), 0, 0);
    build_insn(b, OP_NATIVE, build_result(b, block), seven, 0, 0, CHOICE);
    return build_end(b);
}

static Natives *allow(const char *macro)
{
    Str why = STR_NONE;
    Natives *natives = natives_create(arena, build_program());
    if (!natives_allow(natives, compile_sample(macro), NULL, &why)) {
        print_error("%.*s\n", (int)why.len, why.ptr);
        fail();
    }
    return natives;
}

static Reg number(int64_t value)
{
    return (Reg){ .lo = value, .hi = value };
}

/* ---- loading ---- */

static bool contains(Str text, const char *part)
{
    return strstr(str_to_c(arena, text), part) != NULL;
}

static void nothing_is_loaded_by_itself(void **state)
{
    (void)state;
    Str why = STR_NONE;
    Reg arguments[2] = { number(1), number(2) }, result;
    Natives *natives = natives_create(arena, build_program());
    assert_false(natives_check(natives, &why));
    assert_true(contains(why, "add") && contains(why, "sample") && contains(why, "not allowed"));
    assert_false(native_call(natives, ADD, arguments, &result));
    natives_close(natives);
    natives_close(NULL);
}

static void manifests_are_compared(void **state)
{
    (void)state;
    static const struct {
        const char *macro, *part;
    } cases[] = {
        { "WRONG_TYPES", "other types" },   { "WRONG_COUNT", "other types" },
        { "WRONG_RESULT", "other types" },  { "WRONG_SYMBOL", "other types" },
        { "LACKS_ONE", "no function add" }, { "NO_MANIFEST", "cgl_native_manifest" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Str why = STR_NONE;
        Natives *natives = natives_create(arena, build_program());
        assert_false(natives_allow(natives, compile_sample(cases[i].macro), NULL, &why));
        assert_true(contains(why, cases[i].part));
        assert_false(natives_check(natives, &why));
        natives_close(natives);
    }
}

static void libraries_that_are_not_there(void **state)
{
    (void)state;
    Str why = STR_NONE;
    Natives *natives = natives_create(arena, build_program());
    assert_false(natives_allow(natives, "/nowhere/libsample.so", NULL, &why));
    assert_true(contains(why, "cannot be read"));
    assert_false(
        natives_allow(natives, "libc.so.6", NULL, &why)); /* not searched for in the system */
    assert_true(contains(why, "cannot be read"));
    natives_close(natives);
}

static void hashes_are_compared(void **state)
{
    (void)state;
    const char *path = compile_sample("NOTHING");
    Str bytes, why = STR_NONE;
    unsigned char hash[32];
    char digits[65];
    assert_int_equal(io_read_file(arena, path, 1 << 24, 0, &bytes), IO_OK);
    SHA256((const unsigned char *)bytes.ptr, bytes.len, hash);
    for (unsigned i = 0; i < 32; i++) {
        snprintf(digits + 2 * i, 3, i % 2 ? "%02x" : "%02X", hash[i]);
    }
    Natives *natives = natives_create(arena, build_program());
    assert_true(natives_allow(natives, path, digits, &why));
    assert_true(natives_check(natives, &why));
    natives_close(natives);
    natives = natives_create(arena, build_program());
    assert_false(natives_allow(natives, "/nowhere/libsample.so", digits, &why));
    digits[63] = digits[63] == '0' ? '1' : '0';
    assert_false(natives_allow(natives, path, digits, &why));
    assert_true(contains(why, "SHA-256"));
    digits[63] = 0;
    assert_false(natives_allow(natives, path, digits, &why));
    assert_false(natives_allow(natives, path, "", &why));
    natives_close(natives);
}

/* ---- calls, here and in a worker ---- */

static void check_calls(Natives *natives)
{
    Reg result, two[2] = { number(40), number(2) };
    assert_true(native_call(natives, ADD, two, &result));
    assert_true(result.lo == 42 && result.hi == 42);
    two[0] = number(INT64_MIN);
    assert_true(native_call(natives, ADD, two, &result));
    assert_true(result.lo == INT64_MIN + 2);
    /* 2.25 * 2 + 50 + 0.5 = 55 */
    Reg three[3] = { number(225 * (DEC_ONE / 100)), number(50), { .mask = MASK_YES } };
    assert_true(native_call(natives, MIX, three, &result));
    assert_true(result.lo == 55 * DEC_ONE && result.hi == 55 * DEC_ONE);
    assert_true(native_call(natives, NOT, &(Reg){ .mask = MASK_YES }, &result));
    assert_int_equal(result.mask, MASK_NO);
    assert_true(native_call(natives, NOT, &(Reg){ .mask = MASK_NO }, &result));
    assert_int_equal(result.mask, MASK_YES);
    assert_true(native_call(natives, CONSTANT, NULL, &result));
    assert_int_equal(result.mask, MASK_YES);
    Reg day[2] = { number(19753), number(1) };
    assert_true(native_call(natives, LATER, day, &result));
    assert_int_equal(result.lo, 19754);
    /* 1/3 is 0.33333333 on the grid */
    Reg thirds[2] = { number(DEC_ONE), number(3 * DEC_ONE) };
    assert_true(native_call(natives, RATIO, thirds, &result));
    assert_true(result.lo == 33333333 && result.hi == 33333333);
    assert_true(native_call(natives, REAL, &(Reg){ .real = 1.5 }, &result));
    assert_true(result.real == 0.5);
}

static void check_failures(Natives *natives)
{
    Reg result, two[2] = { number(DEC_ONE), number(0) };
    assert_false(native_call(natives, RATIO, two, &result)); /* infinite */
    two[0] = number(0);
    assert_false(native_call(natives, RATIO, two, &result));                  /* NaN */
    assert_false(native_call(natives, REAL, &(Reg){ .real = NAN }, &result)); /* unknown */
    assert_false(native_call(natives, NOT, &(Reg){ .mask = MASK_UNKNOWN }, &result));
    two[0] = (Reg){ .lo = 1, .hi = 2 };
    assert_false(native_call(natives, ADD, two, &result));
    Reg day[2] = { number(DAY_MAX), number(1) };
    assert_false(native_call(natives, LATER, day, &result));
    assert_true(native_call(natives, CHOICE, (Reg[]){ number(2) }, &result));
    assert_int_equal(result.mask, 4);
    assert_false(
        native_call(natives, CHOICE, (Reg[]){ number(3) }, &result)); /* three values: 0, 1, 2 */
    assert_false(native_call(natives, CHOICE, (Reg[]){ number(-1) }, &result));
}

static void calls(void **state)
{
    (void)state;
    Natives *natives = allow("NOTHING");
    check_calls(natives);
    check_failures(natives);
    natives_close(natives);
    Reg result, two[2] = { number(1), number(2) };
    assert_false(native_call(natives, ADD, two, &result)); /* closed */
}

static void calls_in_a_worker(void **state)
{
    (void)state;
    Natives *natives = allow("NOTHING");
    natives_set_isolated(natives, true);
    check_calls(natives);
    check_failures(natives);
    natives_close(natives);
}

/* Each way of dying is a failure; the next call is answered again. */
static void crashes_are_failures(void **state)
{
    (void)state;
    Natives *natives = allow("NOTHING");
    natives_set_isolated(natives, true);
    for (unsigned round = 0; round < 2; round++) {
        for (int64_t way = 1; way <= 3; way++) {
            Reg result;
            assert_false(native_call(natives, CRASH, (Reg[]){ number(way) }, &result));
            assert_true(native_call(natives, CRASH, (Reg[]){ number(9) }, &result));
            assert_int_equal(result.lo, 9);
        }
    }
    natives_close(natives);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_loaded_by_itself),
        cmocka_unit_test(manifests_are_compared),
        cmocka_unit_test(libraries_that_are_not_there),
        cmocka_unit_test(hashes_are_compared),
        cmocka_unit_test(calls),
        cmocka_unit_test(calls_in_a_worker),
        cmocka_unit_test(crashes_are_failures),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
