"""Presenters: what the rooms' queries return, turned into what the templates need, in words of the active language."""
