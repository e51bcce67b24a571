"""The verbs over Spark DataFrames (extra `spark`): the answers of the local run, on as many machines as there are.

A bundle (`gazetted bundle`) travels to the executors once, is taken apart there, and its index is mapped by every
worker of that machine. Each task is a plain function of its rows: a lost executor's rows are done again elsewhere, and
the answers are the same.
"""

from gazetted.spark.frames import read, screen

__all__ = ["read", "screen"]
