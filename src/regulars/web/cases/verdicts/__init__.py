"""The customer's last word: the verdict, whether all stays well, and complaints that sound absurd."""
