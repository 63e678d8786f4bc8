"""Who read and who changed what: only ever appended, and chained so that tampering shows.

*Row* - one act of a worker on one subject; never a name, an answer or any other personal data.
*Strand* - the chain of one thread of the server on one day; strands are themselves chained and tie each other's ends.
Lies below every room, so it knows workers, communes and subjects only by uuid or code.
"""
