"""All annotations of a project as one table: what the filter finds, in an order, a page at a time."""
