"""The office pages: what a worker sees in a browser.

A *screen* answers one question; a *presenter* turns what the rooms' queries return into what a template needs;
an *act* seals what a worker did into a Draft and hands it to the register's one door.
Nothing here writes a table of a room, and no name of a person ever stands in an address or a title.
"""
