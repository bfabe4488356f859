"""How cases come in: rules over answers, the open form, findings of visits."""
