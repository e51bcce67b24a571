"""The Model Context Protocol: the verbs as tools of a language model, over standard input and output or over HTTP.

`asked` is what each tool takes, `answers` what it gives, both also as JSON schemas (`schemas`). `tools` calls verbs,
and `shortening` makes their documents small. `server` speaks the protocol with the official package (`gazetted[mcp]`),
which nothing else here imports.
"""
