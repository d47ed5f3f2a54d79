"""Drafts: the verb `draft`, the tab 起草, and a draft as Markdown and as Word.

Nothing here imports Gradio until the page is built.
"""
