"""What cases teach: causes, what stays hidden, what recovery brings, who will tell others."""
