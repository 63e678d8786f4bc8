"""What all doors for programs and tablets share: bodies read within limits, strict JSON, receipts, ways to say no.

*Door* - a set of addresses (other programs, tablets) with one device's token for each caller.
"""
