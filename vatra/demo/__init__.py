"""A synthetic county to look at and to measure with. Nobody in it exists.

Places, schools and providers are real; workers, households, names, ages, answers and all that follows
are drawn from a seed, in numbers that reproduce what was published of the 45 pilot communities
(docs: "published against demo"). It comes to the register like everything else: as entries.
"""
