"""Gateways: the ways out that are no mail server. Their addresses come from people, so none of them is trusted."""
