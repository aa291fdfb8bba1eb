#include "lang/check.h"
void check_program(Ast *ast) { (void)ast; }
bool check_single(Ast *ast, Expr *expr) { (void)ast; (void)expr; return true; }
