"""What it brought: counts by commune, published figures beside ours, whole populations, one child's story.

*Overview* - a county or commune in numbers, small cells withheld from those who see only numbers.
*Compared* - a published figure, what it was (plan or result, and when), and what this register counts.
*Ledger* - every dwelling of a commune with what came of going there; *comparison* - a list of somebody's beside it.
*Story* - one child at every step of the flow, for one reader.
Knows every room below; nothing below knows it. Everything is counted from their tables; its own are tallies, and the
rows of a list for as long as they are looked at.
"""
