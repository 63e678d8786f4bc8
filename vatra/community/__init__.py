"""Community: what neighbours decide together for the families and for the village.

*Council* - the community consultative structure (SCC) of a commune (Law 272/2004, art. 114), founded by a decision.
*Member* - who sits in it, in which quality, since and until when; some have an account.
*Meeting* - called for a day, held with who was present; its *agenda* names no family.
*Decision* - what was decided; with an owner and a day it is a task, carried until it is done or closed with a reason.
"""
