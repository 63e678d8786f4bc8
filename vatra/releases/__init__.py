"""What is decided for everybody: a change of the method, tried on the population first; open data; studies.

*Draft* - a change of the method that is being thought about: edits of numbers, tables and cases. Nothing follows of it.
*Trial* - a draft run over everybody in the register beside the method in force: how many it moves, where, and whom.
*Publication* - a draft becomes the method from a day on; or it does not. Nobody's findings change before the day.
*Study* - arms of communes, rounds and outcomes, registered before the second round; its pack works itself out again.
These are no entries of the register: they speak of the method and of numbers, not of a family in a commune. Each is
written down in the audit, in the same transaction.
"""
