"""The ways in which a study reaches people: each a folder that is whole in itself."""
