"""What lies between Textual and the wire: what the terminal can do, how it's painted, what if it goes."""
