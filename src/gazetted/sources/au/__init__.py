"""Australia's lists: the consolidated list of the Department of Foreign Affairs, and listed terrorist organisations."""

from __future__ import annotations

from gazetted.sources.au import dfat, terrorist

READERS = (dfat.READER, terrorist.READER)
