"""The web side: the door for webhooks, health and metrics."""
