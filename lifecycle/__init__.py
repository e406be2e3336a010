"""What may happen: states, moves, guards and their sentences. Pure: no Flask, no database, no clock."""
