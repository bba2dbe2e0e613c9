"""`python -m tests.bench.truth [--seeds N]`: the table alone; it is part of `make bench-matching` too."""

import argparse
import sys

from tests.bench.truth.table import HELD_OUT, report

if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="tests.bench.truth")
    parser.add_argument("--seeds", type=int, default=HELD_OUT)
    missed = report(parser.parse_args().seeds)
    print("\nevery goal is met" if not missed else f"\nNOT MET: {'; '.join(missed)}")
    sys.exit(1 if missed else 0)
