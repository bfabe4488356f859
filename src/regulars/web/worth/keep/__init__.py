"""The keep list with names: who may go, who has gone, why, and a case for those who are worth a call."""
