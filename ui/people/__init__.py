"""People: who may come in (passwords, sign-ins, tokens), the gate before the page, and the verbs that manage users."""
