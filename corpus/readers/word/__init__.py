"""Word documents: `docx` reads them, `doc` has LibreOffice convert the older formats first."""
