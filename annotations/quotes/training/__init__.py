"""Training the weights of the quote detector. Nothing here is needed to use them."""
