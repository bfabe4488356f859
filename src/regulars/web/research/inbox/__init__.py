"""The inbox: responses one by one, for those who may see them. Studies that are not identified have no place here."""
