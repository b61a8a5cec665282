"""Paints the wizard with as few bytes as the line allows: it keeps what the terminal shows and sends what differs."""
