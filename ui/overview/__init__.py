"""The tab that shows reports at a glance.

filters      which goals are looked at
board        what is shown of them, worked out once a request
parts        the pieces that its sections are made of: numbers that open their cell, bars, sections
goals_html   counts, completion against time, targets, money
trends_html  a metric over reports, changes, bodies beside each other
workbook     all of it as an XLSX file
tab          the events, and the tab
routes       where the file is fetched
"""
