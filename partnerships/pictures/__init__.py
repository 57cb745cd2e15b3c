"""Pictures of the register: numbers in, shapes out; templates draw them, and beside each stand its numbers."""
