/* diagnose_modules.c - messages about imports. */
#include "lang/messages/diagnose_add.h"
#include "runtime/base/limits.h"

void diagnose_import_not_found(DiagList *list, Span span, Str module)
{
    StrBuf path = { .arena = list->arena };
    for (size_t i = 0; i < module.len; i++) {
        buf_add_char(&path, module.ptr[i] == '.' ? '/' : module.ptr[i]);
    }
    diagnose_add(list, D_IMPORT_NOT_FOUND, span, TEXT("there is no module `%S`", module),
                 TEXT("looked for %S.cgl beside the main file, then in the standard library",
                      buf_get(&path)));
}

void diagnose_import_cycle(DiagList *list, Span span, Str way, Span second)
{
    diagnose_add_second(
        list, D_IMPORT_CYCLE, span, TEXT("these modules import each other: %S", way), second,
        STR("the circle begins here"), STR("move what both need into a module of its own"));
}

void diagnose_version_mismatch(DiagList *list, Span span, Str module, Str wanted, Str found,
                               Span second)
{
    Str has = found.ptr ? TEXT("`%S` has version \"%S\", not \"%S\"", module, found, wanted)
                        : TEXT("`%S` has no version", module);
    diagnose_add_second(list, D_VERSION_MISMATCH, span, has, second, STR("declared here"),
                        STR_NONE);
}

void diagnose_module_name(DiagList *list, Span span, Str name, Str imported_as, Span import)
{
    diagnose_add_second(list, D_MODULE_NAME, span, TEXT("this module calls itself `%S`", name),
                        import, TEXT("it is imported as `%S`", imported_as),
                        STR("dots of the name are folders of the file"));
}

void diagnose_too_many_modules(DiagList *list, Span span)
{
    diagnose_add(list, D_TOO_MANY_MODULES, span, TEXT("more than %d modules", (int)LIMIT_IMPORTS),
                 STR_NONE);
}
