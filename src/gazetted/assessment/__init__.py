"""The dossier of a party on a day: what binds whom, what is permitted all the same, what would still bind."""
