"""The conversation itself: joining, being there, saying how it went."""
