"""Who lives there: persons, households, who lives with whom since when.

*Person* - anyone we hold a record of; a *child* is a person under 18 on a day, never a table.
*Household* - people who live and run a budget together, in one commune.
*Membership* - a person in a household, since and until; at most one at a time.
*Dwelling* - a house or flat somebody can be visited in; what came of going there is its outcome in a census round.
*Life event* - birth, death, leaving, coming: a dated entry; a correction names the value it corrects.
"""
