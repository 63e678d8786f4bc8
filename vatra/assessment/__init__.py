"""What was said and what it means: facts from interviews, findings by the rulebook, needs agreed by workers.

*Fact* - what an answer states: about whom, what, as seen on which day.
*Finding* - one vulnerability present from a day on, with reasons, severity and the rulebook that found it.
*Judgement* - a worker's word on a finding: agreed, rejected or added, with a reason; kept beside the rules' word.
*Need* - what a worker, having looked, agrees must be met.
Reached through `queries`, `policies` and `entries`; knows people and below, nothing of care.
"""
