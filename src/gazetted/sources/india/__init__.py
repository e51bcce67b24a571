"""Banned organisations of the Indian Ministry of Home Affairs."""

from __future__ import annotations

from gazetted.sources.format import Reader
from gazetted.sources.india.page import edition_date, listings, recognise

READERS: tuple[Reader, ...] = (Reader("india banned organisations page 1", recognise, listings, edition_date),)
