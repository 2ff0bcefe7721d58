"""The web side: the door for webhooks, what shops ask for their shoppers, health and metrics."""
