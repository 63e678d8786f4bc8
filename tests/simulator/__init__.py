"""The deterministic simulator: real tablets against a real server, in stories drawn from a seed.

A run is one story in communes of its own: two to four tablets (the app's own vault, records and sync, in a Node
process) seal entries and sync through every fault; batteries are pulled, the server is killed and restored, roles
end, households move. Then all is quiet, and the invariants are looked at. `python -m tests.simulator --seed N -v`
tells one story again, step by step.
"""
