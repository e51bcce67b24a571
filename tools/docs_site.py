"""Make the documentation as a site that works without a network, from the pages as they are in the repository.

    python tools/docs_site.py            build into .site/html, where any warning ends the build
    python tools/docs_site.py --pages    only gather the pages, into .site/pages

The pages keep their places, so that their links among each other stay as they are. A link to what is no page, such as
a source file, is left out of the site and its text stays. The site's navigation is in mkdocs.yml.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / ".site"
PAGES = ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "docs/**/*.md", "benchmarks/**/*.md")

_FENCE = re.compile(r"(^```.*?^```$)", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\[((?:[^\[\]]|`[^`]*`)*)\]\(([^)\s]+)\)")


def pages(root: Path = ROOT) -> list[Path]:
    """Every page of the site, by path."""
    return sorted({path for pattern in PAGES for path in root.glob(pattern)})


def without_dead_links(text: str, page: Path, held: set[Path]) -> str:
    """The text of a page, with links to what is no page of the site replaced by their words.

    Args:
        text: the Markdown.
        page: where it lies.
        held: every page of the site.
    """

    def kept(link: re.Match[str]) -> str:
        path = link[2].partition("#")[0]
        inside = not path or "://" in path or (page.parent / path).resolve() in held
        return link[0] if inside else link[1]

    parts = _FENCE.split(text)
    return "".join(part if part.startswith("```") else _LINK.sub(kept, part) for part in parts)


def gather(place: Path, root: Path = ROOT) -> list[Path]:
    """Copy the pages into a folder, which is emptied first; where they lie in it."""
    shutil.rmtree(place, ignore_errors=True)
    held = set(pages(root))
    made = []
    for page in sorted(held):
        target = place / page.relative_to(root)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(without_dead_links(page.read_text("utf-8"), page, held), "utf-8")
        made.append(target)
    return made


def main() -> int:
    """Gather the pages and have the site built; 1 where there is a warning."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", action="store_true", help="only gather the pages")
    only = parser.parse_args().pages
    count = len(gather(PLACE / "pages"))
    if only:
        print(f"{count} pages in {PLACE / 'pages'}")
        return 0
    command = [
        sys.executable,
        "-m",
        "zensical",
        "build",
        "--strict",
        "--clean",
        "--config-file",
        str(ROOT / "mkdocs.yml"),
    ]
    return int(subprocess.run(command, cwd=ROOT, check=False).returncode != 0)


if __name__ == "__main__":
    sys.exit(main())
