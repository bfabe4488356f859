"""What is done with accounts, roles and invitations."""
