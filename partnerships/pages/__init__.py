"""The register's public index pages: placed, named and introduced by editors, the records' own pages below them."""
