#!/usr/bin/env python3
"""A mapper in Python: prints each word of the text that it reads, and 1. Counts ASCII text as word-count does."""
import re
import sys

WORD = re.compile(r"[0-9A-Za-z]+(?:'[0-9A-Za-z]+)*")

for line in sys.stdin:
    for word in WORD.findall(line):
        if not re.fullmatch("[0-9']+", word):
            print(word.lower(), 1, sep="\t")
