#include "runtime/cglrun/progress.h"
#include "runtime/base/io.h"
#include <unistd.h>

enum { EVERY = 64, INTERVAL = 200, LINE = 120 };

static void write_line(Progress *progress, Str line)
{
    if (!progress->failed && io_write_all(STDERR_FILENO, line) != IO_OK) {
        progress->failed = true;
    }
}

void progress_begin(Progress *progress, int64_t (*get_time)(void))
{
    *progress = (Progress){ .get_time = get_time };
    if (!get_time) {
        return;
    }
    progress->started = get_time();
    progress->next = progress->started + INTERVAL;
}

void progress_show(Progress *progress, uint64_t records, uint64_t errors)
{
    char bytes[LINE];
    StrBuf line = { .ptr = bytes, .cap = sizeof bytes }; /* all directives below fit */

    if (!progress->get_time || records % EVERY != 0) {
        return;
    }
    int64_t now = progress->get_time(), spent = now - progress->started;
    if (now < progress->next) {
        return;
    }
    progress->next = now + INTERVAL;
    progress->drawn = true;
    buf_add_c(&line, "\r\033[K");
    buf_add_int(&line, (int64_t)records);
    buf_add_c(&line, " records, ");
    buf_add_int(&line, (int64_t)errors);
    buf_add_c(&line, " errors, ");
    buf_add_int(&line, spent > 0 ? (int64_t)records * 1000 / spent : 0);
    buf_add_c(&line, " records/s ");
    write_line(progress, buf_get(&line));
}

void progress_end(Progress *progress)
{
    if (progress->drawn) {
        write_line(progress, STR("\r\033[K"));
    }
    progress->drawn = false;
}
