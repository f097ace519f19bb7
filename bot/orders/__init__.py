"""Where orders come from: the shop's exports (CSV, JSON) and the demo shop, as `bot.core.orders.Order`.

An export is read by `reader.read_orders`; `intake.take_in` puts a batch into the store without ever going backwards.
"""
