/* image_sections.c - every table of a program, described once for writing and reading. */
#include "runtime/bytecode/image_sections.h"
#include "runtime/base/limits.h"

/* ---- one entry of each table ---- */

static void carry_reg_info(Carrier *c, void *item)
{
    RegInfo *info = item;
    carry_u8(c, &info->type);
    carry_u16(c, &info->enumeration);
}

static void carry_constant(Carrier *c, void *item)
{
    Constant *constant = item;
    carry_reg(c, &constant->reg);
    carry_bool(c, &constant->off_grid);
    if (constant->off_grid) {
        carry_rat(c, &constant->exact);
    } else if (c->mode == CARRY_READ) {
        constant->exact = (Rat){ 0, 1 };
    }
}

static void carry_enum(Carrier *c, void *item)
{
    EnumInfo *info = item;
    uint16_t labels = info->count;
    carry_text(c, &info->name);
    carry_bool(c, &info->ordered);
    info->values = carry_items16(c, info->values, &info->count, sizeof(Str), carry_text_item);
    info->labels = carry_items16(c, info->labels, &labels, sizeof(Str), carry_text_item);
    if (labels != info->count) {
        carry_fail(c, "an enumeration has not one label for each value");
    }
}

static void carry_field(Carrier *c, void *item)
{
    FieldInfo *field = item;
    carry_text(c, &field->path);
    carry_text(c, &field->label);
    carry_u8(c, &field->role);
    carry_u8(c, &field->type);
    carry_bool(c, &field->used);
    carry_u16(c, &field->enumeration);
    carry_unit(c, &field->unit);
    carry_i64(c, &field->lo);
    carry_i64(c, &field->hi);
    carry_u16(c, &field->reg);
    carry_u16(c, &field->list);
    carry_bool(c, &field->modifiable);
    carry_i64(c, &field->error);
    carry_u32(c, &field->cost);
    carry_bool(c, &field->policy);
    carry_text(c, &field->policy_text);
    carry_text(c, &field->place);
    carry_u32(c, &field->statements);
    carry_u32(c, &field->statement_count);
    field->codes = carry_items16(c, field->codes, &field->code_count, sizeof(Str), carry_text_item);
}

static void carry_list(Carrier *c, void *item)
{
    ListInfo *list = item;
    carry_text(c, &list->path);
    carry_text(c, &list->label);
    carry_text(c, &list->element);
    carry_u16(c, &list->least);
    carry_u16(c, &list->most);
    carry_u16(c, &list->first_field);
    carry_u16(c, &list->field_count);
    carry_u16(c, &list->key_field);
    carry_u16(c, &list->window);
    carry_u16(c, &list->width);
    carry_u16(c, &list->used_fields);
    carry_bool(c, &list->used);
    carry_u16(c, &list->complete_field);
    carry_u64(c, &list->complete_unless);
    carry_u16(c, &list->counted_by);
    carry_u16(c, &list->largest_by);
    carry_u16(c, &list->largest_field);
}

static void carry_source(Carrier *c, void *item)
{
    SourceInfo *source = item;
    carry_text(c, &source->name);
    carry_text(c, &source->title);
}

static void carry_statement(Carrier *c, void *item)
{
    StatementInfo *statement = item;
    carry_text(c, &statement->id);
    carry_text(c, &statement->text);
    carry_text(c, &statement->source);
    carry_text(c, &statement->place);
    carry_text(c, &statement->section);
    carry_u8(c, &statement->role);
    carry_u16(c, &statement->strength);
    carry_u32(c, &statement->refs);
    carry_u32(c, &statement->ref_count);
    carry_text(c, &statement->evidence);
}

static void carry_reason(Carrier *c, void *item)
{
    ReasonInfo *reason = item;
    carry_text(c, &reason->name);
    carry_text(c, &reason->label);
    carry_u32(c, &reason->statements);
    carry_u32(c, &reason->statement_count);
}

static void carry_block_texts(Carrier *c, BlockInfo *block)
{
    carry_text(c, &block->name);
    carry_text(c, &block->title);
    carry_text(c, &block->outside_text);
    carry_text(c, &block->evidence);
    carry_text(c, &block->timing);
    carry_text(c, &block->label_yes);
    carry_text(c, &block->label_no);
}

static void carry_block_ranges(Carrier *c, BlockInfo *block)
{
    carry_u32(c, &block->aux);
    carry_u32(c, &block->aux_count);
    carry_u32(c, &block->code);
    carry_u32(c, &block->code_end);
    carry_u32(c, &block->statements);
    carry_u32(c, &block->statement_count);
    carry_u32(c, &block->refs);
    carry_u32(c, &block->ref_count);
    carry_u32(c, &block->shows);
    carry_u32(c, &block->show_count);
    carry_u32(c, &block->cautions);
    carry_u32(c, &block->caution_count);
    carry_u32(c, &block->needs);
    carry_u32(c, &block->need_count);
}

static void carry_block(Carrier *c, void *item)
{
    BlockInfo *block = item;
    carry_u8(c, &block->kind);
    carry_u8(c, &block->body);
    carry_bool(c, &block->gate);
    carry_bool(c, &block->outside);
    carry_bool(c, &block->reported);
    carry_bool(c, &block->score);
    carry_bool(c, &block->against);
    carry_block_texts(c, block);
    carry_u16(c, &block->list);
    carry_u16(c, &block->result);
    carry_u16(c, &block->when);
    carry_u16(c, &block->temp_first);
    carry_u16(c, &block->strength);
    carry_unit(c, &block->unit);
    carry_i64(c, &block->lo);
    carry_i64(c, &block->hi);
    carry_block_ranges(c, block);
}

static void carry_aux(Carrier *c, void *item)
{
    AuxInfo *aux = item;
    carry_u16(c, &aux->reg);
    carry_u16(c, &aux->reason);
    carry_u64(c, &aux->value);
    carry_u32(c, &aux->statements);
    carry_u32(c, &aux->statement_count);
}

static void carry_native(Carrier *c, void *item)
{
    NativeInfo *native = item;
    carry_text(c, &native->name);
    carry_text(c, &native->library);
    carry_text(c, &native->symbol);
    carry_u8(c, &native->result);
    carry_unit(c, &native->result_unit);
    carry_u8(c, &native->parameter_count);
    if (native->parameter_count > LIMIT_NATIVE_PARAMETERS) {
        carry_fail(c, "a native function has more than 8 parameters");
        return;
    }
    for (unsigned i = 0; i < native->parameter_count; i++) {
        carry_u8(c, &native->parameters[i]);
        carry_unit(c, &native->parameter_units[i]);
    }
}

static void carry_insn(Carrier *c, void *item)
{
    Insn *insn = item;
    carry_u16(c, &insn->op);
    carry_u16(c, &insn->dst);
    carry_u16(c, &insn->a);
    carry_u16(c, &insn->b);
    carry_u16(c, &insn->c);
    carry_u32(c, &insn->imm);
}

static void carry_i32_item(Carrier *c, void *item)
{
    carry_i32(c, item);
}

/* ---- sections ---- */

static void carry_header(Carrier *c, Program *p)
{
    carry_text(c, &p->name);
    carry_text(c, &p->version);
    carry_text(c, &p->title);
    carry_text(c, &p->issued_by);
    carry_text(c, &p->review_by);
    carry_bool(c, &p->reads_date);
    carry_u16(c, &p->as_of_field);
    carry_u16(c, &p->key_field);
}

static void carry_registers(Carrier *c, Program *p)
{
    carry_u16(c, &p->slot_first);
    carry_u16(c, &p->window_first);
    carry_u16(c, &p->result_first);
    carry_u16(c, &p->temp_first);
    p->regs = carry_items(c, p->regs, &p->reg_count, sizeof(RegInfo), carry_reg_info);
}

static void carry_constants(Carrier *c, Program *p)
{
    p->constants =
        carry_items16(c, p->constants, &p->const_count, sizeof(Constant), carry_constant);
}

static void carry_enums(Carrier *c, Program *p)
{
    p->enums = carry_items16(c, p->enums, &p->enum_count, sizeof(EnumInfo), carry_enum);
}

static void carry_schema(Carrier *c, Program *p)
{
    p->fields = carry_items16(c, p->fields, &p->field_count, sizeof(FieldInfo), carry_field);
    p->lists = carry_items16(c, p->lists, &p->list_count, sizeof(ListInfo), carry_list);
}

static void carry_sources(Carrier *c, Program *p)
{
    p->strengths = carry_items16(c, p->strengths, &p->strength_count, sizeof(Str), carry_text_item);
    p->sources = carry_items16(c, p->sources, &p->source_count, sizeof(SourceInfo), carry_source);
}

static void carry_statements(Carrier *c, Program *p)
{
    p->statements =
        carry_items(c, p->statements, &p->statement_count, sizeof(StatementInfo), carry_statement);
    p->reasons = carry_items(c, p->reasons, &p->reason_count, sizeof(ReasonInfo), carry_reason);
}

static void carry_blocks(Carrier *c, Program *p)
{
    uint32_t declared = p->block_count;
    p->blocks = carry_items(c, p->blocks, &p->block_count, sizeof(BlockInfo), carry_block);
    p->declared = carry_items(c, p->declared, &declared, sizeof(uint32_t), carry_u32_item);
    if (declared != p->block_count) {
        carry_fail(c, "the order of declaration does not name each block");
    }
    p->aux = carry_items(c, p->aux, &p->aux_count, sizeof(AuxInfo), carry_aux);
}

static void carry_natives(Carrier *c, Program *p)
{
    p->natives = carry_items16(c, p->natives, &p->native_count, sizeof(NativeInfo), carry_native);
}

static void carry_refs(Carrier *c, Program *p)
{
    p->statement_refs = carry_items(c, p->statement_refs, &p->statement_ref_count, sizeof(uint32_t),
                                    carry_u32_item);
    p->block_refs =
        carry_items(c, p->block_refs, &p->block_ref_count, sizeof(uint32_t), carry_u32_item);
    p->refs = carry_items(c, p->refs, &p->ref_count, sizeof(int32_t), carry_i32_item);
}

static void carry_code(Carrier *c, Program *p)
{
    p->code = carry_items(c, p->code, &p->code_count, sizeof(Insn), carry_insn);
}

static void carry_bound(Carrier *c, Program *p)
{
    p->undecidable =
        carry_items16(c, p->undecidable, &p->undecidable_count, sizeof(Str), carry_text_item);
}

/* Where things stand in the source. The texts are in here, not in the table of texts: nothing of a
 * place may reach the sections that are the program's identity. */
static void carry_places(Carrier *c, Program *p)
{
    uint32_t lines = p->code_count;
    for (uint32_t i = 0; i < p->block_count; i++) {
        carry_bytes(c, &p->blocks[i].file);
        carry_u32(c, &p->blocks[i].line);
    }
    p->lines = carry_items(c, p->lines, &lines, sizeof(uint32_t), carry_u32_item);
    if (lines != p->code_count) {
        carry_fail(c, "not every instruction has a source line");
    }
}

const Section image_sections[SECTION_COUNT] = {
    { "header", carry_header },
    { "registers", carry_registers },
    { "constants", carry_constants },
    { "enumerations", carry_enums },
    { "schema", carry_schema },
    { "sources", carry_sources },
    { "statements", carry_statements },
    { "blocks", carry_blocks },
    { "natives", carry_natives },
    { "references", carry_refs },
    { "code", carry_code },
    { "bound", carry_bound },
    { "places", carry_places },
};
