"""The frame of every page: base template, parts, style, words in templates, the reader's language and zone."""
