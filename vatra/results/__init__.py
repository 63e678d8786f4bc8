"""What it brought: coverage and levels by commune, published figures beside measured ones, one child's whole story.

Reads the rooms below through their queries and keeps nothing of its own. `population` runs the method over
whole populations in SQL, without the register.
"""
