/* native_worker.c - a library's functions in a process of their own.
 *
 * The worker is a copy of this process that only answers calls. If it dies, or stays silent, the
 * call has failed and the next one starts another worker. */
#include "runtime/base/hooks.h"
#include "runtime/base/interrupt.h"
#include "runtime/base/limits.h"
#include "runtime/native/native_parts.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* Numbered, so that a message that is not the answer to this call is not taken for it: a function
 * may write to any descriptor it finds. */
typedef struct Request {
    uint64_t number;
    uint16_t index;
    Reg arguments[LIMIT_NATIVE_PARAMETERS];
} Request;

typedef struct Reply {
    uint64_t number;
    bool done;
    Reg result;
} Reply;

/* ---- messages: a packet socket keeps each whole ---- */

static bool send_message(int socket, const void *message, size_t size)
{
    ssize_t sent;
    do {
        sent = send(socket, message, size, MSG_NOSIGNAL);
    } while (sent < 0 && errno == EINTR);
    return sent == (ssize_t)size;
}

/* With MSG_TRUNC the length is that of the message, not of what fits. */
static bool receive_message(int socket, void *message, size_t size, int flags)
{
    ssize_t got;
    do {
        got = recv(socket, message, size, flags | MSG_TRUNC);
    } while (got < 0 && errno == EINTR);
    return got == (ssize_t)size;
}

static bool await_message(int socket, unsigned patience)
{
    struct pollfd poller = { .fd = socket, .events = POLLIN };
    int ready;
    do {
        ready = poll(&poller, 1, (int)patience);
    } while (ready < 0 && errno == EINTR && !interrupt_is_pending());
    return ready > 0;
}

/* ---- the worker's side ---- */

/* A handler of the host would run its recovery in the worker, as if the crash were the host's own.
 * Who interrupts the run interrupts its host, which ends the worker: were it to end by itself, the
 * call would look like a failure of the function. */
static void set_signals(void)
{
    static const int fatal[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGALRM };
    for (size_t i = 0; i < sizeof fatal / sizeof *fatal; i++) {
        signal(fatal[i], SIG_DFL);
    }
    signal(SIGINT, SIG_IGN);
    signal(SIGTERM, SIG_IGN);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
}

/* What a function prints must not land between the reports, nor what it reads come from the
 * records. False if there is no null device. */
static bool leave_streams(void)
{
    int nothing = hooks.open("/dev/null", O_RDWR, 0);
    for (int fd = 0; fd <= 2; fd++) {
        if (nothing < 0 || dup2(nothing, fd) < 0) {
            return false;
        }
    }
    return nothing <= 2 || hooks.close(nothing) == 0;
}

static void serve(const Natives *natives, int socket)
{
    Request request;
    set_signals();
    if (!leave_streams()) {
        return;
    }
    while (receive_message(socket, &request, sizeof request, 0)) {
        Reply reply;
        memset(&reply, 0, sizeof reply);
        reply.number = request.number;
        reply.done = native_run(natives, request.index, request.arguments, &reply.result);
        if (!send_message(socket, &reply, sizeof reply)) {
            break;
        }
    }
}

/* ---- our side ---- */

static bool start_worker(Worker *worker, const Natives *natives)
{
    int sockets[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets) != 0) {
        return false;
    }
    pid_t process = fork();
    if (process == 0) {
        hooks.close(sockets[0]);
        serve(natives, sockets[1]);
        _exit(0);
    }
    hooks.close(sockets[1]);
    if (process < 0) {
        hooks.close(sockets[0]);
        return false;
    }
    worker->process = process;
    worker->socket = sockets[0];
    return true;
}

void worker_stop(Worker *worker)
{
    if (worker->process == 0) {
        return;
    }
    hooks.close(worker->socket);
    kill(worker->process, SIGKILL);
    while (waitpid(worker->process, NULL, 0) < 0 && errno == EINTR) {
    }
    worker->process = 0;
}

static void fill_request(Request *request, const Worker *worker, const Natives *natives,
                         uint16_t index, const Reg *arguments)
{
    memset(request, 0, sizeof *request);
    request->number = worker->calls;
    request->index = index;
    for (unsigned i = 0; i < native_count_parameters(natives, index); i++) {
        request->arguments[i] = arguments[i];
    }
}

/* A message more than was asked for is not ours. */
static bool is_silent(int socket)
{
    char byte;
    return recv(socket, &byte, sizeof byte, MSG_PEEK | MSG_DONTWAIT) < 0 &&
           (errno == EAGAIN || errno == EWOULDBLOCK);
}

/* CALL_DONE: there is a reply, which may say that the function failed. */
static CallOutcome converse(Worker *worker, const Request *request, unsigned patience, Reply *reply)
{
    if (!is_silent(worker->socket) || !send_message(worker->socket, request, sizeof *request)) {
        return CALL_FAILED;
    }
    if (!await_message(worker->socket, patience)) {
        return CALL_HUNG;
    }
    bool received = receive_message(worker->socket, reply, sizeof *reply, MSG_DONTWAIT);
    return received && reply->number == request->number && is_silent(worker->socket) ? CALL_DONE
                                                                                     : CALL_FAILED;
}

CallOutcome worker_call(Worker *worker, const Natives *natives, uint16_t index, unsigned patience,
                        const Reg *arguments, Reg *result)
{
    Request request;
    Reply reply;
    if (worker->process == 0 && !start_worker(worker, natives)) {
        return CALL_FAILED;
    }
    worker->calls++;
    fill_request(&request, worker, natives, index, arguments);
    CallOutcome outcome = converse(worker, &request, patience, &reply);
    if (outcome != CALL_DONE) {
        worker_stop(worker);
        return outcome;
    }
    *result = reply.result;
    return reply.done ? CALL_DONE : CALL_FAILED;
}
