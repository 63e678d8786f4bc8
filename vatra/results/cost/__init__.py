"""What it cost and what it may save: unit costs of the rulebook, posts, results, in the prices of one year.

*Unit cost* - a dated, sourced figure of costs.csv, from low to high. *Basis* - what was counted that costs are told by.
*Reckoning* - the yearly cost, per child and per result; posts needed; what is avoided, and which assumption moves it.
"""
