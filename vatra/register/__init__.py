"""The register: every act of a worker, kept as sent, for good.

*Entry* - one act, sealed, numbered within its commune's stream and chained by digests.
*Receipt* - the register's word that it has an entry.
*Question to settle* - what could not be applied or cannot both hold; a human decides.
*Kind* - what sort of act it is; the room that owns a kind declares it and applies it.
"""
