"""Who may act where, and see what: workers, the roles they hold, their devices, their sign-ins.

*Worker* - a professional who acts. *Role* - what a worker is in a commune, a county or the nation, since and until.
*Act* and *domain* - what a role may do and of which facts it may know; the rulebook's roles.csv says it.
Scope is enforced in queries: what lies outside a worker's communes does not exist for that worker.
"""
