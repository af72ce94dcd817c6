"""The shape of what people type: type, length, required. What it means is decided further in."""
