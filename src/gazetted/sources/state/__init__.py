"""The US State Department's page of Foreign Terrorist Organizations."""

from __future__ import annotations

from gazetted.sources.format import Reader
from gazetted.sources.state.page import listings, recognise

READERS: tuple[Reader, ...] = (Reader("state fto page 1", recognise, listings),)
