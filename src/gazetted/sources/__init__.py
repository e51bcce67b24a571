"""Publishers' files read into listings."""
