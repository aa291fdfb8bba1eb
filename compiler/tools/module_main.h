/* module_main.h - a module looked at by itself: the guideline that it is a part of. */
#ifndef TOOLS_MODULE_MAIN_H
#define TOOLS_MODULE_MAIN_H
#include "compiler/tools/source_program.h"

/* sp has been read from a file that is a module. If a guideline in the folder that its dotted name
 * starts from (crlm/risk.cgl is crlm.risk: the folder of crlm) imports this very file, *whole is
 * that guideline, and its diagnostics are those of the module seen with everything it reads: every
 * error, and the warnings of the module itself. The first in the order of names if there are
 * several. */
bool module_main_read(const SourceProgram *sp, SourceProgram *whole);
/* Does the text begin with `guideline`, but for blanks and comments? */
bool module_main_is_guideline(Str text);
#endif
