"""`make run`: the whole site on one machine, started and stopped as one thing."""
