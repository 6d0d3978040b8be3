"""One module a publisher: bytes and a feed in, observations out. No network, no disk, no state.

A parser is ``parse(content, feed, catalogue) -> DataFrame`` with the contract's columns and,
beside them, ``source_file`` and ``source_row`` (the line or sheet row in the publisher's file,
counted as a person opening it would, the header included).
"""
