"""The Consolidated Screening List of the US Department of Commerce: thirteen lists of three departments in one file."""

from __future__ import annotations

from gazetted.sources.csl.table import edition_date, listings, recognise
from gazetted.sources.format import Reader

READERS: tuple[Reader, ...] = (Reader("csl csv 1", recognise, listings, edition_date),)
