/* coverage_print.c - coverage for people: a table of kinds, then each place that is not covered
 * with its line of source. */
#include "compiler/testing/coverage.h"

static void pad(StrBuf *out, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        buf_add_char(out, ' ');
    }
}

static void add_number(StrBuf *out, uint32_t number, unsigned width)
{
    Str text = str_format(out->arena, "%u", number);
    pad(out, text.len, width);
    buf_add(out, text);
}

/* Rounded down: what is not whole is never shown as 100 %. */
static void print_kind(StrBuf *out, const Coverage *coverage, CoverageKind kind)
{
    CoverageCount count = coverage_count(coverage, kind);
    Str name = str_from_c(coverage_kind_get_plural(kind));
    if (!count.all) {
        return;
    }
    buf_add_format(out, "  %S", name);
    pad(out, name.len, 20);
    add_number(out, count.seen, 5);
    buf_add_c(out, " of ");
    add_number(out, count.all, 5);
    add_number(out, (uint32_t)((uint64_t)count.seen * 100 / count.all), 6);
    buf_add_c(out, " %\n");
}

/* ---- what is not covered ---- */

static Str list_sides(StrBuf *out, const CoveragePoint *point)
{
    StrBuf buf = { .arena = out->arena };
    for (unsigned side = 0; side < COVERAGE_SIDES; side++) {
        if (!point->has[side] || point->seen[side]) {
            continue;
        }
        if (buf.len) {
            buf_add_c(&buf, ", never ");
        }
        buf_add_c(&buf, coverage_kind_get_side(point->kind, side));
    }
    return buf_get(&buf);
}

/* The place within its line, marked; a place of several lines is marked to the end of the first. */
static void print_source(StrBuf *out, const SourcePlace *place, Span span)
{
    Str number = str_format(out->arena, "%u", place->line);
    pad(out, number.len, 6);
    buf_add_format(out, "%S | %S\n", number, place->line_text);
    pad(out, 0, 6);
    buf_add_c(out, " | ");
    uint32_t end = place->line_start + (uint32_t)place->line_text.len;
    if (span.end < end) {
        end = span.end;
    }
    pad(out, 0, place->column - 1);
    for (uint32_t at = span.start; at < end; at++) {
        if (((unsigned char)place->line_text.ptr[at - place->line_start] & 0xc0) != 0x80) {
            buf_add_char(out, '^');
        }
    }
    buf_add_char(out, '\n');
}

static void print_point(StrBuf *out, const Coverage *coverage, const CoveragePoint *point)
{
    SourcePlace place = source_locate(coverage->ast->sources, point->span);
    buf_add_format(out, "%S:%u:%u: %s never %S",
                   coverage->ast->sources->files.items[point->span.file].path, place.line,
                   place.column, coverage_kind_get_name(point->kind), list_sides(out, point));
    if (point->entry != NO_PART && point->kind != COVERAGE_ADVICE &&
        point->kind != COVERAGE_CAUTION && point->kind != COVERAGE_GAP) {
        const RuleEntry *entry = &coverage->index->entries.items[point->entry];
        buf_add_format(out, " (%S %S)", rule_index_get_word(entry->kind), entry->name);
    }
    buf_add_char(out, '\n');
    print_source(out, &place, point->span);
}

static bool is_covered(const CoveragePoint *point)
{
    for (unsigned side = 0; side < COVERAGE_SIDES; side++) {
        if (point->has[side] && !point->seen[side]) {
            return false;
        }
    }
    return true;
}

void coverage_print(StrBuf *out, const Coverage *coverage)
{
    buf_add_format(out, "coverage by %u test%s that pass%s\n", coverage->tests,
                   coverage->tests == 1 ? "" : "s", coverage->tests == 1 ? "es" : "");
    for (CoverageKind kind = 0; kind < COVERAGE_KIND_COUNT; kind++) {
        print_kind(out, coverage, kind);
    }
    bool first = true;
    for (uint32_t i = 0; i < coverage->points.count; i++) {
        const CoveragePoint *point = &coverage->points.items[i];
        if (is_covered(point)) {
            continue;
        }
        if (first) {
            buf_add_c(out, "not covered\n");
        }
        first = false;
        print_point(out, coverage, point);
    }
}
