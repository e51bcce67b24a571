"""The native routes: one file per verb or group of verbs. Answers are those of the command line with `--json`."""
