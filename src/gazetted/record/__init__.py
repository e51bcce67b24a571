"""The ledger: facts and editions, two clocks, standings, history. The only door to the database."""
