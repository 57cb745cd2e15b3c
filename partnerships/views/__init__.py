"""What the public pages of the register show, worked out from the request and the records."""
