"""The codebook: its tree, what is counted of it, and what is done to it."""
