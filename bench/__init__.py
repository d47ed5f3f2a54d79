"""Measurements of the product on this machine: how fast it is, how much memory it takes, how well it retrieves.

speed        the command line in fresh processes, the warm library, the web server
load         many people at once at the page and at the API
folder       reports of a whole folder, read and stored
verifying    drafts and audits
figure_suites  number and period cases of other projects
retrieval    LangChain's default retrieval and ours, side by side on one set of questions
questions    reads a set of questions with their true figures and cells
judging      whether a text holds the figures that a question asks for, and where the true cells rank
rival        LangChain's default retrieval
contestants  what our own search and assistant retrieve
processes    the command line in a process of its own: seconds, memory, modules
webpage      questions to the web page over HTTP
samples      reports made from the bundled one by varying it
options      --set and --quick
tables       Markdown tables and the facts of the machine

`python -m bench` runs them all. A figure holds for the machine and the load it was taken on, so nothing here asserts one.
"""
