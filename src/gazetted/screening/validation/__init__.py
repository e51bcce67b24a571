"""How well this record is screened, measured: spoiled listed names, customers of nobody's list, canaries, own files."""
