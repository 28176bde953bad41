#!/usr/bin/env python3
"""tap_sum.py -- adds up the TAP lines of meson's testlog.json.

usage: tap_sum.py build/meson-logs/testlog.json
Prints each failed or skipped test with its reason, then `sum PASSED FAILED SKIPPED`.
A program that ended badly without a `not ok` line counts as one failure.
"""
import json
import re
import sys

passed = failed = skipped = 0
for line in open(sys.argv[1], encoding="utf-8"):
    test = json.loads(line)
    ok = bad = skip = 0
    for row in test.get("stdout", "").splitlines():
        if re.match(r"ok\b", row):
            if re.search(r"# *SKIP", row, re.I):
                skip += 1
                print(f"skipped: {test['name']}: {row}")
            else:
                ok += 1
        elif re.match(r"not ok\b", row):
            bad += 1
            print(f"FAILED: {test['name']}: {row}")
        elif re.match(r"1\.\.0\b", row):
            skip += 1
            print(f"skipped: {test['name']}: {row}")
    if test["result"] not in ("OK", "SKIP", "EXPECTEDFAIL") and bad == 0:
        bad = 1
        print(f"FAILED: {test['name']}: ended with {test['result']} (status {test.get('returncode')})")
    if bad:
        for row in (test.get("stdout", "") + test.get("stderr", "")).splitlines()[-60:]:
            print("    " + row)
    if ok + bad + skip == 0:
        bad = 1
        print(f"FAILED: {test['name']}: ran no test")
    passed += ok
    failed += bad
    skipped += skip
print("sum", passed, failed, skipped)
