#!/usr/bin/env python3
"""Make: a second `make` does nothing, help knows every target, deps says what to do, uninstall takes back what install gave."""
import os
import pathlib
import re
import stat
import subprocess
import tempfile

import house

MODE = os.environ.get("MODE", "release")


def make(*words, **more):
    plain = {key: value for key, value in os.environ.items() if not key.startswith(("MAKE", "MFLAGS"))}
    done = subprocess.run(["make", "--no-print-directory", f"MODE={MODE}", *words], cwd=house.ROOT, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, env=dict(plain, LC_ALL="C"), **more)
    return done.returncode, done.stdout.decode("utf-8", "replace")


def does_something(output):
    return [] if re.search(r"^make: (Nothing to be done for|'all' is up to date)", output, re.M) else [output or "silence"]


def targets_without_help(makefile):
    phony = set(" ".join(re.findall(r"^\.PHONY: (.*)$", makefile, re.M)).split())
    told = set(re.findall(r"^([a-z-]+):.*## ", makefile, re.M))
    return [f"make {target} is not in make help" for target in sorted(phony - told - {"all", "stage"})]


def stub(folder, name, body):
    path = folder / name
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def deps_with(present, root=False):
    """.ci/deps on a machine that has these packages, and neither sudo nor a network."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        cases = " ".join(f"{package}) printf 'install ok installed' ;;" for package in present)
        stub(folder, "dpkg-query", f'for last; do :; done; case $last in {cases} *) exit 1 ;; esac')
        stub(folder, "id", "echo 0" if root else "echo 1000")
        stub(folder, "apt-get", f'echo "apt-get $*" >> {folder}/log')
        done = subprocess.run(["/bin/sh", str(house.ROOT / ".ci/deps"), "no-such-package-a", "no-such-package-b"],
                              env={"PATH": str(folder)}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        log = folder / "log"
        return done.returncode, done.stdout.decode(), log.read_text() if log.exists() else ""


def deps_findings():
    code, said, ran = deps_with(["no-such-package-a", "no-such-package-b"])
    if (code, said, ran) != (0, "", ""):
        yield f"with everything there: exit {code}, said {said!r}, ran {ran!r}"
    code, said, ran = deps_with(["no-such-package-a"])
    if code == 0 or "\n    apt-get install -y --no-install-recommends no-such-package-b\n" not in said or ran:
        yield f"without rights: exit {code}, said {said!r}, ran {ran!r}"
    code, said, ran = deps_with(["no-such-package-a"], root=True)
    if code != 0 or "install -y --no-install-recommends no-such-package-b\n" not in ran or "package-a" in ran:
        yield f"as root: exit {code}, ran {ran!r}"


def left_behind(folder):
    return [str(path) for path in pathlib.Path(folder).rglob("*") if not path.is_dir() or path.is_symlink()]


def check_install(report):
    with tempfile.TemporaryDirectory() as folder:
        code, output = make("install", f"DESTDIR={folder}", "PREFIX=/usr")
        there = left_behind(folder)
        wanted = ["bin/cglc", "bin/cglrun", "lib/libcgl.a", "lib/libcgl.so", "include/cgl.h", "lib/pkgconfig/cgl.pc",
                  "share/man/man1/cglc.1", "share/vim/vimfiles/syntax/cgl.vim"]
        report.check("install copies what it should", [output] if code else
                     [f"no {name}" for name in wanted if f"{folder}/usr/{name}" not in there])
        linked = subprocess.run(["readelf", "-d", f"{folder}/usr/lib/libcgl.so"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        report.check("the shared library has a soname", [] if b"soname: [libcgl.so.0]" in linked.stdout else [linked.stdout.decode()])
        report.check("cgl.pc speaks of the prefix, not of DESTDIR", [] if not there or folder not in
                     pathlib.Path(f"{folder}/usr/lib/pkgconfig/cgl.pc").read_text() else ["DESTDIR is in cgl.pc"])
        make("uninstall", f"DESTDIR={folder}", "PREFIX=/usr")
        report.check("uninstall takes it back", left_behind(folder))


def main():
    report = house.Report()
    report.check("a second make does nothing", does_something(make("all")[1]))
    report.check("help knows every target", targets_without_help(house.read("Makefile")))
    report.check("deps installs or says how", deps_findings())
    check_install(report)
    report.rejects("a make that compiles", does_something("  CC    lang/a.c\n"))
    report.rejects("a target nobody told of", targets_without_help(".PHONY: secret\nsecret:\n"))
    report.finish()


main()
