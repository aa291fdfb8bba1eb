#include "lang/resolve.h"
void resolve_program(Ast *ast) { (void)ast; }
