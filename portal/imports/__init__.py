"""The import desk: messy text in, reviewed facts out, all of it can be taken back."""
