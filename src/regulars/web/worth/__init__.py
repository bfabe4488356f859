"""The pages on value and loyalty: who is worth what, which kind of loyal, who is about to leave."""
