"""The European Union's lists: the consolidated list of financial sanctions and, in the same file, CP 2001/931/CFSP."""

from __future__ import annotations

from gazetted.sources.eu import full_csv, full_xml

READERS = (*full_xml.readers(), *full_csv.readers())
