/* coverage_data.c - coverage for machines: JSON, and the tracefile of lcov. */
#include "compiler/testing/coverage.h"
#include "compiler/tools/json_build.h"

/* ---- JSON ---- */

static json_t *make_kind(const Coverage *coverage, CoverageKind kind)
{
    CoverageCount count = coverage_count(coverage, kind);
    return json_pack("{s:i, s:i}", "covered", (int)count.seen, "all", (int)count.all);
}

static json_t *make_point(const Coverage *coverage, const CoveragePoint *point)
{
    SourcePlace place = source_locate(coverage->ast->sources, point->span);
    json_t *sides = json_object();
    for (unsigned side = 0; side < COVERAGE_SIDES; side++) {
        if (point->has[side]) {
            json_object_set_new(sides, coverage_kind_get_side(point->kind, side),
                                json_integer(point->seen[side]));
        }
    }
    json_t *object = json_pack(
        "{s:s, s:o, s:i, s:i, s:o}", "kind", coverage_kind_get_plural(point->kind), "file",
        json_build_text(coverage->ast->sources->files.items[point->span.file].path), "line",
        (int)place.line, "column", (int)place.column, "tests", sides);
    if (point->entry != NO_PART) {
        const RuleEntry *entry = &coverage->index->entries.items[point->entry];
        json_object_set_new(object, "rule", json_build_text(entry->name));
        json_object_set_new(object, "of", json_build_text(rule_index_get_word(entry->kind)));
    }
    if (point->kind == COVERAGE_STATEMENT) {
        json_object_set_new(
            object, "statement",
            json_build_text(coverage->ast->statements.items[point->statement]->id.text));
    }
    if (point->kind == COVERAGE_FACT) {
        json_object_set_new(object, "fact", json_build_text(point->field->path.text));
    }
    return object;
}

static bool exists(const CoveragePoint *point)
{
    return point->has[0] || point->has[1] || point->has[2];
}

void coverage_print_json(StrBuf *out, const Coverage *coverage)
{
    json_t *kinds = json_object(), *points = json_array();
    for (CoverageKind kind = 0; kind < COVERAGE_KIND_COUNT; kind++) {
        json_object_set_new(kinds, coverage_kind_get_plural(kind), make_kind(coverage, kind));
    }
    for (uint32_t i = 0; i < coverage->points.count; i++) {
        if (exists(&coverage->points.items[i])) {
            json_array_append_new(points, make_point(coverage, &coverage->points.items[i]));
        }
    }
    json_t *all = json_pack("{s:o, s:i, s:o, s:o}", "guideline",
                            json_build_text(coverage->ast->main->name.text), "tests",
                            (int)coverage->tests, "summary", kinds, "points", points);
    json_build_print(out, all, JSON_INDENT(1));
}

/* ---- lcov ---- */

/* One line that holds places: each side as a branch, and how often the least covered of them was
 * reached. */
static void print_line(StrBuf *out, const Coverage *coverage, const uint32_t *lines, uint32_t file,
                       uint32_t line)
{
    uint32_t least = UINT32_MAX, block = 0;
    for (uint32_t i = 0; i < coverage->points.count; i++) {
        const CoveragePoint *point = &coverage->points.items[i];
        if (lines[i] != line || point->span.file != file) {
            continue;
        }
        for (unsigned side = 0; side < COVERAGE_SIDES; side++) {
            if (!point->has[side]) {
                continue;
            }
            if (point->seen[side] < least) {
                least = point->seen[side];
            }
            buf_add_format(out, "BRDA:%u,%u,%u,%u\n", line, block, side, point->seen[side]);
        }
        block++;
    }
    buf_add_format(out, "DA:%u,%u\n", line, least);
}

/* Places are not in the order of lines: the last line that was printed leads to the next. */
static uint32_t find_next_line(const Coverage *coverage, const uint32_t *lines, uint32_t file,
                               uint32_t after)
{
    uint32_t next = UINT32_MAX;
    for (uint32_t i = 0; i < coverage->points.count; i++) {
        if (coverage->points.items[i].span.file == file && lines[i] > after && lines[i] < next) {
            next = lines[i];
        }
    }
    return next;
}

void coverage_print_lcov(StrBuf *out, const Coverage *coverage)
{
    const SourceSet *sources = coverage->ast->sources;
    uint32_t *lines =
        ARENA_ARRAY(out->arena, uint32_t, coverage->points.count + 1); /* 0: it does not exist */
    for (uint32_t i = 0; i < coverage->points.count; i++) {
        if (exists(&coverage->points.items[i])) {
            lines[i] = source_locate(sources, coverage->points.items[i].span).line;
        }
    }
    buf_add_c(out, "TN:\n");
    for (uint32_t file = 0; file < sources->files.count; file++) {
        uint32_t line = find_next_line(coverage, lines, file, 0);
        if (line == UINT32_MAX) {
            continue;
        }
        buf_add_format(out, "SF:%S\n", sources->files.items[file].path);
        for (; line != UINT32_MAX; line = find_next_line(coverage, lines, file, line)) {
            print_line(out, coverage, lines, file, line);
        }
        buf_add_c(out, "end_of_record\n");
    }
}
