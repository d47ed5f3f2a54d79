"""Web pages: `page` reads them, as a browser would show them."""
