"""The door of the tablets: enrolled by a one-time code, pushing before pulling, documents of households in a view.

*Cursor* - how far a tablet has pulled; opaque to it. *View* - the domains a role sees in a commune.
*Document* - a household as one view may know it. *Epoch* - one life of the database; a restored backup is another.
*Lease* - what a tablet needs, beside its PIN, to open what it keeps; it ends without contact.
"""
