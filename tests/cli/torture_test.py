#!/usr/bin/env python3
"""A spread of refused allocations over commands of both programs; `make torture` refuses every one of them."""
import os
import pathlib
import sys

TORTURE = pathlib.Path(__file__).resolve().parents[1] / "torture/torture.py"
if os.environ.get("MODE") == "asan":
    print("skip - refused allocations: the sanitizer has an allocator of its own, before which nothing can stand")
else:
    os.execv(sys.executable, [sys.executable, str(TORTURE), "--sample"])
