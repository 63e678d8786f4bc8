"""How well the work is done: what a supervisor must look at, assessments asked again, words on the method.

*Sample* - assessments drawn by chance from one commune, worker by worker, to be asked again. *Second interview* - the
same questions by another worker who has not seen the first answers; it changes no fact. *Agreement* - how often two
workers answered the same, and how much of that is not chance (Cohen's kappa). *Question to the method* - a worker says
that a rule is wrong or missing.
"""
