"""Canada's lists: the entities listed under the Criminal Code, and the autonomous sanctions."""

from __future__ import annotations

from gazetted.sources.ca import regulation, sema

READERS = (regulation.READER, sema.READER)
