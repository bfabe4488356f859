"""What templates of other apps may say of a customer."""
