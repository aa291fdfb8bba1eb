/* graph_layout.c - the processes that draw: sources go in with the fork, for each comes back
 *
 *     8 bytes: how many follow; 0 = it could not be drawn
 *     the SVG
 */
#include "compiler/graph/graph_layout.h"
#include "compiler/graph/graph_font.h"
#include "runtime/base/hooks.h"
#include "runtime/base/io.h"

#include <errno.h>
#include <fcntl.h>
#include <graphviz/gvc.h>
#include <graphviz/gvplugin.h>
#include <graphviz/gvplugin_textlayout.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- text is measured by our table ---- */

static boolean measure(textspan_t *span, char **fontpath)
{
    (void)fontpath;
    double size = span->font->size;
    uint64_t width =
        graph_font_measure(str_from_c(span->str), graph_font_is_bold(span->font->name));
    span->size.x = (double)width * size / 1000;
    span->size.y = size * 1.25;
    span->yoffset_layout = 0;
    span->yoffset_centerline = 0.1 * size;
    span->layout = NULL;
    span->free_layout = NULL;
    return TRUE;
}

enum { BEFORE_ALL_OTHERS = 1000 };
static gvtextlayout_engine_t text_engine = { measure };
static gvplugin_installed_t text_engines[] = {
    { 0, "textlayout", BEFORE_ALL_OTHERS, &text_engine, NULL }, { 0, NULL, 0, NULL, NULL }
};
static gvplugin_api_t text_apis[] = { { API_textlayout, text_engines }, { (api_t)0, NULL } };
static gvplugin_library_t text_library = { "cgl", text_apis };
static lt_symlist_t builtins[] = { { "gvplugin_cgl_LTX_library", &text_library }, { NULL, NULL } };

/* ---- the side that draws ---- */

/* Graphviz takes folders and fonts from the environment and complains on standard error; who waits
 * for the drawing says that it failed. */
static void leave_surroundings(void)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    int nothing = hooks.open("/dev/null", O_RDWR, 0);
    clearenv();
    for (int fd = 0; nothing >= 0 && fd <= 2; fd++) {
        dup2(nothing, fd);
    }
}

static bool send_svg(int fd, Str svg)
{
    uint64_t size = svg.len;
    return io_write_all(fd, (Str){ (const char *)&size, sizeof size }) == IO_OK &&
           io_write_all(fd, svg) == IO_OK;
}

/* Nothing is given back: the process ends soon. */
static bool draw(GVC_t *context, const char *source, int fd)
{
    char *svg = NULL;
    unsigned length = 0;
    graph_t *graph = agmemread(source);
    bool drawn = graph && gvLayout(context, graph, "dot") == 0 &&
                 gvRenderData(context, graph, "svg:svg:core", &svg, &length) == 0;
    return send_svg(fd, drawn ? (Str){ svg, length } : STR_NONE);
}

_Noreturn static void draw_all(const char *const *sources, uint32_t count, int fd)
{
    leave_surroundings();
    GVC_t *context = gvContextPlugins(builtins, 1);
    for (uint32_t i = 0; context && i < count; i++) {
        if (!draw(context, sources[i], fd)) {
            _exit(1);
        }
    }
    _exit(context ? 0 : 1);
}

/* ---- the side that waits ---- */

static void receive_all(int fd, StrBuf *bytes)
{
    char piece[16384];
    ssize_t got;
    while ((got = io_read_some(fd, piece, sizeof piece)) > 0) {
        buf_add(bytes, (Str){ piece, (size_t)got });
    }
}

static bool end_well(pid_t process)
{
    int status = 0;
    while (waitpid(process, &status, 0) < 0) {
        if (errno != EINTR) {
            return false;
        }
    }
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static Str take_svg(Str *bytes)
{
    uint64_t size;
    if (bytes->len < sizeof size) {
        return STR_NONE;
    }
    memcpy(&size, bytes->ptr, sizeof size);
    Str rest = { bytes->ptr + sizeof size, bytes->len - sizeof size };
    if (size == 0 || size > rest.len) {
        return STR_NONE;
    }
    *bytes = (Str){ rest.ptr + size, rest.len - size };
    return (Str){ rest.ptr, size };
}

typedef struct Drawer {
    pid_t process; /* 0: could not be started */
    int fd;        /* the end of the pipe from which to read */
} Drawer;

static Drawer start(const char *const *sources, uint32_t count)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) {
        return (Drawer){ 0, -1 };
    }
    pid_t process = fork();
    if (process == 0) {
        draw_all(sources, count, ends[1]);
    }
    hooks.close(ends[1]);
    if (process < 0) {
        hooks.close(ends[0]);
        return (Drawer){ 0, -1 };
    }
    return (Drawer){ process, ends[0] };
}

/* Nothing if the process did not come to its end. */
static Str finish(Arena *arena, Drawer drawer)
{
    StrBuf bytes = { .arena = arena };
    if (drawer.process == 0) {
        return STR_NONE;
    }
    receive_all(drawer.fd, &bytes);
    hooks.close(drawer.fd);
    return end_well(drawer.process) ? buf_get(&bytes) : STR_NONE;
}

/* Where Graphviz finds no memory for a part it may leave that part out and say nothing. Two that
 * draw the same have left out nothing. */
void graph_layout_draw(Arena *arena, const char *const *sources, uint32_t count, Str *svgs)
{
    Drawer first = start(sources, count), second = start(sources, count);
    Str drawn = finish(arena, first), again = finish(arena, second);
    Str rest = str_equal(drawn, again) ? drawn : STR_NONE;
    for (uint32_t i = 0; i < count; i++) {
        svgs[i] = take_svg(&rest);
    }
}
