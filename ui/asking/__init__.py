"""The tab that answers questions: what happens (desk), how it looks (*_html), and what runs in the browser (*.js)."""
