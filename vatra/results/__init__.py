"""What it brought: counts by commune, published figures beside ours, whole populations, one child's story.

*Overview* - a county or commune in numbers, small cells withheld from those who see only numbers.
*Compared* - a published figure, what it was (plan or result, and when), and what this register counts.
*Story* - one child at every step of the flow, for one reader.
Knows every room below; nothing below knows it. It keeps no tables: everything is counted from theirs.
"""
