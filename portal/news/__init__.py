"""The newsroom: the home page, the list of news, and articles linked to the register."""
