/* The layout, construct by construct: what was written, and what it has to become. */
#include "compiler/format/format.h"
#include "runtime/base/limits.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static Arena *arena;

static int set_up(void **state)
{
    arena = arena_create(0);
    return 0;
}

static int tear_down(void **state)
{
    arena_destroy(arena);
    return 0;
}

static FormatResult format_lines(const char *text, uint32_t first, uint32_t last)
{
    return format_text(arena, STR("t.cgl"), str_from_c(text), (FormatLines){ first, last });
}

static void check(const char *text, const char *expected)
{
    FormatResult result = format_lines(text, 0, 0);
    assert_int_equal(result.status, FORMAT_DONE);
    assert_string_equal(str_to_c(arena, result.text), expected);
}

static void check_still(const char *text)
{
    check(text, text);
}

/* ---- frame ---- */

static void frame(void **state)
{
    check("\xEF\xBB\xBF  guideline g   version \"1\"\r\n\r\ntitle\t\"T\"  \r\nend\r\n\r\n\r\n\r\n"
          "import a import b\r\n\r\n\r\nimport c\r\nenum x:a,b",
          "guideline g version \"1\"\n  title \"T\"\nend\n\n"
          "import a\nimport b\n\nimport c\n\n"
          "enum x : a, b\n");
    check("", "");
    check("-- only a comment   \n\n\n", "-- only a comment\n");
}

static void blank_lines(void **state)
{
    /* none behind a head, none before `end`, one of the author's between clauses */
    check(
        "advise a \"A\"\n\n\n  from A-01\n\n\n  when x\n\nend\ndefine b means x\ndefine c means y\n",
        "advise a \"A\"\n  from A-01\n\n  when x\nend\n\n"
        "define b means x\ndefine c means y\n");
}

static void spaces(void **state)
{
    check("define a means ( x+ -y ) *3 cm<f ( 2 ,z )and not b\n",
          "define a means (x + -y) * 3 cm < f(2, z) and not b\n");
    check("statement A-01 at b \"1\" refs 102 - 108 , 4 \"t\"\n",
          "statement A-01 at b \"1\" refs 102-108, 4 \"t\"\n");
    check("test \"t\"\n  given x [id \"L\"], y 3\n  age 4, z []\n  expect d 1\nend\n",
          "test \"t\"\n  given  x [ id \"L\" ], y 3\n         age 4, z []\n  expect d 1\nend\n");
    /* putting units right is not a matter of layout */
    check("define a means x > 25%\n", "define a means x > 25%\n");
    /* one space would say that a unit follows */
    check("test \"t\"\n  given x 3    g yes\n  expect d 1\nend\n",
          "test \"t\"\n  given  x 3  g yes\n  expect d 1\nend\n");
}

/* ---- columns ---- */

static void fields(void **state)
{
    check("patient\n  id:key\n  liver.flr:percent 0 %..100 % \"Remnant\"\n"
          "  liver.background:normal,steatotic \"Parenchyma\"\nend\n",
          "patient\n"
          "  id               : key\n"
          "  liver.flr        : percent 0 %..100 %  \"Remnant\"\n"
          "  liver.background : normal, steatotic   \"Parenchyma\"\n"
          "end\n");
    /* a group ends at a blank line; comments on lines of their own end none */
    check("patient\n  a : key\n  -- about\n  abcde : key\n\n  b : key\nend\n",
          "patient\n  a        : key\n  -- about\n  abcde    : key\n\n  b    : key\nend\n");
}

static void wide_fields(void **state)
{
    /* the second type leaves no room for the longest label, so it sticks out, and its own label
     * goes to the next line, in its column */
    check(
        "patient\n  a : yes_no \"A label of exactly forty-eight characters, true.\"\n"
        "  b : normal, sinusoidal_obstruction, cholestatic, steatotic, cirrhotic \"The tissue of the liver\"\n"
        "end\n",
        "patient\n"
        "  a    : yes_no  \"A label of exactly forty-eight characters, true.\"\n"
        "  b    : normal, sinusoidal_obstruction, cholestatic, steatotic, cirrhotic\n"
        "                 \"The tissue of the liver\"\n"
        "end\n");
    check(
        "patient\n  lesions : list of lesion 0..50 complete unless lesions_complete is no counted by "
        "lesion_count largest by size = largest_lesion\nend\n",
        "patient\n"
        "  lesions  : list of lesion 0..50\n"
        "    complete unless lesions_complete is no\n"
        "    counted by lesion_count\n"
        "    largest by size = largest_lesion\n"
        "end\n");
}

static void enums(void **state)
{
    check("enum x:\n  a,\n  b \"B\"", "enum x : a, b \"B\"\n");
    check(
        "enum situation : flr_inadequate \"remnant inadequate\", burden \"tumour burden\", both \"both\", "
        "unlisted_reason\n",
        "enum situation :\n"
        "  flr_inadequate \"remnant inadequate\",\n"
        "  burden         \"tumour burden\",\n"
        "  both           \"both\",\n"
        "  unlisted_reason\n");
    check("enum group : stage_0, stage_I, stage_IIA, stage_IIB, stage_IIC, stage_IIIA, stage_IIIB, "
          "stage_IIIC, stage_IVA\n",
          "enum group : stage_0, stage_I, stage_IIA, stage_IIB, stage_IIC, stage_IIIA, stage_IIIB, "
          "stage_IIIC,\n"
          "             stage_IVA\n");
    /* the first comment of a line belongs to what it follows */
    check("enum size : small, -- up to 3 cm\n  large -- over\n",
          "enum size :\n  small,    -- up to 3 cm\n  large     -- over\n");
}

static void heads(void **state)
{
    check("decision resectability:yes_no \"R\" and potential : a,b from A-01 means x end",
          "decision resectability : yes_no \"R\"\n"
          "     and potential     : a, b\n"
          "  from A-01\n"
          "  means x\n"
          "end\n");
    check("define glucose_in_mmol_of_the_whole_blood(glucose : mass_concentration in mg/dL) : "
          "substance_concentration in mmol/L means glucose end\n",
          "define glucose_in_mmol_of_the_whole_blood(glucose : mass_concentration in mg/dL)\n"
          "       : substance_concentration in mmol/L\n"
          "  means glucose\n"
          "end\n");
    check(
        "caution c \"A text that does not fit behind the name of this caution because it is far too "
        "long to stand there\" from A-01 when x end",
        "caution c\n"
        "  \"A text that does not fit behind the name of this caution because it is far too long to "
        "stand there\"\n"
        "  from A-01\n"
        "  when x\n"
        "end\n");
}

static void clause_words(void **state)
{
    check(
        "advise a \"A\" gate from A-01,A-02 strength must when x unless y because r from A-03 end",
        "advise a \"A\"\n"
        "  gate\n"
        "  from     A-01, A-02\n"
        "  strength must\n"
        "  when     x\n"
        "  unless   y because r from A-03\n"
        "end\n");
    check("gap g : yes_no from A-01\n at b \"p\" \"Text\" policy \"P\" end",
          "gap g : yes_no\n  from A-01 at b \"p\"\n  \"Text\"\n  policy \"P\"\nend\n");
}

static void cases(void **state)
{
    check("decision mw : a, b\nworst of a when central because r1 bb when x < 1 cm because r2\n"
          "otherwise a end",
          "decision mw : a, b\n"
          "  worst of\n"
          "    a  when central  because r1\n"
          "    bb when x < 1 cm because r2\n"
          "  otherwise a\n"
          "end\n");
    check(
        "decision d : unresectable, other\n"
        "  case unresectable when resectability is potentially_resectable and unfit_or_declining and "
        "unfit_or_unwilling_potentially_resectable is unresectable\n"
        "  case other when always end",
        "decision d : unresectable, other\n"
        "  case unresectable when resectability is potentially_resectable\n"
        "                         and unfit_or_declining\n"
        "                         and unfit_or_unwilling_potentially_resectable is unresectable\n"
        "  case other        when always\n"
        "end\n");
    check("score s : 0..12\n  1 point when a\n  10 points when b\nend\n",
          "score s : 0..12\n  1 point   when a\n  10 points when b\nend\n");
}

static void tables(void **state)
{
    check(
        "decision d : a, b table first columns x|y|=> d row yes|-|=> a row not no, open|>= 3 cm|=> b end",
        "decision d : a, b\n"
        "  table first\n"
        "    columns x            | y       | => d\n"
        "    row     yes          | -       | => a\n"
        "    row     not no, open | >= 3 cm | => b\n"
        "end\n");
    /* where the head makes a row too long it stands on end and gives no widths */
    check(
        "decision d : a, b\n table columns liver.r0_feasible_as_the_team_says|"
        "volume_adequate_as_the_scan_says|flow_adequate_of_the_remnant|=> d row yes|no|-|=> a end",
        "decision d : a, b\n"
        "  table\n"
        "    columns liver.r0_feasible_as_the_team_says\n"
        "          | volume_adequate_as_the_scan_says\n"
        "          | flow_adequate_of_the_remnant\n"
        "          | => d\n"
        "    row yes | no | - | => a\n"
        "end\n");
}

/* ---- too long ---- */

static void expressions(void **state)
{
    check("define a means first_condition_of_this_rule and second_condition_of_this_rule or "
          "third_condition_of_this_rule\n",
          "define a\n"
          "  means first_condition_of_this_rule and second_condition_of_this_rule\n"
          "        or third_condition_of_this_rule\n");
    check(
        "define a means x and (extrahepatic.present_at_last or treatment.new_metastases_in_flr or "
        "treatment.response is progression)\n",
        "define a\n"
        "  means x\n"
        "        and (extrahepatic.present_at_last\n"
        "             or treatment.new_metastases_in_flr\n"
        "             or treatment.response is progression)\n");
    check("decision n : integer means count of a, b end end",
          "decision n : integer\n  means count of a, b end\nend\n");
    check(
        "decision n : integer means count of primary.t_stage >= T3, tumour_burden_factor is present end end",
        "decision n : integer\n"
        "  means count of\n"
        "    primary.t_stage >= T3,\n"
        "    tumour_burden_factor is present\n"
        "  end\n"
        "end\n");
    check(
        "decision d : a, b from RES-FIT-01, RES-FIT-04, POT-DEF-02, POT-DEF-03, POT-DEF-04, "
        "UNR-DEF-01, UNR-DEF-02, INTRODUCE-02 means x end",
        "decision d : a, b\n"
        "  from RES-FIT-01, RES-FIT-04, POT-DEF-02, POT-DEF-03, POT-DEF-04, UNR-DEF-01, UNR-DEF-02,\n"
        "       INTRODUCE-02\n"
        "  means x\n"
        "end\n");
}

static void test_declarations(void **state)
{
    /* the author's lines of `given` are kept; more elements stand under the first */
    check(
        "test \"t\" policy p 1 given id \"a\",\n x 1 cm, lesions [id \"L1\"],\n[id \"L2\"]\nexpect a 1,b 2,\n"
        "c 3 end",
        "test \"t\"\n"
        "  policy p 1\n"
        "  given  id \"a\",\n"
        "         x 1 cm, lesions [ id \"L1\" ],\n"
        "                         [ id \"L2\" ]\n"
        "  expect a 1, b 2, c 3\n"
        "end\n");
    check("test \"t\" expect a 1, b possible x, y, c applies, d open end",
          "test \"t\"\n"
          "  expect a 1,\n"
          "         b possible x, y,\n"
          "         c applies,\n"
          "         d open\n"
          "end\n");
}

/* ---- one line or a block ---- */

static void one_line(void **state)
{
    check_still("reason r \"R\" from A-01\nreason s \"S\" from A-02\n");
    check_still("reason r \"R\"\n  from A-01\n");
    check_still("statement A-01 at b \"1\" strength must\n  section \"S\"\n  \"Text\"\n");
    check_still("check \"c\" never a applies end\n");
    check("check \"c\" never\na applies\nend\n", "check \"c\"\n  never a applies\nend\n");
    check_still("caution c \"C\" from A-01 when x end\n");
}

/* ---- comments ---- */

static void comments(void **state)
{
    check(
        "  -- at the top\nmodule m\nend -- of it\n\n\n-- above\ndefine a means x\n  -- at the end\n",
        "-- at the top\nmodule m\nend    -- of it\n\n-- above\ndefine a means x\n-- at the end\n");
    /* before `end` like the clauses; four spaces behind the longest of the lines together */
    check("patient\n a : key -- one\n bc : yes_no -- two\n-- own\nend\n",
          "patient\n"
          "  a    : key       -- one\n"
          "  bc   : yes_no    -- two\n"
          "  -- own\n"
          "end\n");
    /* inside an expression the author's line breaks stay */
    check("advise a \"A\"\n  from A-01\n  when x -- why\n and y\n    and z\nend\n",
          "advise a \"A\"\n  from A-01\n  when x    -- why\n       and y\n       and z\nend\n");
    check("define a means x -- why\n", "define a means x    -- why\n");
    check("patient\n  a : length in -- what\n cm\nend\n",
          "patient\n  a : length in    -- what\n    cm\nend\n");
}

/* ---- what stays as it is ---- */

static void broken_declarations(void **state)
{
    FormatResult result = format_lines("define  a means  x\n\ndefine  b  means )   -- c\n\n\n\n"
                                       "define  c   means y\n",
                                       0, 0);
    assert_int_equal(result.status, FORMAT_DONE);
    assert_string_equal(str_to_c(arena, result.text),
                        "define a means x\n\ndefine  b  means )   -- c\n\n\n\ndefine c means y\n");
    assert_int_equal(result.diags.errors, 1);
    /* one that lacks its end, and what stands before the first */
    check("x  y\n define  a means  x\ndecision  b : c, d  means x\ndefine  e means  z\n",
          "x  y\n define a means x\ndecision  b : c, d  means x\ndefine e means z\n");
    /* a minus that may be meant is not made a comment that looks like one */
    check("define  a means x--2\n\ndefine  b means y\n",
          "define  a means x--2\n\ndefine b means y\n");
    assert_int_equal(format_lines("define  a means x--2\n", 0, 0).diags.warnings, 1);
    /* the file keeps its line ends */
    check("define  a means x\r\ndefine  b  means )\r\ndefine  c means y\r\n",
          "define a means x\r\ndefine  b  means )\r\ndefine c means y\r\n");
}

static void not_utf8(void **state)
{
    FormatResult result = format_lines("define  a means \"\xff\"\n", 0, 0);
    assert_int_equal(result.status, FORMAT_NO_TEXT);
    assert_string_equal(str_to_c(arena, result.text), "define  a means \"\xff\"\n");
    assert_int_equal(result.diags.errors, 1);
}

static void only_some_lines(void **state)
{
    const char *text = "define  a means x\n\n\ndefine  b means y\ndefine  c means z\n";
    assert_string_equal(str_to_c(arena, format_lines(text, 4, 4).text),
                        "define  a means x\n\n\ndefine b means y\ndefine  c means z\n");
    assert_string_equal(str_to_c(arena, format_lines(text, 4, 9).text),
                        "define  a means x\n\n\ndefine b means y\ndefine c means z\n");
    assert_string_equal(str_to_c(arena, format_lines(text, 2, 3).text), text);
}

/* A combining letter takes no column, a wide one two. */
static void wide_characters(void **state)
{
    check("patient\n  a : yes_no \"e\xcc\x81\" -- one\n  b : yes_no \"\xe8\x82\x9d\" -- two\nend\n",
          "patient\n"
          "  a    : yes_no  \"e\xcc\x81\"     -- one\n"
          "  b    : yes_no  \"\xe8\x82\x9d\"    -- two\n"
          "end\n");
}

static void diffs(void **state)
{
    StrBuf out = { .arena = arena };
    format_diff(&out, arena, "t.cgl", STR("a\nb\nc\nd\ne\nf\n"), STR("a\nb\nc\nx\ny\ne\nf\n"));
    assert_string_equal(str_to_c(arena, buf_get(&out)),
                        "--- t.cgl\n+++ t.cgl\n@@ -1,6 +1,7 @@\n a\n b\n c\n-d\n+x\n+y\n e\n f\n");
    out.len = 0;
    format_diff(&out, arena, "t.cgl", STR("a"), STR("a\n"));
    assert_string_equal(
        str_to_c(arena, buf_get(&out)),
        "--- t.cgl\n+++ t.cgl\n@@ -1,1 +1,1 @@\n-a\n\\ No newline at end of file\n+a\n");
    out.len = 0;
    format_diff(&out, arena, "t.cgl", STR("a\n"), STR("a\n"));
    assert_int_equal(out.len, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(frame),
        cmocka_unit_test(blank_lines),
        cmocka_unit_test(spaces),
        cmocka_unit_test(fields),
        cmocka_unit_test(wide_fields),
        cmocka_unit_test(enums),
        cmocka_unit_test(heads),
        cmocka_unit_test(clause_words),
        cmocka_unit_test(cases),
        cmocka_unit_test(tables),
        cmocka_unit_test(expressions),
        cmocka_unit_test(test_declarations),
        cmocka_unit_test(one_line),
        cmocka_unit_test(comments),
        cmocka_unit_test(broken_declarations),
        cmocka_unit_test(not_utf8),
        cmocka_unit_test(only_some_lines),
        cmocka_unit_test(wide_characters),
        cmocka_unit_test(diffs),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
