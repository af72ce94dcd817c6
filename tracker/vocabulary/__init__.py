"""Words shared by all rooms: enums with their Chinese labels."""
