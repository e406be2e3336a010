"""The desk: pages of the customer side."""
