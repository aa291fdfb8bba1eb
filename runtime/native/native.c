/* native.c - libraries, their manifests, and calls through libffi. */
#include "runtime/cgl_native.h"
#include "runtime/native/native_parts.h"
#include <dlfcn.h>
#include <string.h>

enum {
    LIBRARY_LIMIT = 16,
    PATIENCE_MS =
        10000 /* a function that takes longer hangs: clinical formulas take microseconds */
};

#define REFUSE_NATIVE(...) return (*why = str_format(natives->arena, __VA_ARGS__), false)

/* ---- create ---- */

/* What a result may be is said by the register that takes it. */
static void count_values(Natives *natives)
{
    const Program *program = natives->program;
    for (uint32_t pc = 0; pc < program->code_count; pc++) {
        const Insn *insn = &program->code[pc];
        RegInfo info = program->regs[insn->dst];
        if (insn->op == OP_NATIVE && info.type == REG_ENUM) {
            natives->bindings[insn->imm].value_count = program->enums[info.enumeration].count;
        }
    }
}

Natives *natives_create(Arena *arena, const Program *program)
{
    Natives *natives = ARENA_NEW(arena, Natives);
    natives->arena = arena;
    natives->program = program;
    natives->patience = PATIENCE_MS;
    natives->bindings = ARENA_ARRAY(arena, Binding, program->native_count);
    natives->libraries = ARENA_ARRAY(arena, Library, LIBRARY_LIMIT);
    count_values(natives);
    return natives;
}

/* ---- types ---- */

static char get_letter(uint8_t type)
{
    switch ((RegType)type) {
    case REG_BOOL: return 'b';
    case REG_ENUM: return 'e';
    case REG_INT: return 'i';
    case REG_DEC: return 'd';
    case REG_DATE: return 't';
    case REG_REAL: break;
    }
    return 'r';
}

static ffi_type *get_ffi_type(uint8_t type)
{
    switch ((RegType)type) {
    case REG_BOOL:
    case REG_ENUM: return &ffi_type_sint;
    case REG_INT:
    case REG_DATE: return &ffi_type_sint64;
    case REG_DEC:
    case REG_REAL: break;
    }
    return &ffi_type_double;
}

/* ---- binding ---- */

static const CglNativeManifest *find_entry(const CglNativeManifest *manifest, Str name)
{
    for (; manifest->name != NULL; manifest++) {
        if (str_equal(str_from_c(manifest->name), name)) {
            return manifest;
        }
    }
    return NULL;
}

static bool fits_manifest(const NativeInfo *native, const CglNativeManifest *entry)
{
    if (entry->symbol == NULL || entry->parameters == NULL ||
        !str_equal(str_from_c(entry->symbol), native->symbol) ||
        entry->result != get_letter(native->result) ||
        strlen(entry->parameters) != native->parameter_count) {
        return false;
    }
    for (unsigned i = 0; i < native->parameter_count; i++) {
        if (entry->parameters[i] != get_letter(native->parameters[i])) {
            return false;
        }
    }
    return true;
}

static bool prepare(Binding *binding, const NativeInfo *native)
{
    for (unsigned i = 0; i < native->parameter_count; i++) {
        binding->types[i] = get_ffi_type(native->parameters[i]);
    }
    return ffi_prep_cif(&binding->cif, FFI_DEFAULT_ABI, native->parameter_count,
                        get_ffi_type(native->result), binding->types) == FFI_OK;
}

static bool bind(Natives *natives, uint16_t index, Library *library,
                 const CglNativeManifest *manifest, Str *why)
{
    const NativeInfo *native = &natives->program->natives[index];
    Binding *binding = &natives->bindings[index];
    const CglNativeManifest *entry = find_entry(manifest, native->name);
    if (entry == NULL) {
        REFUSE_NATIVE("library %S has no function %S in its manifest", library->name, native->name);
    }
    if (!fits_manifest(native, entry)) {
        REFUSE_NATIVE("the manifest of library %S declares %S with another symbol or other types "
                      "than the guideline",
                      library->name, native->name);
    }
    void *symbol = dlsym(library->handle, entry->symbol);
    if (symbol == NULL || !prepare(binding, native)) {
        REFUSE_NATIVE("library %S has no function %s", library->name, entry->symbol);
    }
    memcpy(&binding->function, &symbol, sizeof symbol);
    binding->library = library;
    return true;
}

/* ---- allowing ---- */

bool natives_allow(Natives *natives, const char *path, const char *sha256, Str *why)
{
    if (natives->library_count == LIBRARY_LIMIT) {
        REFUSE_NATIVE("more than 16 libraries are allowed");
    }
    Library *library = &natives->libraries[natives->library_count];
    if (!library_load(natives->arena, library, path, sha256, natives->isolated, why)) {
        return false;
    }
    natives->library_count++;
    const CglNativeManifest *manifest = dlsym(library->handle, "cgl_native_manifest");
    if (manifest == NULL) {
        REFUSE_NATIVE("library %s exports no cgl_native_manifest", path);
    }
    for (uint16_t i = 0; i < natives->program->native_count; i++) {
        if (str_equal(natives->program->natives[i].library, library->name) &&
            !bind(natives, i, library, manifest, why)) {
            return false;
        }
    }
    return true;
}

bool natives_check(Natives *natives, Str *why)
{
    for (uint16_t i = 0; i < natives->program->native_count; i++) {
        const NativeInfo *native = &natives->program->natives[i];
        if (natives->bindings[i].function == NULL) {
            REFUSE_NATIVE("the guideline calls %S from library %S, which is not allowed here",
                          native->name, native->library);
        }
    }
    return true;
}

void natives_set_isolated(Natives *natives, bool isolated)
{
    natives->isolated = isolated;
}

void natives_set_patience(Natives *natives, unsigned milliseconds)
{
    natives->patience = milliseconds;
}

void natives_close(Natives *natives)
{
    for (unsigned i = 0; natives != NULL && i < natives->library_count; i++) {
        worker_stop(&natives->libraries[i].worker);
        library_unload(&natives->libraries[i]);
    }
    if (natives != NULL) {
        natives->library_count = 0;
        memset(natives->bindings, 0, natives->program->native_count * sizeof(Binding));
    }
}

/* ---- calling ---- */

static bool call_isolated(Natives *natives, uint16_t index, const Reg *arguments, Reg *result)
{
    Binding *binding = &natives->bindings[index];
    switch (worker_call(&binding->library->worker, natives, index, natives->patience, arguments,
                        result)) {
    case CALL_DONE: return true;
    case CALL_HUNG: binding->given_up = true; break;
    case CALL_FAILED: break;
    }
    return false;
}

bool native_call(void *context, uint16_t index, const Reg *arguments, Reg *result)
{
    Natives *natives = context;
    const Binding *binding = &natives->bindings[index];
    if (binding->function == NULL || binding->given_up) {
        return false;
    }
    return natives->isolated ? call_isolated(natives, index, arguments, result)
                             : native_run(natives, index, arguments, result);
}

bool native_is_given_up(const void *context, uint16_t index)
{
    const Natives *natives = context;
    return natives->bindings[index].given_up;
}
