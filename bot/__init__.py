"""kefu: a customer-service bot for online shops."""
