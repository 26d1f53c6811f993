"""What the desk costs: those who work at it in clicks, the server in time beside a plain page."""
