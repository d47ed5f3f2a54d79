"""PDF files: `document` reads them page by page, `picture` shows a page; what the other modules do is told by their names."""
