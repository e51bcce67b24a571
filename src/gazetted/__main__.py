"""`python -m gazetted`: the same as the program `gazetted`."""

from __future__ import annotations

from gazetted.cli import main

if __name__ == "__main__":
    main()
