"""Official letters of the product, worded from plain facts; they know neither database nor page."""
