"""Excel workbooks: `xlsx` and `xls`; `number_format` gives the text that Excel shows for a number."""
