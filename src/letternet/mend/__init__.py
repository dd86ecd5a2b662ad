"""What clashes becomes a problem that teaches: the cause, the reasons, and ways out that have been tried."""
