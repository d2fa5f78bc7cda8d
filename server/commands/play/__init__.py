"""The demonstration (演示): a district that does not exist, played through the real services and the app's own modules,
so that what it shows is what the product does."""
