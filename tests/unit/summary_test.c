/* summary_test.c - the cohort table: what is counted, and that threads count the same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "runtime/report/summary.h"
#include "tests/unit/report_fake.h"

static Fake fake;
static Evaluation *e;

static int set_up(void **state)
{
    (void)state;
    fake_create(&fake);
    e = fake.evaluation;
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    fake_destroy(&fake);
    return 0;
}

static char *print(const Summary *summary)
{
    StrBuf buf = { .arena = fake.arena };

    summary_print(summary, &buf, false, 80);
    return str_to_c(fake.arena, buf_get(&buf));
}

static void assert_holds(const char *text, const char *part)
{
    if (!strstr(text, part)) {
        fail_msg("\n%s\n  is not in\n%s", part, text);
    }
}

static void add_open_risk(uint16_t fact)
{
    e->answers[B_RISK][0].main = fake_mask(3);
    fake_set_needs(&fake, &e->answers[B_RISK][0].main, 1, (FactRef[]){ { fact, NO_INDEX, 0 } });
    fake_set_gap(&fake, &e->answers[B_RISK][0].main, F_G_FACTORS);
}

static void test_counts(void **state)
{
    (void)state;
    Summary *summary = summary_create(fake.arena, fake.program);
    Problem problem = { .code = "P003" };

    e->answers[B_RISK][0].main = fake_mask(2);
    fake_set_status(&fake, B_SURGERY, 0, STATUS_APPLIES);
    summary_add(summary, e, fake.record);
    add_open_risk(F_CEA);
    fake_set_status(&fake, B_SURGERY, 0, STATUS_OPEN);
    fake_set_needs(&fake, &e->answers[B_SURGERY][0].main, 1, (FactRef[]){ { F_CEA, NO_INDEX, 0 } });
    vec_add(fake.run, &fake.record->problems, problem);
    vec_add(fake.run, &fake.record->problems, problem);
    summary_add(summary, e, fake.record);
    summary_add_error(summary);
    assert_int_equal(summary->records, 2);
    assert_int_equal(summary->errors, 1);
    assert_int_equal(summary->with_problems, 1);
    assert_int_equal(summary->decisions[B_RISK].values[1], 1);
    assert_int_equal(summary->decisions[B_RISK].open.ask, 1);
    assert_int_equal(summary->decisions[B_RISK].open.silent, 0);
    assert_int_equal(summary->unsettled.ask, 1);
    assert_int_equal(summary->decisions[B_FIT].values[0], 2);
    assert_int_equal(summary->advice[B_SURGERY].status[STATUS_APPLIES], 1);
    assert_int_equal(summary->advice[B_SURGERY].status[STATUS_OPEN], 1);
    assert_int_equal(summary->facts[F_CEA].needed,
                     1); /* two answers of one record need it: one record */
    assert_int_equal(summary->facts[F_G_FACTORS].needed, 1);
    assert_int_equal(summary->facts[F_G_FACTORS].alone, 0); /* a fact is missing as well */
    assert_int_equal(summary->problems.items[0].count, 2);
}

static void test_elements(void **state)
{
    (void)state;
    Summary *summary = summary_create(fake.arena, fake.program);

    fake_add_lesion(&fake, "L1", DEC_ONE);
    fake_add_lesion(&fake, "L2", -1);
    e->answers[B_RF][0].main = fake_mask(4);
    e->answers[B_RF][1].main = fake_mask(5);
    fake_set_needs(&fake, &e->answers[B_RF][1].main, 1, (FactRef[]){ { F_L_SIZE, 0, 1 } });
    fake_set_status(&fake, B_ABLATION, 0, STATUS_APPLIES);
    fake_set_status(&fake, B_ABLATION, 1, STATUS_RULED_OUT);
    fake_set_status(&fake, B_ABLATION, FAKE_HIDDEN, STATUS_OPEN);
    fake_set_needs(&fake, &e->answers[B_ABLATION][FAKE_HIDDEN].main, 1,
                   (FactRef[]){ { NO_INDEX, 0, 0 } });
    summary_add(summary, e, fake.record);
    assert_int_equal(summary->decisions[B_RF].values[2], 1);
    assert_int_equal(summary->decisions[B_RF].open.ask, 1);
    assert_int_equal(summary->advice[B_ABLATION].status[STATUS_APPLIES], 1);
    assert_int_equal(summary->advice[B_ABLATION].status[STATUS_RULED_OUT], 1);
    assert_int_equal(summary->advice[B_ABLATION].status[STATUS_OPEN], 1);
    assert_int_equal(summary->facts[F_L_SIZE].needed, 1);
    assert_int_equal(summary->facts[F_L_SIZE].missing, 1); /* of L2 */
    assert_int_equal(summary->facts[fake.program->field_count].needed,
                     1); /* the list's hidden part */
}

/* Only the guideline keeps it open: asking helps nobody. */
static void test_silence_is_not_ignorance(void **state)
{
    (void)state;
    Summary *summary = summary_create(fake.arena, fake.program);

    e->answers[B_RISK][0].main = fake_mask(3);
    fake_set_gap(&fake, &e->answers[B_RISK][0].main, F_G_FACTORS);
    fake_set_status(&fake, B_SURGERY, 0, STATUS_OPEN);
    fake_set_gap(&fake, &e->answers[B_SURGERY][0].main, F_G_FACTORS);
    summary_add(summary, e, fake.record);
    assert_int_equal(summary->decisions[B_RISK].open.silent, 1);
    assert_int_equal(summary->advice[B_SURGERY].open.silent, 1);
    assert_int_equal(summary->unsettled.silent, 1);
    assert_int_equal(summary->facts[F_G_FACTORS].alone, 1);
    assert_holds(print(summary),
                 "All advice is settled in 0; facts are to be asked in 0; in 1 only the guideline");
    fake_set_needs(&fake, &e->answers[B_SURGERY][0].main, 1, (FactRef[]){ { F_CEA, NO_INDEX, 0 } });
    summary_add(summary, e, fake.record);
    assert_int_equal(summary->advice[B_SURGERY].open.ask, 1);
    assert_int_equal(summary->unsettled.ask, 1);
    assert_int_equal(summary->facts[F_G_FACTORS].alone,
                     2); /* the risk still waits for the gap alone */
}

static void test_integers_value_by_value(void **state)
{
    (void)state;
    fake.program->blocks[B_COUNT].lo = 0;
    fake.program->blocks[B_COUNT].hi = 4;
    Summary *summary = summary_create(fake.arena, fake.program);

    summary_add(summary, e, fake.record);
    assert_int_equal(summary->decisions[B_COUNT].value_count, 5);
    assert_int_equal(summary->decisions[B_COUNT].values[2], 1);
}

/* Added by two threads and merged: as if one had done it all. */
static void test_merge(void **state)
{
    (void)state;
    Summary *whole = summary_create(fake.arena, fake.program),
            *one = summary_create(fake.arena, fake.program);
    Summary *two = summary_create(fake.arena, fake.program);
    Problem first = { .code = "P003" }, second = { .code = "P001" };

    vec_add(fake.run, &fake.record->problems, first);
    summary_add(whole, e, fake.record);
    summary_add(one, e, fake.record);
    add_open_risk(F_CEA);
    vec_add(fake.run, &fake.record->problems, second);
    summary_add(whole, e, fake.record);
    summary_add(two, e, fake.record);
    summary_add_error(whole);
    summary_add_error(two);
    summary_merge(one, two);
    assert_string_equal(print(one), print(whole));
    assert_holds(print(whole), "\n  P001 ");
    assert_holds(print(whole),
                 "2 records evaluated, 2 of them with problems in the data; 1 could not be read");
}

static void test_table(void **state)
{
    (void)state;
    Summary *summary = summary_create(fake.arena, fake.program);

    add_open_risk(F_CEA);
    summary_add(summary, e, fake.record);
    e->answers[B_RISK][0].main = fake_mask(1);
    fake_set_status(&fake, B_SURGERY, 0, STATUS_APPLIES);
    for (int i = 0; i < 1499; i++) {
        summary_add(summary, e, fake.record);
    }
    char *text = print(summary);
    /* 1499 of 1500 = 99.93.. %, 1 of 1500 = 0.06.. % */
    /* the bar: 20 marks are all of them */
    assert_holds(text, "  Risk of recurrence\n"
                       "    low                               1,499   99.9 %  ");
    assert_holds(text, "\xe2\x96\x88\n    open: facts to ask                    1    0.1 %\n");
    assert_holds(
        text, "ADVISED                             applies          excluded   to ask   silent\n"
              "  Liver resection without\n"
              "    neoadjuvant chemotherapy          1,499   99.9 %        0        0        0\n");
    assert_holds(text, "FACTS MOST OFTEN NEEDED (records)    needed           missing\n"
                       "  Carcinoembryonic antigen\n"
                       "    (");
    assert_holds(text, "WHERE THE GUIDELINE IS SILENT");
    assert_holds(text, "\n    The factors are listed, not how many of them make the risk high\n");
}

static void test_empty_cohort(void **state)
{
    (void)state;
    char *text = print(summary_create(fake.arena, fake.program));

    assert_holds(text, "0 records evaluated");
    assert_null(strstr(text, "DECISIONS")); /* nothing to count, nothing to list */
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_counts),
        TEST(test_elements),
        TEST(test_silence_is_not_ignorance),
        TEST(test_integers_value_by_value),
        TEST(test_merge),
        TEST(test_table),
        TEST(test_empty_cohort),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
