#!/usr/bin/env python3
"""Manual pages: without a remark of mandoc; they, --help and the completions know the same options and commands."""
import re
import shutil
import subprocess

import house

PROGRAMS = ("cglc", "cglrun")


def lint(path):
    done = subprocess.run(["mandoc", "-Tlint", str(path)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    # Which other pages are installed is a matter of the machine.
    return [line for line in done.stdout.decode().splitlines() if "referenced manual not found" not in line]


def manual_options(page):
    return {"--" + name for name in re.findall(r"Fl -([a-z][a-z-]*)", page)}


def help_options(text):
    return set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", text))


def help_of(program):
    if not (house.BUILD / program).exists():
        return ""
    done = subprocess.run([str(house.BUILD / program), "--help"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.stdout.decode() if done.returncode == 0 else ""


def differences(one, other, where, elsewhere):
    return [f"{option} is in {where} and not in {elsewhere}" for option in sorted(one - other)]


def main():
    if shutil.which("mandoc") is None:
        print("skip - manual pages: mandoc is not installed")
        return
    report = house.Report()
    for program in PROGRAMS:
        page = f"docs/man/{program}.1"
        report.check(f"{page} is clean", lint(house.ROOT / page))
        manual, told = manual_options(house.read(page)), help_options(help_of(program))
        report.check(f"{program} --help knows what the manual knows", differences(manual, told, page, "--help"))
        report.check(f"the manual knows what {program} --help knows", differences(told, manual, "--help", page))
        for shell in ("bash", "zsh", "fish"):
            script = house.read(f"editors/completions/cgl.{shell}")
            known = {"--" + name for name in re.findall(r"(?:--|-l )([a-z][a-z-]*)", script)}
            report.check(f"{shell} completes the options of {program}", differences(manual, known, page, f"cgl.{shell}"))
    report.rejects("a page that mandoc dislikes", subprocess.run(["mandoc", "-Tlint"], input=b".Dd x\n.Sh NAME\n",
                                                                stdout=subprocess.PIPE).stdout.decode().splitlines())
    report.rejects("an option nobody wrote down", differences({"--all"}, manual_options(".It Fl -format Ar f"), "--help", "it"))
    report.finish()


main()
