"""Who does it: every write is here, one function for one sentence of the help centre."""
