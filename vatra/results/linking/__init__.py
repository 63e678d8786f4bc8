"""Which child of somebody's list is which person of the register: evidence added up over pairs that could be one.

*Listed* - a child as a list gives it; *known* - a person as the register has them.
*Block* - what two must share to be compared at all; *level* - how far they agree in one thing, with its weight in bits.
Nothing here writes, and no clock or chance enters: the same two tables always give the same pairs.
"""
