"""What it brought: counts by commune, published figures beside ours, whole populations, one child's story,
indicators over months, communes compared fairly, what it cost.

*Overview* - a county or commune in numbers, small cells withheld from those who see only numbers.
*Compared* - a published figure, what it was (plan or result, and when), and what this register counts.
*Ledger* - every dwelling of a commune with what came of going there; *comparison* - a list of somebody's beside it.
*Story* - one child at every step of the flow, for one reader.
*Line* - an indicator over months, told as far as a reader may know; *way* - from a household enrolled to one helped.
*Funnel* - communes around their common share, between the limits of chance. *Reckoning* - a year in lei, as a range.
*County sum* - the tallies of a county's communes together, which pages of a county or a nation read.
Knows every room below; nothing below knows it. Everything is counted from their tables; its own are tallies with their
sums, and the rows of a list for as long as they are looked at.
"""
