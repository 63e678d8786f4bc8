"""What every room stands on: ids, days and periods, refusals in plain words, the abstract record.

Knows no room. Nothing here reads the clock; days and moments are passed in.
"""
