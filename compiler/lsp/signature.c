/* signature.c - the parameters of the function that is being called. */
#include "compiler/lsp/requests.h"
#include "lang/parse/trail.h"
#include "lang/parser.h"
#include "lang/resolve/resolve_parts.h"

typedef struct Call {
    Str name;
    uint32_t argument;
} Call;

/* The bracket that is open here, and how many commas stand behind it. */
static bool find_call(const Trail *trail, size_t offset, Call *call)
{
    uint32_t depth = 0, commas = 0, last = trail->tokens.count - 1;
    for (uint32_t i = last; i-- > 1;) {
        const TrailToken *token = &trail->tokens.items[i], *name = token - 1;
        if (token->end > offset) {
            continue;
        }
        if (token->kind == TOK_PAREN_L && depth == 0) {
            *call = (Call){ { trail->text.ptr + name->start, name->end - name->start }, commas };
            return true;
        }
        depth += token->kind == TOK_PAREN_R;
        depth -= token->kind == TOK_PAREN_L;
        commas += token->kind == TOK_COMMA && depth == 0;
        if (token->roles & (TRAIL_CLAUSE | TRAIL_DECLARATION)) {
            return false;
        }
    }
    return false;
}

static json_t *print_signature(Server *server, Str name, AstParameter *const *parameters,
                               uint32_t count, uint32_t argument)
{
    StrBuf label = { .arena = server->request };
    json_t *list = json_array();
    buf_add_format(&label, "%S(", name);
    for (uint32_t i = 0; i < count; i++) {
        Str one = str_format(server->request, "%S : %S", parameters[i]->name.text,
                             resolve_describe(server->request, &parameters[i]->type_ref.type));
        buf_add_format(&label, "%s%S", i ? ", " : "", one);
        json_array_append_new(list, json_pack("{so}", "label", json_build_text(one)));
    }
    buf_add_char(&label, ')');
    return json_pack("{s[{soso}]sisi}", "signatures", "label", json_build_text(buf_get(&label)),
                     "parameters", list, "activeSignature", 0, "activeParameter", (int)argument);
}

json_t *signature_show(Server *server, const json_t *params)
{
    Spot spot;
    Call call;
    DiagList ignored;
    if (!server_find_spot(server, params, &spot)) {
        return NULL;
    }
    diag_init(&ignored, server->request);
    const Index *index = world_get_index(&server->world);
    const Trail *trail = trail_read(server->request, &server->world.sources, &ignored, spot.file);
    if (!find_call(trail, spot.offset, &call)) {
        return json_null();
    }
    uint32_t rule = index_find_name(index, SUBJECT_RULE, call.name);
    uint32_t native = index_find_name(index, SUBJECT_NATIVE, call.name);
    if (rule != NO_SUBJECT &&
        ((const AstRule *)index->subjects.items[rule].node)->parameters.count) {
        const AstRule *function = index->subjects.items[rule].node;
        return print_signature(server, call.name, function->parameters.items,
                               function->parameters.count, call.argument);
    }
    if (native != NO_SUBJECT) {
        const AstNative *function = index->subjects.items[native].node;
        return print_signature(server, call.name, function->parameters.items,
                               function->parameters.count, call.argument);
    }
    return json_null();
}
