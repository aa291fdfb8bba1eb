/* revision.c - `git show REV:./FILE` in the folder of the file; git says nothing of its own. */
#include "compiler/cglc/revision.h"
#include "runtime/base/hooks.h"
#include "runtime/base/io.h"
#include "runtime/base/limits.h"
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static Str get_folder(Str path)
{
    size_t folder = path.len;
    while (folder > 0 && path.ptr[folder - 1] != '/') {
        folder--;
    }
    return (Str){ path.ptr, folder };
}

/* The process and the end of a pipe from which its output is read; 0 if there is none. */
static pid_t start(char *const *arguments, int *fd)
{
    posix_spawn_file_actions_t actions;
    pid_t process = 0;
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) {
        return 0;
    }
    bool good = posix_spawn_file_actions_init(&actions) == 0;
    bool set =
        good && posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO) == 0 &&
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0) == 0 &&
        posix_spawnp(&process, arguments[0], &actions, NULL, arguments, environ) == 0;
    if (good) {
        posix_spawn_file_actions_destroy(&actions);
    }
    hooks.close(ends[1]);
    *fd = ends[0];
    if (!set) {
        hooks.close(ends[0]);
        return 0;
    }
    return process;
}

static bool receive(int fd, StrBuf *text)
{
    char part[4096];
    ssize_t got;
    while ((got = io_read_some(fd, part, sizeof part)) > 0) {
        buf_add(text, (Str){ part, (size_t)got });
        if (text->len > LIMIT_SOURCE_BYTES) {
            return false;
        }
    }
    return got == 0;
}

static bool end_well(pid_t process)
{
    int status = 0;
    pid_t ended;
    do {
        ended = waitpid(process, &status, 0);
    } while (ended < 0 && errno == EINTR);
    return ended == process && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

bool revision_read(const Revision *revision, Str path, Str *text)
{
    Arena *arena = revision->arena;
    Str folder = get_folder(path), name = { path.ptr + folder.len, path.len - folder.len };
    Str where = folder.len ? folder : STR(".");
    Str object = str_format(arena, "%S:./%S", revision->name, name);
    char *arguments[] = {
        "git", "-C", str_to_c(arena, where), "show", "--end-of-options", str_to_c(arena, object),
        NULL
    };
    StrBuf found = { .arena = arena };
    int fd = -1;
    pid_t process = start(arguments, &fd);
    if (process <= 0) {
        return false;
    }
    bool whole = receive(fd, &found);
    hooks.close(fd);
    bool well = end_well(process);
    buf_add(&found, (Str){ "\0", 2 }); /* readers look beyond the end */
    *text = (Str){ found.ptr, found.len - 2 };
    return whole && well;
}

static Str find_module(void *context, Arena *arena, Str dotted, Str importing_path, Str *path,
                       bool *builtin)
{
    const Revision *revision = context;
    ModuleFinder library = compile_library_finder();
    StrBuf name = { .arena = arena };
    Str text = STR_NONE;
    buf_add(&name, get_folder(revision->main_path));
    for (size_t i = 0; i < dotted.len; i++) {
        buf_add_char(&name, dotted.ptr[i] == '.' ? '/' : dotted.ptr[i]);
    }
    buf_add_c(&name, ".cgl");
    *path = buf_get(&name);
    *builtin = false;
    if (revision_read(revision, *path, &text)) {
        return text;
    }
    return library.find(library.context, arena, dotted, importing_path, path, builtin);
}

ModuleFinder revision_find_modules(Revision *revision)
{
    return (ModuleFinder){ find_module, revision };
}
