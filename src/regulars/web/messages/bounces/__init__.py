"""Mail that comes back: reports of what did not arrive, complaints, automatic answers. Nothing is ever answered."""
