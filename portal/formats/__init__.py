"""How dates are written where Django writes them: English the British way, as on the public pages."""
