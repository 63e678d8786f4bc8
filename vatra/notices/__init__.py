"""What a worker is told outside the pages: that something waits in Vatra, and never about whom.

*Notice* - one sentence for one worker: counts and what sort of thing, no name, no place, no uuid. *Digest* - the
notice of a day. *Escalation* - a notice at once: an emergency, an exceptional access, a referral nobody answered.
*Channel* - the way out: the page of notices, e-mail, SMS. A notice goes out once by each; what failed is tried again.
"""
