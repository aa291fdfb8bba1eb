/* native_worker.c - a library's functions in a process of their own.
 *
 * The worker is a copy of this process that only answers calls. If it dies, or stays silent, the
 * call has failed and the next one starts another worker. */
#include "runtime/base/hooks.h"
#include "runtime/base/limits.h"
#include "runtime/native/native_parts.h"
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* A function that takes longer hangs: clinical formulas take microseconds. */
enum { PATIENCE_MS = 10000 };

typedef struct Request {
    uint16_t index;
    Reg arguments[LIMIT_NATIVE_PARAMETERS];
} Request;

typedef struct Reply {
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

static bool receive_message(int socket, void *message, size_t size)
{
    ssize_t got;
    do {
        got = recv(socket, message, size, 0);
    } while (got < 0 && errno == EINTR);
    return got == (ssize_t)size;
}

static bool await_message(int socket)
{
    struct pollfd poller = { .fd = socket, .events = POLLIN };
    int ready;
    do {
        ready = poll(&poller, 1, PATIENCE_MS);
    } while (ready < 0 && errno == EINTR);
    return ready > 0;
}

/* ---- the worker's side ---- */

/* A handler of the host would run its recovery in the worker, as if the crash were the host's own.
 */
static void die_of_signals(void)
{
    static const int fatal[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTERM, SIGINT };
    for (size_t i = 0; i < sizeof fatal / sizeof *fatal; i++) {
        signal(fatal[i], SIG_DFL);
    }
}

static void serve(const Natives *natives, int socket)
{
    Request request;
    die_of_signals();
    while (receive_message(socket, &request, sizeof request)) {
        Reply reply;
        memset(&reply, 0, sizeof reply);
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
    *worker = (Worker){ process, sockets[0] };
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

bool worker_call(Worker *worker, const Natives *natives, uint16_t index, unsigned count,
                 const Reg *arguments, Reg *result)
{
    Request request;
    Reply reply;
    if (worker->process == 0 && !start_worker(worker, natives)) {
        return false;
    }
    memset(&request, 0, sizeof request);
    request.index = index;
    for (unsigned i = 0; i < count; i++) {
        request.arguments[i] = arguments[i];
    }
    if (!send_message(worker->socket, &request, sizeof request) || !await_message(worker->socket) ||
        !receive_message(worker->socket, &reply, sizeof reply)) {
        worker_stop(worker);
        return false;
    }
    *result = reply.result;
    return reply.done;
}
