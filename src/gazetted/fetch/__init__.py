"""The only door to the network: publishers' files, fetched politely and kept as they came.

`address` says which addresses may be asked at all, `wire` asks once, `fetcher` asks with patience and keeps what came
in the `archive`. The HTTP library is imported at the first request, never before.
"""
