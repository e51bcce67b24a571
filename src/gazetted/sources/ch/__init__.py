"""Switzerland's list of all sanctions (State Secretariat for Economic Affairs)."""

from __future__ import annotations

from gazetted.sources.ch import seco

READERS = (seco.READER,)
