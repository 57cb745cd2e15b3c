"""Lists at the address of any filter for programs that follow them: Atom, JSON Feed and iCalendar."""
