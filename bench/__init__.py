"""The benchmarks behind every claim of speed and size.

`python -m bench` runs them all; `python -m bench p6 p8` runs some. Each prints its goal, the figure
reached, a ratio to a peer or a limit measured in the same run, and its growth over three sizes.
"""
