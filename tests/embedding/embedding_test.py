#!/usr/bin/env python3
"""Hosts: every *.c beside this file is compiled against the staged installation, shared and static, and run.

A host gets the path of a compiled program (of host.cgl) and of a patient (patient.json); it says everything by its exit code, and what it
prints must be NAME.expected if that file is there.
"""
import os
import pathlib
import shlex
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
STAGE = pathlib.Path(os.environ["STAGE"])
SCRATCH = pathlib.Path(os.environ.get("TMPDIR", "/tmp"))


def shell(command, **more):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **more)
    return done.returncode, done.stdout.decode("utf-8", "replace")


def pkg_config(*options):
    environment = dict(os.environ, PKG_CONFIG_PATH=str(STAGE / "lib/pkgconfig"))
    code, output = shell(["pkg-config", *options, "cgl"], env=environment)
    return shlex.split(output) if code == 0 else []


def link_options(kind):
    if kind == "shared":
        return [*pkg_config("--libs"), f"-Wl,-rpath,{STAGE / 'lib'}"]
    libs = [word for word in pkg_config("--libs", "--static") if word != "-lcgl"]
    return [str(STAGE / "lib/libcgl.a"), *libs]


def check(name, good, detail=""):
    print(f"{'ok' if good else 'not ok'} - {name}" + ("" if good else f"\n{detail}"))
    return good


def try_host(source, kind, program):
    binary = SCRATCH / f"{source.stem}-{kind}"
    compiler = [*shlex.split(os.environ.get("CC", "cc")), "-std=c11", "-Wall", "-Wextra", "-Werror", *shlex.split(os.environ.get("OPT", ""))]
    code, output = shell([*compiler, *pkg_config("--cflags"), str(source), "-o", str(binary), *link_options(kind), "-lpthread"])
    if not check(f"{source.name} compiles, {kind}", code == 0, output):
        return False
    code, output = shell([str(binary), str(program), str(HERE / "patient.json")])
    expected = source.with_suffix(".expected")
    same = not expected.exists() or expected.read_text() == output
    return check(f"{source.name} runs, {kind}", code == 0 and same, f"exit code {code}\n{output}")


def main():
    hosts = sorted(HERE.glob("*.c"))
    program = SCRATCH / "host.cgb"
    code, output = shell([os.environ["CGLC"], str(HERE / "host.cgl"), "-o", str(program)])
    good = check("the hosts' guideline compiles", code == 0, output)
    good &= check("there are hosts", bool(hosts))
    good &= check("pkg-config knows cgl", bool(pkg_config("--libs")))
    for source in hosts:
        for kind in ("shared", "static"):
            good &= try_host(source, kind, program)
    sys.exit(0 if good else 1)


main()
