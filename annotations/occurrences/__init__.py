"""Every place where a name or a phrase stands: found, shown, and tagged as one action."""
