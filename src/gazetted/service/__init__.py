"""The service: the verbs over HTTP, for those who use neither a terminal nor Python. It computes nothing itself.

Importing this package costs nothing; the web framework (`gazetted[server]`) is imported by `app` and what it mounts.
"""
