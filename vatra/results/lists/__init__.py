"""Lists that others keep of children: of a school, of births, of vaccinations, of benefits; read row by row.

*Sheet* - the rows of a file as texts, whatever program wrote it. *Told* - a child as one row tells it. *Mistake* - why
a row cannot be compared, with its row and column. Nothing is written to disk; no formula is worked out.
"""
