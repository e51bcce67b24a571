"""What a standing means: effects, exceptions, steps of removal, computed days. Data in `resources/law`."""
