/* crew.c - two loads of records: while the threads work on one, the next is read; then the first is
 * written. */
#include "runtime/cglrun/crew.h"
#include "runtime/base/limits.h"
#include <pthread.h>
#include <signal.h>

enum { SLOTS_EACH = 32, SLOTS_MOST = 1024 };

/* One record on its way. */
typedef struct Slot {
    Arena *arena; /* the record's pieces and its report */
    Record *record;
    RecordError error;
    PatientNext kind;
    bool exhausted; /* reading it took too much memory */
    StrBuf out;
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
    Engine engine;
} Worker;

struct Crew {
    Batch *batch;
    uint32_t slot_count, worker_count;
    Worker *workers;
    Load loads[2];
    pthread_mutex_t lock;
    pthread_cond_t more, done;
    /* under the lock */
    Load *load; /* being worked on */
    uint32_t taken, finished;
    bool closed, failed; /* failed: a thread ran out of session memory */
};

/* ---- threads ---- */

static Slot *take_slot(Crew *crew)
{
    Slot *slot = NULL;

    pthread_mutex_lock(&crew->lock);
    while (!crew->closed && (!crew->load || crew->taken == crew->load->count)) {
        pthread_cond_wait(&crew->more, &crew->lock);
    }
    if (!crew->closed) {
        slot = &crew->load->slots[crew->taken++];
    }
    pthread_mutex_unlock(&crew->lock);
    return slot;
}

static void finish_slot(Crew *crew, bool failed)
{
    pthread_mutex_lock(&crew->lock);
    crew->finished++;
    crew->failed |= failed;
    if (crew->finished == crew->load->count) {
        pthread_cond_signal(&crew->done);
    }
    pthread_mutex_unlock(&crew->lock);
}

static RecordError get_exhausted(const Slot *slot)
{
    return (RecordError){ .line = slot->record->line,
                          .code = STR("R099"),
                          .message = STR("the record needs more memory than a record may use"),
                          .at = STR("") };
}

static void work_on(Engine *engine, Slot *slot)
{
    if (slot->exhausted) {
        slot->error = get_exhausted(slot);
    }
    if (slot->exhausted || slot->kind == PATIENT_ERROR) {
        slot->outcome = batch_add_error(engine, &slot->out, &slot->error);
    } else {
        slot->outcome = batch_add_record(engine, &slot->out, slot->record);
    }
}

static void *work(void *argument)
{
    Worker *worker = argument;
    jmp_buf exhausted;

    arena_set_recovery(worker->session, &exhausted);
    if (setjmp(exhausted)) {
        finish_slot(worker->crew, true);
    }
    for (Slot *slot; (slot = take_slot(worker->crew)) != NULL; finish_slot(worker->crew, false)) {
        arena_set_recovery(slot->arena, &exhausted);
        work_on(&worker->engine, slot);
    }
    return NULL;
}

/* ---- loads ---- */

/* Reads one record into a slot; false at the end. */
static bool fill_slot(Crew *crew, Slot *slot)
{
    jmp_buf exhausted;

    arena_reset(slot->arena);
    slot->out = (StrBuf){ .arena = slot->arena };
    slot->exhausted = false;
    arena_set_recovery(slot->arena, &exhausted);
    if (setjmp(exhausted)) {
        arena_reset(slot->arena);
        slot->exhausted = true;
        return true;
    }
    slot->kind = intake_next(&crew->batch->intake, slot->record, &slot->error);
    return slot->kind != PATIENT_END;
}

static void fill_load(Crew *crew, Load *load)
{
    load->count = 0;
    while (load->count < crew->slot_count && fill_slot(crew, &load->slots[load->count])) {
        load->count++;
    }
}

static void hand_out(Crew *crew, Load *load)
{
    pthread_mutex_lock(&crew->lock);
    crew->load = load;
    crew->taken = crew->finished = 0;
    pthread_cond_broadcast(&crew->more);
    pthread_mutex_unlock(&crew->lock);
}

static void wait_for_load(Crew *crew)
{
    pthread_mutex_lock(&crew->lock);
    while (crew->load && crew->finished < crew->load->count) {
        pthread_cond_wait(&crew->done, &crew->lock);
    }
    crew->load = NULL;
    pthread_mutex_unlock(&crew->lock);
}

/* False if the run stops here. */
static bool write_load(Crew *crew, const Load *load)
{
    Batch *batch = crew->batch;

    for (uint32_t i = 0; i < load->count; i++) {
        out_write(&batch->out, buf_get(&load->slots[i].out));
        if (!batch_count(batch, load->slots[i].outcome)) {
            return false;
        }
    }
    return batch->out.status == IO_OK;
}

static void run_loads(Crew *crew)
{
    Load *current = &crew->loads[0], *next = &crew->loads[1];
    bool more = true;

    fill_load(crew, current);
    while (more && current->count > 0) {
        hand_out(crew, current);
        fill_load(crew, next);
        wait_for_load(crew);
        more = !crew->failed && write_load(crew, current);
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

/* Everything that can fail for want of memory happens before the first thread runs. */
static void create_workers(Crew *crew)
{
    for (uint32_t i = 0; i < crew->batch->options->jobs; i++) {
        Worker *worker = &crew->workers[i];
        worker->crew = crew;
        worker->session = batch_create_arena(crew->batch, 0);
        batch_create_engine(&worker->engine, crew->batch, worker->session);
    }
}

/* As many threads as the system gives; the first one is needed. Signals are for the thread that
 * reads. */
static void start_workers(Crew *crew)
{
    sigset_t all, before;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    for (uint32_t i = 0; i < crew->batch->options->jobs; i++) {
        Worker *worker = &crew->workers[i];
        if (pthread_create(&worker->thread, NULL, work, worker) != 0) {
            break;
        }
        crew->worker_count++;
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    crew->failed = crew->worker_count == 0;
}

static void end_workers(Crew *crew)
{
    pthread_mutex_lock(&crew->lock);
    crew->closed = true;
    pthread_cond_broadcast(&crew->more);
    pthread_mutex_unlock(&crew->lock);
    for (uint32_t i = 0; i < crew->worker_count; i++) {
        pthread_join(crew->workers[i].thread, NULL);
    }
}

/* The reader's memory can end while threads are at work: they are brought home first. */
static void run_crew(Crew *crew)
{
    Batch *batch = crew->batch;
    jmp_buf exhausted;

    arena_set_recovery(batch->intake.arena, &exhausted);
    if (setjmp(exhausted) == 0) {
        start_workers(crew);
        if (!crew->failed) {
            run_loads(crew);
        }
    } else {
        crew->failed = true;
    }
    end_workers(crew);
    arena_set_recovery(batch->intake.arena, arena_get_recovery(batch->arena));
}

void crew_run(Batch *batch, Summary *summary)
{
    Crew *crew = ARENA_NEW(batch->arena, Crew);
    unsigned slots = batch->options->jobs * SLOTS_EACH;

    crew->batch = batch;
    crew->slot_count = slots < SLOTS_MOST ? slots : SLOTS_MOST;
    crew->workers = ARENA_ARRAY(batch->arena, Worker, batch->options->jobs);
    create_load(crew, &crew->loads[0]);
    create_load(crew, &crew->loads[1]);
    create_workers(crew);
    pthread_mutex_init(&crew->lock, NULL);
    pthread_cond_init(&crew->more, NULL);
    pthread_cond_init(&crew->done, NULL);
    run_crew(crew);
    pthread_cond_destroy(&crew->done);
    pthread_cond_destroy(&crew->more);
    pthread_mutex_destroy(&crew->lock);
    for (uint32_t i = 0; summary && i < crew->worker_count; i++) {
        summary_merge(summary, crew->workers[i].engine.summary);
    }
    if (crew->failed) {
        arena_fail(batch->arena);
    }
}
