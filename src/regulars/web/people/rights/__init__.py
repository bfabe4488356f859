"""What customers may ask for about their own data, how long data are kept, and who looked at whom."""
