"""What starting costs: importing the package, and asking for help. Fails where it is more than allowed.

    python benchmarks/speed/starting.py [--max-import 0.15] [--max-help 0.3]

The least of several runs counts: noise only adds.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time

RUNS = 7


def least(*command: str) -> float:
    """Seconds of the fastest of several runs of a process."""
    found = []
    for _ in range(RUNS):
        start = time.perf_counter()
        subprocess.run([sys.executable, *command], check=True, capture_output=True)
        found.append(time.perf_counter() - start)
    return min(found)


def main() -> int:
    """Measure both, print them, and say which is too slow."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--max-import", type=float, default=0.15, metavar="SECONDS")
    parser.add_argument("--max-help", type=float, default=0.3, metavar="SECONDS")
    args = parser.parse_args()
    bare = least("-c", "pass")
    imported = least("-c", "import gazetted") - bare
    helped = least("-m", "gazetted", "--help")
    print(f"import gazetted {imported:.3f} s, gazetted --help {helped:.3f} s (python alone {bare:.3f} s)")
    slow = [
        name
        for name, value, most in (("import", imported, args.max_import), ("--help", helped, args.max_help))
        if value > most
    ]
    if slow:
        print(f"Too slow: {', '.join(slow)}.")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
