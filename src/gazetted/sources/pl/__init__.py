"""Poland's list of persons and bodies under sanctions (Ministry of the Interior and Administration)."""

from __future__ import annotations

from gazetted.sources.pl import mswia

READERS = (mswia.READER,)
