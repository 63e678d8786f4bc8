"""Commands of `vatra manage` that the register does in its own way."""
