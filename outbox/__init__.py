"""What leaves after the commit: which letter follows from which move, how it is worded, and how it is sent."""
