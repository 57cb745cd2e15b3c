"""Bytes in, an Extraction out: no Django, no database, no network."""
