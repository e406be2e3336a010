"""What follows from the facts: arithmetic over plain values, without a clock, a database, or a request."""
