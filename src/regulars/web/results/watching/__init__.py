"""Who wants to hear by mail of a survey: of a drop, of a wave that stands still, of how things stand."""
