"""The door for other programs: entries pushed in batches, entries pulled by cursor.

A bearer token of a device names the worker; a browser's session means nothing here. What a program
may read is what its worker may read.
"""
