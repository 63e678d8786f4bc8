"""The command `vatra`. Like every interface it reads the clock, and passes days and moments down."""
