"""Words everybody shares: messages, conversations, orders, cases, events, actions and ports. No I/O."""
