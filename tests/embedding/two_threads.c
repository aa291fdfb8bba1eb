/* two_threads.c - a host: two threads share one program, each with a session of its own; both must
 * say the same. */
#include <cgl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 2000 };
static const char KNOWN[] = "{\"id\":\"A\",\"potassium\":2.5,\"swallows\":true}";
static const char OPEN[] = "{\"id\":\"B\"}";

typedef struct Worker {
    CglProgram *program;
    char *last; /* what the last rounds said, one after the other */
    bool failed;
} Worker;

static char *copy_report(CglSession *session, const char *record)
{
    size_t size;
    CglReport *report = cgl_session_evaluate(session, record, strlen(record));
    const char *text = report ? cgl_report_get_text(report, &size) : NULL;
    char *copy = text ? malloc(size + 1) : NULL;
    if (copy) {
        memcpy(copy, text, size + 1);
    }
    return copy;
}

static void *work(void *argument)
{
    Worker *worker = argument;
    CglSession *session = cgl_session_create(worker->program);
    for (int i = 0; session && i < ROUNDS; i++) {
        char *report = copy_report(session, i % 2 ? KNOWN : OPEN);
        char *other = copy_report(session, i % 2 ? OPEN : KNOWN);
        worker->failed |= !report || !other || strcmp(report, other) == 0;
        free(other);
        free(worker->last);
        worker->last = report;
    }
    worker->failed |= !session;
    cgl_session_destroy(session);
    return NULL;
}

int main(int argc, char **argv)
{
    CglProgram *program = argc > 1 ? cgl_program_load_file(argv[1], NULL) : NULL;
    if (!program) {
        return 1;
    }
    Worker workers[2] = { { .program = program }, { .program = program } };
    pthread_t threads[2];
    for (int i = 0; i < 2; i++) {
        if (pthread_create(&threads[i], NULL, work, &workers[i])) {
            return 1;
        }
    }
    for (int i = 0; i < 2; i++) {
        pthread_join(threads[i], NULL);
    }
    bool same = workers[0].last && workers[1].last && strcmp(workers[0].last, workers[1].last) == 0;
    if (!same) {
        fprintf(stderr, "%s\n%s\n", workers[0].last, workers[1].last);
    }
    bool failed = !same || workers[0].failed || workers[1].failed;
    for (int i = 0; i < 2; i++) {
        free(workers[i].last);
    }
    cgl_program_destroy(program);
    return failed;
}
