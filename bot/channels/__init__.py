"""Ways in and out: each channel translates to `Incoming` and delivers parcels, and decides nothing."""
