/* interrupt.c - a flag, and a clock that ticks from then on: a system call that began to wait just
 * before the flag was set is woken by the next tick. */
#include "runtime/base/interrupt.h"
#include <signal.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

enum { TICK_US = 50000, TICKS = 16 };

static volatile sig_atomic_t pending, held, ticks, at_once;

static void tick(int signal_number)
{
    (void)signal_number;
    if (++ticks >= TICKS) {
        _exit(INTERRUPT_EXIT);
    }
}

static void note(int signal_number)
{
    static const struct itimerval clock = { { 0, TICK_US }, { 0, TICK_US } };
    (void)signal_number;
    pending = 1;
    if (at_once && !held) {
        _exit(INTERRUPT_EXIT);
    }
    setitimer(ITIMER_REAL, &clock, NULL);
}

static void set_handler(int signal_number, void (*handler)(int), int flags)
{
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = handler;
    action.sa_flags = flags;
    sigaction(signal_number, &action, NULL);
}

void interrupt_catch(void)
{
    set_handler(SIGALRM, tick, 0);
    set_handler(SIGINT, note, (int)SA_RESETHAND);
    set_handler(SIGTERM, note, (int)SA_RESETHAND);
}

void interrupt_end_at_once(void)
{
    at_once = 1;
    interrupt_catch();
}

bool interrupt_is_pending(void)
{
    return pending != 0;
}

void interrupt_hold(void)
{
    held++;
}

void interrupt_release(void)
{
    held--;
    if (pending && at_once && !held) {
        _exit(INTERRUPT_EXIT);
    }
}
