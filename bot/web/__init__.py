"""The HTTP application: shop page and chat widget, desk console, JSON API. It translates; the service decides."""
