"""Staff who fill in a form for somebody: by telephone, face to face, or from paper."""
