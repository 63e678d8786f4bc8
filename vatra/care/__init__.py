"""Care: what was agreed and done, and by when the law asks for it.

*Case* - the open file of a household, with one lead worker.
*Plan* - what is agreed with the family: services, for whom, by when, by which role.
*Visit*, *Delivery*, *Referral* - a meeting; a service given; someone sent on, and the reply.
*Deadline* - a day by which the law or the plan asks for something, and the clock that drives it.
"""
