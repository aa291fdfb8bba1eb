/* crew.c - two loads of records: while the threads work on one, the next is read; then the first is
 * written.
 *
 *     reader   | read load 1 | read load 2        | write 1, read 3      | ...
 *     threads  |             | evaluate load 1    | evaluate load 2      | ...
 *
 * What the threads may hold does not grow with their number times the largest record: a load ends
 * where its records have taken LOAD_BYTES, and a thread gives up on a record that needs much. Such
 * a record is evaluated by the reader alone, with all the memory that a run with one thread has,
 * when its turn to be written comes. So the bytes are the same as those of one thread under a limit
 * of memory as well. */
#include "runtime/cglrun/crew.h"
#include "runtime/base/interrupt.h"
#include "runtime/base/limits.h"
#include <malloc.h>
#include <pthread.h>
#include <signal.h>

enum { SLOTS_EACH = 32, SLOTS_MOST = 1024 };
#define LOAD_BYTES ((size_t)4 << 20)   /* that the records of a load take; more by its last one */
#define LARGE_RECORD ((size_t)1 << 20) /* from here on it is left to the reader */
#define REPORT_BYTES ((size_t)4 << 20) /* of one record, for a thread */
#define TEXT_BYTES ((size_t)4 << 20)   /* that a thread keeps for the reports of the next load */
#define HELD_BYTES ((size_t)16 << 20)  /* of the records and reports of a load */
#define RUN_BYTES ((size_t)4 << 20)    /* that the evaluation of one record may take in a thread */
#define KEPT_BYTES ((size_t)16 << 10)  /* of a slot, between two loads */

/* One record on its way. */
typedef struct Slot {
    Arena *arena;  /* the record's pieces */
    uint64_t load; /* number of the load that it is of, from 1 */
    Record *record;
    RecordError error;
    PatientNext kind;
    bool exhausted; /* reading it took too much memory */
    bool alone;     /* too large for a thread: the reader evaluates it when it is written */
    Str out;        /* its report */
    Outcome outcome;
} Slot;

typedef struct Load {
    Slot *slots;
    uint32_t count; /* records read */
} Load;

typedef struct Crew Crew;
typedef struct Worker {
    Crew *crew;
    pthread_t thread;
    Arena *session;
    Arena *text;   /* its reports of the load at hand */
    uint64_t load; /* its number */
    Engine engine;
    Slot *slot; /* at work on it */
} Worker;

struct Crew {
    Batch *batch;
    Engine *engine; /* of the reader, for what is evaluated alone */
    StrBuf *buf;    /* its reports */
    uint32_t slot_count, worker_count, thread_count; /* threads: workers that were started */
    Worker *workers;
    Load loads[2];
    uint64_t read;   /* records */
    uint64_t filled; /* loads */
    pthread_mutex_t lock;
    pthread_cond_t more, done;
    /* under the lock */
    Load *load;                       /* being worked on */
    uint32_t taken, finished, active; /* active: threads that have not gone home */
    size_t held;                      /* bytes of the load's records that are finished */
    bool closed;
};

/* ---- threads ---- */

/* The next record for this thread; NULL when there will be no more. */
static Slot *take_slot(Crew *crew)
{
    Slot *slot = NULL;

    pthread_mutex_lock(&crew->lock);
    while (!crew->closed && (!crew->load || crew->taken == crew->load->count)) {
        pthread_cond_wait(&crew->more, &crew->lock);
    }
    if (!crew->closed) {
        slot = &crew->load->slots[crew->taken++];
        slot->alone |= crew->held > HELD_BYTES;
    }
    pthread_mutex_unlock(&crew->lock);
    return slot;
}

static void finish_slot(Crew *crew, const Slot *slot)
{
    pthread_mutex_lock(&crew->lock);
    crew->finished++;
    crew->held += arena_get_used(slot->arena) + slot->out.len;
    if (crew->finished == crew->load->count) {
        pthread_cond_signal(&crew->done);
    }
    pthread_mutex_unlock(&crew->lock);
}

/* A thread without memory for itself; the others, or the reader, do its work. */
static void go_home(Crew *crew)
{
    pthread_mutex_lock(&crew->lock);
    crew->active--;
    pthread_cond_signal(&crew->done);
    pthread_mutex_unlock(&crew->lock);
}

/* The reports of a load stand one after the other in memory of the thread, which it uses again for
 * the next load: by then they are written. */
static void begin_text(Worker *worker)
{
    if (worker->load != worker->slot->load) {
        worker->load = worker->slot->load;
        arena_shrink(worker->text, TEXT_BYTES);
    }
    arena_set_limit(worker->text, arena_get_used(worker->text) + REPORT_BYTES);
}

static void work_on(Worker *worker, Slot *slot)
{
    StrBuf out = { .arena = worker->text };
    jmp_buf full;

    begin_text(worker);
    arena_set_recovery(worker->text, &full);
    arena_set_recovery(slot->arena, &full);
    if (setjmp(full)) {
        slot->alone = true;
        return;
    }
    if (slot->kind == PATIENT_ERROR) {
        slot->outcome = batch_add_error(&worker->engine, &out, &slot->error);
    } else {
        slot->alone = !batch_try_record(&worker->engine, &out, slot->record, &slot->outcome);
    }
    slot->out = buf_get(&out);
}

static void *work(void *argument)
{
    Worker *worker = argument;
    jmp_buf exhausted;

    arena_set_recovery(worker->session, &exhausted);
    if (setjmp(exhausted)) {
        worker->slot->alone = true;
        finish_slot(worker->crew, worker->slot);
        go_home(worker->crew);
        return NULL;
    }
    while ((worker->slot = take_slot(worker->crew)) != NULL) {
        if (!worker->slot->alone) {
            work_on(worker, worker->slot);
        }
        finish_slot(worker->crew, worker->slot);
    }
    return NULL;
}

/* ---- reading ---- */

/* Reads one record into a slot; false at the end. */
static bool fill_slot(Crew *crew, Slot *slot)
{
    jmp_buf exhausted;

    arena_reset(slot->arena);
    arena_set_limit(slot->arena, LIMIT_RUN_BYTES);
    slot->out = STR_NONE;
    slot->load = crew->filled;
    slot->exhausted = slot->alone = false;
    arena_set_recovery(slot->arena, &exhausted);
    if (setjmp(exhausted)) {
        slot->exhausted = slot->alone = true;
        return !interrupt_is_pending();
    }
    slot->kind = batch_read(crew->batch, slot->record, &slot->error);
    slot->alone = arena_get_used(slot->arena) > LARGE_RECORD;
    return slot->kind != PATIENT_END;
}

static void fill_load(Crew *crew, Load *load)
{
    size_t used = 0;

    crew->filled++;
    load->count = 0;
    while (load->count < crew->slot_count && used < LOAD_BYTES &&
           fill_slot(crew, &load->slots[load->count])) {
        used += arena_get_used(load->slots[load->count].arena);
        load->count++;
    }
}

static void hand_out(Crew *crew, Load *load)
{
    pthread_mutex_lock(&crew->lock);
    crew->load = load;
    crew->taken = crew->finished = 0;
    crew->held = 0;
    pthread_cond_broadcast(&crew->more);
    pthread_mutex_unlock(&crew->lock);
}

/* Until every record has been tried, or nobody is there to try it. */
static void wait_for_load(Crew *crew)
{
    pthread_mutex_lock(&crew->lock);
    while (crew->finished < crew->load->count && crew->active > 0) {
        pthread_cond_wait(&crew->done, &crew->lock);
    }
    for (uint32_t i = crew->taken; i < crew->load->count; i++) {
        crew->load->slots[i].alone = true;
    }
    crew->load = NULL;
    pthread_mutex_unlock(&crew->lock);
}

/* ---- writing ---- */

/* False if somebody wants the run to end. */
static bool evaluate_alone(Crew *crew, Slot *slot)
{
    crew->buf->len = 0;
    arena_set_limit(slot->arena, LIMIT_RUN_BYTES);
    arena_set_recovery(slot->arena, arena_get_recovery(crew->batch->arena));
    if (slot->kind == PATIENT_ERROR && !slot->exhausted) {
        slot->outcome = batch_add_error(crew->engine, crew->buf, &slot->error);
    } else if (slot->exhausted ||
               !batch_try_record(crew->engine, crew->buf, slot->record, &slot->outcome)) {
        if (interrupt_is_pending()) {
            return false;
        }
        slot->outcome = batch_add_exhausted(crew->engine, crew->buf, slot->record);
    }
    out_write(&crew->batch->out, buf_get(crew->buf));
    crew->buf->len = 0;
    return true;
}

static bool write_slot(Crew *crew, Slot *slot)
{
    if (!slot->alone) {
        out_write(&crew->batch->out, slot->out);
    } else if (!evaluate_alone(crew, slot)) {
        return false;
    }
    arena_shrink(slot->arena, KEPT_BYTES);
    return batch_count(crew->batch, slot->outcome);
}

/* False if the run stops here. */
static bool write_load(Crew *crew, const Load *load)
{
    for (uint32_t i = 0; i < load->count; i++) {
        if (!write_slot(crew, &load->slots[i])) {
            return false;
        }
    }
    return crew->batch->out.status == IO_OK;
}

/* For many records, compiled answers that the threads share. */
static void compile_when_due(Crew *crew, const Load *load)
{
    Batch *batch = crew->batch;

    crew->read += load->count;
    if (batch->compile_tried || crew->read < EVALUATION_COMPILES_AFTER) {
        return;
    }
    batch->compile_tried = true;
    batch->compiled = cells_compile(batch->arena, batch->program,
                                    record_get_date(load->slots[0].record, batch->program));
}

static void run_loads(Crew *crew)
{
    Load *current = &crew->loads[0], *next = &crew->loads[1];
    bool more = true;

    fill_load(crew, current);
    while (more && current->count > 0) {
        compile_when_due(crew, current);
        hand_out(crew, current);
        fill_load(crew, next);
        wait_for_load(crew);
        more = write_load(crew, current);
        Load *written = current;
        current = next;
        next = written;
    }
}

/* ---- set-up ---- */

static void create_load(Crew *crew, Load *load)
{
    Batch *batch = crew->batch;

    load->slots = ARENA_ARRAY(batch->arena, Slot, crew->slot_count);
    for (uint32_t i = 0; i < crew->slot_count; i++) {
        Slot *slot = &load->slots[i];
        slot->arena = batch_create_arena(batch, LIMIT_RUN_BYTES);
        slot->record = record_create(batch->arena, slot->arena, batch->program);
    }
}

static void create_workers(Crew *crew)
{
    for (uint32_t i = 0; i < crew->worker_count; i++) {
        Worker *worker = &crew->workers[i];
        worker->crew = crew;
        worker->session = batch_create_arena(crew->batch, 0);
        worker->text = batch_create_arena(crew->batch, 0);
        batch_create_engine(&worker->engine, crew->batch, worker->session, RUN_BYTES);
    }
}

/* Everything that is needed before the first thread runs. False, and nothing is held, if there is
 * not the memory for it. */
static bool set_up(Crew *crew)
{
    Batch *batch = crew->batch;
    uint32_t before = batch->arenas.count;
    jmp_buf exhausted;
    jmp_buf *owner = arena_get_recovery(batch->arena);

    arena_set_recovery(batch->arena, &exhausted);
    if (setjmp(exhausted)) {
        arena_set_recovery(batch->arena, owner);
        batch_drop_arenas(batch, before);
        return false;
    }
    crew->workers = ARENA_ARRAY(batch->arena, Worker, crew->worker_count);
    create_load(crew, &crew->loads[0]);
    create_load(crew, &crew->loads[1]);
    create_workers(crew);
    arena_set_recovery(batch->arena, owner);
    for (uint32_t i = before; i < batch->arenas.count; i++) {
        arena_set_recovery(batch->arenas.items[i], owner);
    }
    return true;
}

/* As many threads as the system gives. Signals are for the thread that reads. */
static void start_threads(Crew *crew)
{
    sigset_t all, before;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    while (crew->thread_count < crew->worker_count) {
        Worker *worker = &crew->workers[crew->thread_count];
        if (pthread_create(&worker->thread, NULL, work, worker) != 0) {
            break;
        }
        crew->thread_count++;
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

static void end_threads(Crew *crew)
{
    pthread_mutex_lock(&crew->lock);
    crew->closed = true;
    pthread_cond_broadcast(&crew->more);
    pthread_mutex_unlock(&crew->lock);
    for (uint32_t i = 0; i < crew->thread_count; i++) {
        pthread_join(crew->workers[i].thread, NULL);
    }
}

/* The reader's memory can end while threads are at work: they are brought home first. */
static bool run_crew(Crew *crew)
{
    Batch *batch = crew->batch;
    jmp_buf exhausted;
    jmp_buf *owner = arena_get_recovery(batch->arena);
    volatile bool whole = false;

    arena_set_recovery(batch->intake.arena, &exhausted);
    arena_set_recovery(batch->arena, &exhausted);
    if (setjmp(exhausted) == 0) {
        run_loads(crew);
        whole = true;
    }
    end_threads(crew);
    arena_set_recovery(batch->intake.arena, owner);
    arena_set_recovery(batch->arena, owner);
    return whole;
}

static void add_up(Crew *crew)
{
    for (uint32_t i = 0; crew->engine->summary && i < crew->thread_count; i++) {
        summary_merge(crew->engine->summary, crew->workers[i].engine.summary);
    }
}

/* One heap for all threads: else each reserves 64 MiB of addresses for itself. And what is large
 * goes back to the system when it is given back, whatever was large before. */
static void set_up_memory(void)
{
    mallopt(M_ARENA_MAX, 1);
    mallopt(M_MMAP_THRESHOLD, 256 << 10);
}

bool crew_run(Batch *batch, Engine *engine, StrBuf *buf)
{
    Crew *crew = ARENA_NEW(batch->arena, Crew);
    unsigned slots = batch->options->jobs * SLOTS_EACH;

    crew->batch = batch;
    crew->engine = engine;
    crew->buf = buf;
    crew->worker_count = batch->options->jobs;
    crew->slot_count = slots < SLOTS_MOST ? slots : SLOTS_MOST;
    set_up_memory();
    if (!set_up(crew)) {
        return false;
    }
    pthread_mutex_init(&crew->lock, NULL);
    pthread_cond_init(&crew->more, NULL);
    pthread_cond_init(&crew->done, NULL);
    start_threads(crew);
    crew->active = crew->thread_count;
    bool whole = run_crew(crew);
    pthread_cond_destroy(&crew->done);
    pthread_cond_destroy(&crew->more);
    pthread_mutex_destroy(&crew->lock);
    add_up(crew);
    if (!whole) {
        arena_fail(batch->arena);
    }
    return true;
}
