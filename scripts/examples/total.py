#!/usr/bin/env python3
"""A reducer in Python: lines come sorted, key<TAB>amount; prints each key once, with the sum of its amounts."""
import sys
from itertools import groupby

pairs = (line.rstrip("\n").split("\t", 1) for line in sys.stdin)
for key, group in groupby(pairs, key=lambda pair: pair[0]):
    print(key, sum(int(amount) for _, amount in group), sep="\t")
