"""The United States Treasury's lists (OFAC): Specially Designated Nationals, and the Consolidated non-SDN list.

Four formats: the legacy CSV set, the legacy XML, the enhanced XML and the advanced XML. The entry key is OFAC's number
of the entry in all of them ("uid", "ent_num", the entity's id, the party's FixedRef).
"""

from __future__ import annotations

from gazetted.sources.format import Reader
from gazetted.sources.ofac import advanced_xml, enhanced_xml, legacy_csv, legacy_xml

READERS: tuple[Reader, ...] = (legacy_csv.READER, legacy_xml.READER, enhanced_xml.READER, advanced_xml.READER)
"""The formats of this publisher."""
