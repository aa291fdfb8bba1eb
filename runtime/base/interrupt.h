/* interrupt.h - somebody wants the program to end (SIGINT, SIGTERM).
 *
 * Nothing here happens unless a program asks for it: a library never catches a signal, and for it
 * nothing is ever pending. */
#ifndef BASE_INTERRUPT_H
#define BASE_INTERRUPT_H
#include <stdbool.h>

enum { INTERRUPT_EXIT = 130 }; /* docs/cli.md */

/* From now on the wish is noted, and what works looks at it where it can stop. What has not stopped
 * after eight tenths of a second is ended. A second signal ends the program at once. */
void interrupt_catch(void);
/* From now on the program ends at once, except between hold and release. */
void interrupt_end_at_once(void);
bool interrupt_is_pending(void);
/* Around what must not be left half done. May be nested. */
void interrupt_hold(void);
void interrupt_release(void);
#endif
