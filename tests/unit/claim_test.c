/* claim_test.c - a claim that does not hold ends the process, says so and where. Each death happens
 * in a child. */
#include "runtime/base/claim.h"
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

typedef struct Death {
    int status;
    char words[2048];
} Death;

static size_t read_all(int fd, char *out, size_t room)
{
    size_t count = 0;
    ssize_t got;
    while ((got = read(fd, out + count, room - 1 - count)) > 0) {
        count += (size_t)got;
    }
    return count;
}

/* What becomes of a child that does this. */
static Death watch(void (*act)(void))
{
    Death death = { 0 };
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        setrlimit(RLIMIT_CORE, &(struct rlimit){ 0, 0 });
        signal(SIGABRT, SIG_DFL);
        dup2(ends[1], 2);
        close(ends[0]);
        close(ends[1]);
        act();
        _exit(0);
    }
    close(ends[1]);
    read_all(ends[0], death.words, sizeof death.words);
    close(ends[0]);
    waitpid(child, &death.status, 0);
    return death;
}

static void assert_died(Death death)
{
#ifdef CGL_DEBUG
    assert_true(WIFSIGNALED(death.status));
    assert_int_equal(WTERMSIG(death.status), SIGABRT);
#else
    assert_true(WIFEXITED(death.status));
    assert_int_equal(WEXITSTATUS(death.status), 70);
#endif
}

static volatile int three = 3;
static int evaluations;

static int count_evaluation(void)
{
    evaluations++;
    return 1;
}

static void break_safety(void)
{
    CLAIM_ALWAYS(three == 4, "Three is four.");
}

static void break_claim(void)
{
    CLAIM(three == 4, "Three is four.");
}

static void keep_claims(void)
{
    CLAIM(three == 3, "Three is three.");
    CLAIM_ALWAYS(three == 3, "Three is three.");
}

static void break_with_long_sentence(void)
{
    char sentence[3000];
    memset(sentence, 'x', sizeof sentence);
    claim_fail("far.c", 4294967295u, (Str){ sentence, sizeof sentence });
}

static void claims_that_hold_are_silent(void **state)
{
    (void)state;
    Death death = watch(keep_claims);
    assert_true(WIFEXITED(death.status));
    assert_int_equal(WEXITSTATUS(death.status), 0);
    assert_string_equal(death.words, "");
}

static void a_claim_for_safety_is_checked_in_every_build(void **state)
{
    (void)state;
    Death death = watch(break_safety);
    assert_died(death);
    assert_non_null(strstr(death.words, "internal error: this does not hold: Three is four. ("));
    assert_non_null(strstr(death.words, "claim_test.c:"));
}

static void a_claim_is_checked_where_claims_are(void **state)
{
    (void)state;
    Death death = watch(break_claim);
#ifdef CGL_DEBUG
    assert_died(death);
    assert_non_null(strstr(death.words, "Three is four."));
#else
    assert_true(WIFEXITED(death.status));
    assert_int_equal(WEXITSTATUS(death.status), 0);
    assert_string_equal(death.words, "");
#endif
}

static void a_release_build_does_not_evaluate_a_claim(void **state)
{
    (void)state;
    evaluations = 0;
    CLAIM(count_evaluation(), "It is evaluated where claims are checked.");
    assert_int_equal(evaluations, CLAIMS_ARE_CHECKED);
}

static void a_long_sentence_is_cut(void **state)
{
    (void)state;
    Death death = watch(break_with_long_sentence);
    assert_died(death);
    assert_int_equal(strlen(death.words), 1024);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(claims_that_hold_are_silent),
        cmocka_unit_test(a_claim_for_safety_is_checked_in_every_build),
        cmocka_unit_test(a_claim_is_checked_where_claims_are),
        cmocka_unit_test(a_release_build_does_not_evaluate_a_claim),
        cmocka_unit_test(a_long_sentence_is_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
