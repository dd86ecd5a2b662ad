"""What people see: the command, and the views side by side."""
