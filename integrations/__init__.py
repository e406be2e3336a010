"""Other people's formats. Nothing of ours is imported here."""
