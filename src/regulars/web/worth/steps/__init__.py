"""What customers are worth, in five steps: data, terms, profit, groups, strategy; each step keeps what was settled."""
