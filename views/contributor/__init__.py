"""The phone: pages of the contributor side."""
