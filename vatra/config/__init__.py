"""Where the rooms are put together: settings, addresses, the WSGI entry point."""
